// What goes wrong on the way, with the exit code that cron sees (sysexits.h where it has one).

export const EXIT = { ok: 0, usage: 64, data: 65, bug: 70, io: 74, busy: 75, config: 78, interrupt: 130, terminate: 143 } as const;

/** A mistake of the person, or a fault of the machine, that one sentence explains: where, what, and what would be right. */
export class UserError extends Error {
  constructor(
    readonly code: number,
    /** All of them at once. */
    readonly problems: string[],
  ) {
    super(problems.join("\n"));
    this.name = "UserError";
  }
}
