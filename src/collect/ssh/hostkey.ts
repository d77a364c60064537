// Is this the host that we know? Its key must be in known_hosts, as OpenSSH reads it.
import type { ServerHostKeyAlgorithm } from "ssh2";
import { visible } from "../../text.ts";
import { VisitError } from "../answer.ts";
import { onFile, putOnFile, revokedIn, typeOf, type HostKey } from "./known-hosts.ts";
import { mustResolve } from "./lookup.ts";
import type { Target } from "./resolve.ts";

export interface KnownHost {
  /** Its keys in known_hosts, under its name with or without the port. Empty only if a new key would be accepted. */
  known: HostKey[];
  /** Host key algorithms to offer, so that the host shows the same key as to ssh. */
  algorithms: ServerHostKeyAlgorithm[];
  /** Why a key (the blob of RFC 4253, 6.6) is refused; undefined: it is known, or accepted as new. */
  refuse: (key: Buffer) => VisitError | undefined;
  /**
   * To be called once the host has proved that it owns the key: adds a new one to known_hosts and returns a note about
   * it.
   */
  record: () => string | undefined;
}

/** Throws a VisitError if no key is known and none would be accepted: such a host is not even contacted. */
export async function knownHost(target: Target): Promise<KnownHost> {
  const { address, host, port, hostKeyAlias, knownHosts, acceptNew } = target;
  const name = hostKeyAlias ?? (port === 22 ? host : `[${host}]:${port}`);
  const own = await onFile(name, knownHosts);
  // Like ssh: if there is no key for name and port, a key for the name alone will do.
  const portless = hostKeyAlias === undefined && port !== 22 && plain(own).length === 0;
  const byName = portless ? await onFile(host, knownHosts) : [];
  const revoked = [...(await revokedKeys(target)), ...marked(own, "REVOKED")];
  if (!acceptNew && plain([...own, ...byName]).length === 0) {
    await mustResolve(target); // a name that nobody has is mistyped: its host key is not the question
    throw unknown(target, [...own, ...byName]);
  }
  const algorithms = inOrder(target.hostKeyAlgorithms, own);
  if (algorithms.length === 0)
    throw new VisitError("unsupported", "none of ssh_config's HostKeyAlgorithms is supported");
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
  throw new VisitError("unsupported", visible(`RevokedHostKeys ${file} is a binary list, which is not supported`));
}

/**
 * In ssh's order (sshconnect2.c): types of known keys first, unless the most preferred type is known. A host shows the
 * first that it has, so another order would give another key. Certificates are left out: ssh2 does not support them.
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

/** Those that ssh2 can verify. One RSA key can sign in three ways (RFC 8332). */
const ALGORITHMS: ServerHostKeyAlgorithm[] = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
  "rsa-sha2-256",
  "ssh-rsa",
];

/** Like ssh, we go on if the file cannot be written. */
function recorded(name: string, key: Buffer, acceptNew: Target["acceptNew"]): string {
  if (acceptNew?.file === undefined) return ", and there is no known_hosts file to add it to";
  try {
    putOnFile(acceptNew.file, name, key, acceptNew.hashed);
    return `; it has been added to ${acceptNew.file}`;
  } catch (error) {
    return `, and could not be added to known_hosts: ${(error as Error).message}`;
  }
}

function refusal(what: string): VisitError {
  return new VisitError("hostkey", visible(`the host key ${what}`));
}

function unknown({ address, knownHosts }: Target, keys: HostKey[]): VisitError {
  const authority = marked(keys, "CA").length > 0;
  const instead = authority ? " (only a certificate authority is known, and host certificates are not supported)" : "";
  return refusal(`of ${address} is unknown${instead}; verify it and add it to ${knownHosts[0] ?? "known_hosts"}`);
}

function changed(address: string, known: HostKey[], key: Buffer): VisitError {
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
