// How long may it take?
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

function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Refusal);
    signal.addEventListener("abort", () => reject(signal.reason as Refusal));
  });
}
