// Which key exchanges are offered? ssh2's own, changed by `kex` in the way of ssh_config's KexAlgorithms.
import type { AlgorithmList, KexAlgorithm } from "ssh2";

/** `+a,b` adds, `-a` takes away, `^a` puts in front, and a plain list replaces. */
export function keyExchanges(kex: string | undefined): { kex?: AlgorithmList<KexAlgorithm> } {
  return kex === undefined ? {} : { kex: listed(kex) };
}

function listed(kex: string): AlgorithmList<KexAlgorithm> {
  const names = kex.replace(/^[+^-]/, "").split(",") as KexAlgorithm[];
  const first = kex[0];
  if (first !== "+" && first !== "-" && first !== "^") return names;
  return {
    remove: first === "+" ? [] : names,
    prepend: first === "^" ? names : [],
    append: first === "+" ? names : [],
  };
}

/** Who exchanges keys by SHA-1, like OpenSSH 4.3, signs with it too. */
export function allowsSha1(kex: string | undefined): boolean {
  return kex !== undefined && /^[^-].*sha1\b/.test(kex);
}
