// How long may it take?
import { setMaxListeners } from "node:events";
import { printSpan } from "../units.ts";
import { Refusal } from "./answer.ts";

/**
 * What `work` resolves to, if it does so within `ms`; else `late` is thrown, and "interrupted" when `signal` is aborted.
 * Either way `work` is told by the signal it is given, whose reason is that refusal, and has to let go of what it holds.
 */
export async function within<T>(
  ms: number,
  late: Refusal,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // one for each server on the way and each question is no leak
  const timer = setTimeout(() => stop.abort(late), ms);
  const onAbort = () =>
    stop.abort(signal.reason instanceof Refusal ? signal.reason : new Refusal("failed", "interrupted"));
  signal.addEventListener("abort", onAbort);
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([stopped(stop.signal), work(stop.signal)]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}

/** A whole node took longer. */
export function nodeLate(ms: number): Refusal {
  return new Refusal(
    "timeout",
    `not finished within ${printSpan(ms)}; if the node needs longer, raise nodedeadline in [ENV]`,
  );
}

/** All nodes together took longer. */
export function runLate(ms: number): Refusal {
  return new Refusal("timeout", `not finished by the run's deadline of ${printSpan(ms)}`);
}

function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Refusal);
    signal.addEventListener("abort", () => reject(signal.reason as Refusal));
  });
}
