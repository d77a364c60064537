// What did the command print, and did it end well?
import type { Readable } from "node:stream";
import type { Answer, Outcome } from "../model.ts";
import { raw, visible } from "../text.ts";
import { printBytes } from "../units.ts";

/** Ends a visit: what went wrong at the node or on the way. The transports turn it into an `Answer`. */
export class VisitError extends Error {
  constructor(
    readonly outcome: Exclude<Outcome, "ok">,
    readonly reason: string,
    /** Whether a second try in a moment may succeed. */
    readonly retryable = false,
    /** The greeting of the server that refused, if it was heard. */
    readonly server?: string,
  ) {
    super(reason);
  }
}

/** The answer of `work`, or of the VisitError that it throws. Other errors are bugs and pass through. */
export async function toAnswer(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof VisitError)) throw error;
    const answer = failedAnswer(error.outcome, error.reason);
    return error.server === undefined ? answer : { ...answer, server: error.server };
  }
}

function failedAnswer(outcome: Outcome, reason: string): Answer {
  return { outcome, reason, stdout: Buffer.alloc(0) };
}

const MAX_STDERR = 64 * 1024;

export interface Captured {
  stdout: Buffer[];
  stderr: Buffer[];
}

/** Keeps what a command prints, up to a limit. stderr is read to its end: a command that nobody reads would block. */
export function capture(
  { stdout, stderr, maxBytes }: { stdout: Readable; stderr: Readable; maxBytes: number },
  fail: (refusal: VisitError) => void,
): Captured {
  const captured: Captured = { stdout: [], stderr: [] };
  let out = 0;
  let err = 0;
  stdout.on("data", (chunk: Buffer) => {
    if ((out += chunk.length) > maxBytes) fail(new VisitError("failed", tooMuch(maxBytes)));
    else captured.stdout.push(chunk);
  });
  stderr.on("data", (chunk: Buffer) => {
    if ((err += chunk.length) <= MAX_STDERR) captured.stderr.push(chunk);
  });
  return captured;
}

function tooMuch(maxBytes: number): string {
  return `the command printed more than ${printBytes(maxBytes)}; if that is expected, raise output in [ENV]`;
}

/**
 * The answer of a command that has ended. `code` and `signal` as the transport reports them; neither means that the
 * connection was lost.
 */
export function exitAnswer(
  captured: Captured,
  code: number | null | undefined,
  signal: string | null | undefined,
): Answer {
  if (code === 0) return { outcome: "ok", reason: "", stdout: Buffer.concat(captured.stdout) };
  const how = signal
    ? `the command was killed by ${visible(signal)}`
    : typeof code === "number"
      ? `the command exited with status ${code}`
      : "the connection was lost before the command finished";
  return failedAnswer("failed", [how, firstLine(captured.stderr)].filter(Boolean).join(": "));
}

function firstLine(stderr: Buffer[]): string {
  const lines = raw(Buffer.concat(stderr).subarray(0, 2000)).split("\n");
  const line = lines.map((text) => text.trim()).find((text) => text !== "") ?? "";
  return visible(line.slice(0, 300));
}
