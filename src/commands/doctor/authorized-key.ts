// Which line of authorized_keys lets a key do nothing but run one command?

/** All but the command is forbidden, what later versions of sshd invent included. OpenSSH 7.2 and later know it. */
const RESTRICT = "restrict";
/** The same by its parts. Every sshd knows these, and an option that it does not know would make it refuse the key. */
const ONE_BY_ONE = "no-port-forwarding,no-agent-forwarding,no-X11-forwarding,no-pty";

/** `key` as in a `.pub` file; `server` as it calls itself, undefined if it was not asked. */
export function authorizedKey(command: string, key: string, server: string | undefined): string {
  const [, major, minor] = /OpenSSH_(\d+)\.(\d+)/.exec(server ?? "") ?? [];
  const isNew = Number(major) * 100 + Number(minor) >= 702; // NaN is not
  return `${isNew ? RESTRICT : ONE_BY_ONE},command="${quoted(command)}" ${key}`;
}

/** `\"` is the one escape that sshd knows there (opt_dequote in its auth-options.c): any other backslash is itself. */
function quoted(command: string): string {
  return command.replaceAll('"', '\\"');
}

/** Old versions of sshd read lines of up to 8 KiB (SSH_MAX_PUBKEY_BYTES), later ones of 16 KiB, today's of any length. */
export const LONGEST_LINE = 8191;
