// What was done with each file of `out`, and why? `build --explain` prints it, a line a file.
import type { Why } from "../publish/publisher.ts";

export class Account {
  readonly #told: { path: string; what: string }[] = [];

  /** Paths below `out` are told without it. */
  constructor(private readonly out: string) {}

  /** A line a file, in the order in which they were made. */
  get lines(): string[] {
    const width = Math.max(0, ...this.#told.map(({ path }) => path.length));
    return this.#told.map(({ path, what }) => `${path.padEnd(width)}  ${what}`);
  }

  /** `changes`: what is no longer as it was, in a few words each; told if that is why it was drawn. */
  drawn(path: string, why: Why | undefined, changes: string[]): void {
    this.#tell(path, why === undefined ? SAME : `drawn: ${why === "changed" ? changes.join(", ") : MADE[why]}`);
  }

  /** Of what tells data. */
  tabulated(path: string, why: Why | undefined): void {
    this.#tell(path, why === undefined ? SAME : `written: ${why === "changed" ? "other data" : MADE[why]}`);
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

const SAME = "kept: the same fingerprint";

const MADE: Record<Why, string> = {
  new: "new",
  changed: "another text",
  lost: "it was gone, or not as we left it",
};
