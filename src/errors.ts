// What goes wrong on the way, with the exit code that cron sees (sysexits.h where it has one).
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

/** A mistake of the person, or a fault of the machine, that one sentence explains: where, what, and what would be right. */
export class UserError extends Error {
  constructor(
    readonly code: number,
    /** All of them at once. */
    readonly problems: string[],
    /** Of interest to somebody at a terminal only: cron need not write a mail about it. */
    readonly quiet = false,
  ) {
    super(problems.join("\n"));
    this.name = "UserError";
  }
}

const ADVICE: Record<string, string> = {
  ENOSPC: "Make room on that file system, then run again",
  EDQUOT: "Make room or have the quota raised, then run again",
  EROFS: "Mount that file system for writing, then run again",
  EACCES: "Give this user the right to it, then run again",
  EPERM: "Give this user the right to it, then run again",
  ENOENT: "Make the folder, then run again",
  EIO: "Look after that disk, then run again",
};

/** What the system refused, in words, as `cannot write FILE: no space left on device. …`; anything else stays the bug it is. */
export function ioError(what: string, error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const { code, errno, message } = error as NodeJS.ErrnoException;
  if (code === undefined || errno === undefined) return error;
  const words = getSystemErrorMap().get(errno)?.[1] ?? message;
  return new UserError(EXIT.io, [`${what}: ${words}. ${ADVICE[code] ?? "Put that right, then run again"}`]);
}
