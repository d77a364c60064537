// How long may a visit take?
import { setMaxListeners } from "node:events";
import { printSpan } from "../units.ts";
import { VisitError } from "./answer.ts";

/**
 * Returns what `work` resolves to. Throws `late` if that takes longer than `ms`, and "interrupted" when `signal` is aborted.
 * Either way the signal that `work` gets is aborted, with that error as its reason, and `work` has to release what it holds.
 */
export async function within<T>(
  ms: number,
  late: VisitError,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // one for each server on the way and each question is no leak
  const timer = setTimeout(() => stop.abort(late), ms);
  const onAbort = () =>
    stop.abort(signal.reason instanceof VisitError ? signal.reason : new VisitError("failed", "interrupted"));
  signal.addEventListener("abort", onAbort);
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([stopped(stop.signal), work(stop.signal)]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}

/** One node took longer than its deadline. */
export function nodeTimeout(ms: number): VisitError {
  return new VisitError(
    "timeout",
    `not finished within ${printSpan(ms)}; if the node needs longer, raise nodedeadline in [ENV]`,
  );
}

/** All nodes together took longer than the run's deadline. */
export function runTimeout(ms: number): VisitError {
  return new VisitError("timeout", `not finished by the run's deadline of ${printSpan(ms)}`);
}

function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as VisitError);
    signal.addEventListener("abort", () => reject(signal.reason as VisitError));
  });
}
