// Which line of authorized_keys lets a key do nothing but run one command?

export interface AuthorizedKey {
  options: string;
  text: string;
}

/** From OpenSSH 7.2 on: all is refused that is not allowed by name, what later versions invent included. */
const RESTRICT = "restrict";
/** For the older, which refuse a key that has an option unknown to them. */
const ONE_BY_ONE = "no-port-forwarding,no-agent-forwarding,no-X11-forwarding,no-pty";

/** `key` as in a `.pub` file, `server` as it calls itself; where that does not tell, both lines. */
export function authorizedKeys(command: string, key: string, server: string | undefined): AuthorizedKey[] {
  const [, major, minor] = /OpenSSH_(\d+)\.(\d+)/.exec(server ?? "") ?? [];
  const version = Number(major) * 100 + Number(minor);
  const kinds = version >= 702 ? [RESTRICT] : version < 702 ? [ONE_BY_ONE] : [RESTRICT, ONE_BY_ONE];
  return kinds.map((options) => ({ options, text: `${options},command="${quoted(command)}" ${key}` }));
}

/** `\"` is the one escape that sshd knows there (opt_dequote in its auth-options.c): any other backslash is itself. */
function quoted(command: string): string {
  return command.replaceAll('"', '\\"');
}

/** Old versions of sshd read lines of up to 8 KiB (SSH_MAX_PUBKEY_BYTES), later ones of 16 KiB, today's of any length. */
export const LONGEST_LINE = 8191;
