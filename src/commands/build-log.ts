// What was done with each file of `out`, and why? `build --explain` prints it, one line for each file.
import type { WriteReason } from "../publish/publisher.ts";

export class BuildLog {
  readonly #lines: { path: string; what: string }[] = [];

  /** @param out paths below it are printed relative to it */
  constructor(private readonly out: string) {}

  /** One for each file, in the order in which they were made. */
  get lines(): string[] {
    const width = Math.max(0, ...this.#lines.map(({ path }) => path.length));
    return this.#lines.map(({ path, what }) => `${path.padEnd(width)}  ${what}`);
  }

  /**
   * Logs a file with a fingerprint.
   * @param reason why it was made; undefined: it was left alone
   * @param changes what has changed, in a few words each; printed if that is the reason
   */
  drawn(path: string, reason: WriteReason | undefined, changes: string[], done: "drawn" | "written" = "drawn"): void {
    if (reason === undefined) this.#add(path, "kept: same fingerprint");
    else this.#add(path, `${done}: ${reason === "changed" ? changes.join(", ") : REASONS[reason]}`);
  }

  /** Logs a page. */
  written(path: string, reason: WriteReason | undefined): void {
    this.#add(path, reason === undefined ? "kept: same text" : `written: ${REASONS[reason]}`);
  }

  /** Logs a page whose template is at fault. */
  failed(path: string): void {
    this.#add(path, "kept: its template or style cannot be used");
  }

  /** Logs a file that an earlier run made and this one did not. */
  leftover(path: string, kept: boolean): void {
    this.#add(path, kept ? "kept: its hub was not selected" : "removed: no longer part of the site");
  }

  #add(path: string, what: string): void {
    this.#lines.push({ path: path.startsWith(`${this.out}/`) ? path.slice(this.out.length + 1) : path, what });
  }
}

const REASONS: Record<WriteReason, string> = {
  new: "new",
  changed: "other text",
  lost: "it was missing, or not as we left it",
};
