// What can go wrong that is no bug, and the exit code that cron sees (from sysexits.h where it has one).
import { getSystemErrorMap } from "node:util";

export const EXIT = {
  ok: 0,
  usage: 64,
  data: 65,
  bug: 70,
  io: 74,
  busy: 75,
  config: 78,
  interrupt: 130,
  terminate: 143,
} as const;

/** A mistake in the config or on the command line, or a fault of the machine. Each problem says where, what, and how to fix it. */
export class UserError extends Error {
  constructor(
    readonly code: number,
    /** One sentence each; all of them, so that nobody has to fix them one by one. */
    readonly problems: string[],
    /** Printed on a terminal only: not worth a mail from cron. */
    readonly quiet = false,
  ) {
    super(problems.join("\n"));
    this.name = "UserError";
  }
}

const ADVICE: Record<string, string> = {
  ENOSPC: "Make room on that file system, then run again",
  EDQUOT: "Make room or get a larger quota, then run again",
  EROFS: "Mount that file system read-write, then run again",
  EACCES: "Give this user permission, then run again",
  EPERM: "Give this user permission, then run again",
  ENOENT: "Create the folder, then run again",
  EIO: "Check that disk, then run again",
};

/**
 * A UserError (EXIT.io) for a failed system call: `cannot write FILE: no space left on device. Make room …`. Any other
 * error comes back as it is: it is a bug.
 * @param what what failed: `cannot write FILE`
 */
export function ioError(what: string, error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const { code, errno, message } = error as NodeJS.ErrnoException;
  if (code === undefined || errno === undefined) return error;
  const words = getSystemErrorMap().get(errno)?.[1] ?? message;
  return new UserError(EXIT.io, [`${what}: ${words}. ${ADVICE[code] ?? "Fix this, then run again"}`]);
}
