// Which key exchanges are offered? ssh2's own, changed by `kex` as ssh_config's KexAlgorithms does.
import type { AlgorithmList, KexAlgorithm } from "ssh2";

/** `+a,b` adds, `-a` removes, `^a` puts first, and a plain list replaces. */
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

/** A server that exchanges keys with SHA-1, such as OpenSSH 4.3, also signs with it. */
export function allowsSha1(kex: string | undefined): boolean {
  return kex !== undefined && /^[^-].*sha1\b/.test(kex);
}
