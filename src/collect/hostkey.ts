// Is this the host we know? Its key must be on file, as OpenSSH sees it.
import type { ServerHostKeyAlgorithm } from "ssh2";
import { visible } from "../text.ts";
import { Refusal } from "./answer.ts";
import { onFile, putOnFile, revokedIn, typeOf, type HostKey } from "./known-hosts.ts";
import { mustResolve } from "./lookup.ts";
import type { Target } from "./resolve.ts";

export interface KnownHost {
  /** On file under its name, or under its name without the port; none where a new one may be put there. */
  known: HostKey[];
  /** What to ask for, so that the host shows the key that it would show ssh. */
  algorithms: ServerHostKeyAlgorithm[];
  /** Why the host's key (the blob of RFC 4253, 6.6) is refused; undefined: it is on file, or may be put there. */
  refuse: (key: Buffer) => Refusal | undefined;
  /** Once the host has proved that the key is its own: puts a new one on file, and says so. */
  record: () => string | undefined;
}

/** Throws where no key is on file and none may be put there: such a host is not even asked. */
export async function knownHost(target: Target): Promise<KnownHost> {
  const { address, host, port, hostKeyAlias, knownHosts, acceptNew } = target;
  const name = hostKeyAlias ?? (port === 22 ? host : `[${host}]:${port}`);
  const own = await onFile(name, knownHosts);
  // Like ssh: where there is none for name and port, the same key for the name alone will do.
  const portless = hostKeyAlias === undefined && port !== 22 && plain(own).length === 0;
  const byName = portless ? await onFile(host, knownHosts) : [];
  const revoked = [...(await revokedKeys(target)), ...marked(own, "REVOKED")];
  if (!acceptNew && plain([...own, ...byName]).length === 0) {
    await mustResolve(target); // a name that nobody has is mistyped: its host key is not the question
    throw unknown(target, [...own, ...byName]);
  }
  const algorithms = inOrder(target.hostKeyAlgorithms, own);
  if (algorithms.length === 0) throw new Refusal("unsupported", "none of ssh_config's HostKeyAlgorithms is supported");
  let fresh: Buffer | undefined;
  return {
    known: plain(acceptNew ? own : [...own, ...byName]),
    algorithms,
    refuse: (key) => {
      const recalled = find(revoked, key);
      if (recalled) return refusal(`of ${address} is marked as revoked in ${recalled.place}`);
      if (find(plain(own), key) ?? fresh?.equals(key)) return undefined;
      if (find(plain(byName), key) && !find(marked(byName, "REVOKED"), key)) return undefined;
      if (!acceptNew || fresh || plain(own).length > 0) return changed(address, plain([...own, ...byName]), key);
      fresh = key;
      return undefined;
    },
    record: () => {
      if (!fresh || plain(own).length > 0) return undefined;
      own.push({ type: typeOf(fresh), blob: fresh, place: acceptNew?.file ?? "memory", mark: "" });
      return visible(`the host key of ${address} was unknown${recorded(name, fresh, acceptNew)}`);
    },
  };
}

function marked(keys: HostKey[], mark: HostKey["mark"]): HostKey[] {
  return keys.filter((key) => key.mark === mark);
}

function plain(keys: HostKey[]): HostKey[] {
  return marked(keys, "");
}

function find(keys: HostKey[], key: Buffer): HostKey | undefined {
  return keys.find(({ blob }) => blob.equals(key));
}

async function revokedKeys({ revokedKeys: file, address }: Target): Promise<HostKey[]> {
  if (file === undefined) return [];
  const keys = await revokedIn(file).catch(() => {
    throw refusal(`of ${address} cannot be trusted: RevokedHostKeys ${file} cannot be read`); // so does ssh
  });
  if (keys) return keys;
  throw new Refusal("unsupported", visible(`RevokedHostKeys ${file} is a binary list, which is not supported`));
}

/**
 * As ssh orders them (sshconnect2.c): kinds on file first, unless the most preferred of all is on file; for a host shows
 * the first that it has, and another order would be another key. Certificates are left out: ssh2 has none.
 */
function inOrder(preferred: string[], own: HostKey[]): ServerHostKeyAlgorithm[] {
  const kind = (name: string) => name.replace("-cert-v01@openssh.com", "").replace(/^rsa-sha2-\d+$/, "ssh-rsa");
  const known = (name: string) => {
    const first = plain(own).find(({ type }) => type === kind(name));
    return first !== undefined && !find(marked(own, "REVOKED"), first.blob);
  };
  const can = preferred.flatMap((name) => ALGORITHMS.filter((algorithm) => algorithm === name));
  if (known(preferred[0] ?? "")) return can;
  return [...can.filter(known), ...can.filter((name) => !known(name))];
}

/** Those that ssh2 can check. One RSA key signs in three ways (RFC 8332). */
const ALGORITHMS: ServerHostKeyAlgorithm[] = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
  "rsa-sha2-256",
  "ssh-rsa",
];

/** Like ssh we go on where it cannot be written. */
function recorded(name: string, key: Buffer, acceptNew: Target["acceptNew"]): string {
  if (acceptNew?.file === undefined) return ", and there is no known_hosts file to add it to";
  try {
    putOnFile(acceptNew.file, name, key, acceptNew.hashed);
    return `; it has been added to ${acceptNew.file}`;
  } catch (error) {
    return `, and could not be added to known_hosts: ${(error as Error).message}`;
  }
}

function refusal(what: string): Refusal {
  return new Refusal("hostkey", visible(`the host key ${what}`));
}

function unknown({ address, knownHosts }: Target, keys: HostKey[]): Refusal {
  const authority = marked(keys, "CA").length > 0;
  const instead = authority ? " (only a certificate authority is known, and host certificates are not supported)" : "";
  return refusal(`of ${address} is unknown${instead}; verify it and add it to ${knownHosts[0] ?? "known_hosts"}`);
}

function changed(address: string, known: HostKey[], key: Buffer): Refusal {
  const same = known.find(({ type }) => type === typeOf(key));
  const other = known[0];
  if (!same && other)
    return refusal(
      `of ${address} is of another type (${typeOf(key)}) than the one in ${other.place}; ` +
        "verify it before you add it, this may be an attack",
    );
  const which = same ? `in ${same.place}` : "of a moment ago";
  return refusal(`of ${address} is not the one ${which}; it has changed, or this is an attack`);
}
