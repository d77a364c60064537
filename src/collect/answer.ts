// What did the command print, and did it end well?
import type { Readable } from "node:stream";
import type { Answer, Outcome } from "../model.ts";
import { raw, visible } from "../text.ts";
import { printBytes } from "../units.ts";

/** A node's doing that ends its visit; the transports make an `Answer` of it. */
export class Refusal extends Error {
  constructor(
    readonly outcome: Exclude<Outcome, "ok">,
    readonly reason: string,
    /** Whether it may be otherwise in a moment. */
    readonly again = false,
    /** What the server that refused calls itself. */
    readonly server?: string,
  ) {
    super(reason);
  }
}

/** What `work` answers, or why it could not; bugs fly. */
export async function answered(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const answer = without(error.outcome, error.reason);
    return error.server === undefined ? answer : { ...answer, server: error.server };
  }
}

function without(outcome: Outcome, reason: string): Answer {
  return { outcome, reason, stdout: Buffer.alloc(0) };
}

const MOST_STDERR = 64 * 1024;

export interface Printed {
  stdout: Buffer[];
  stderr: Buffer[];
}

/** Keeps what a command prints, up to the caps. stderr is always read on: unread it would hang the command. */
export function listen(
  { stdout, stderr, most }: { stdout: Readable; stderr: Readable; most: number },
  fail: (refusal: Refusal) => void,
): Printed {
  const printed: Printed = { stdout: [], stderr: [] };
  let out = 0;
  let err = 0;
  stdout.on("data", (chunk: Buffer) => {
    if ((out += chunk.length) > most) fail(new Refusal("failed", tooMuch(most)));
    else printed.stdout.push(chunk);
  });
  stderr.on("data", (chunk: Buffer) => {
    if ((err += chunk.length) <= MOST_STDERR) printed.stderr.push(chunk);
  });
  return printed;
}

function tooMuch(most: number): string {
  return `the command printed more than ${printBytes(most)}; if that is expected, raise output in [ENV]`;
}

/** `code` and `signal` as the transport was told them; neither: the connection was cut. */
export function ended(printed: Printed, code: number | null | undefined, signal: string | null | undefined): Answer {
  if (code === 0) return { outcome: "ok", reason: "", stdout: Buffer.concat(printed.stdout) };
  const how = signal
    ? `the command was killed by ${visible(signal)}`
    : typeof code === "number"
      ? `the command exited with status ${code}`
      : "the connection was lost before the command finished";
  return without("failed", [how, firstLine(printed.stderr)].filter(Boolean).join(": "));
}

function firstLine(stderr: Buffer[]): string {
  const lines = raw(Buffer.concat(stderr).subarray(0, 2000)).split("\n");
  const line = lines.map((text) => text.trim()).find((text) => text !== "") ?? "";
  return visible(line.slice(0, 300));
}
