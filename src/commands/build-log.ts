// What was done with each file of `out`, and why? `build --explain` prints it, a line a file.
import type { Why } from "../publish/publisher.ts";

export class BuildLog {
  readonly #told: { path: string; what: string }[] = [];

  /** Paths below `out` are told without it. */
  constructor(private readonly out: string) {}

  /** A line a file, in the order in which they were made. */
  get lines(): string[] {
    const width = Math.max(0, ...this.#told.map(({ path }) => path.length));
    return this.#told.map(({ path, what }) => `${path.padEnd(width)}  ${what}`);
  }

  /** Of what has a fingerprint. `changes`: what is no longer as it was, in a few words each; told if that is why it was made. */
  drawn(path: string, why: Why | undefined, changes: string[], done: "drawn" | "written" = "drawn"): void {
    if (why === undefined) this.#tell(path, "kept: the same fingerprint");
    else this.#tell(path, `${done}: ${why === "changed" ? changes.join(", ") : MADE[why]}`);
  }

  written(path: string, why: Why | undefined): void {
    this.#tell(path, why === undefined ? "kept: the same text" : `written: ${MADE[why]}`);
  }

  /** Of a page whose template is at fault. */
  failed(path: string): void {
    this.#tell(path, "kept: its template or style cannot be used");
  }

  /** Of what an earlier run made and this one did not. */
  left(path: string, kept: boolean): void {
    this.#tell(path, kept ? "kept: its hub was not asked for" : "removed: the site has it no more");
  }

  #tell(path: string, what: string): void {
    this.#told.push({ path: path.startsWith(`${this.out}/`) ? path.slice(this.out.length + 1) : path, what });
  }
}

const MADE: Record<Why, string> = {
  new: "new",
  changed: "another text",
  lost: "it was gone, or not as we left it",
};
