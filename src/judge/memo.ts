// Copies of an item on several nodes are mostly equal: what was worked out for one holds for the next.

/** How many different histories of an item are remembered: one node may be a night behind, another lack a backup. */
export const REMEMBERED = 3;

/** Remembers answers by item and by the numbers they depend on. */
export class Memo<Answer> {
  readonly #known = new Map<string, { numbers: Float64Array; answer: Answer }[]>();

  /** The answer for `numbers`, which are all that `work` depends on; the array is kept and must not change. */
  recall(item: string, numbers: Float64Array, work: () => Answer): Answer {
    const known = this.#known.get(item) ?? [];
    const found = known.find((kind) => areSame(kind.numbers, numbers));
    if (found) return found.answer;
    const answer = work();
    this.#known.set(item, [{ numbers, answer }, ...known.slice(0, REMEMBERED - 1)]);
    return answer;
  }
}

/** Compares from the end, where copies are most likely to differ. */
function areSame(some: Float64Array, others: Float64Array): boolean {
  if (some.length !== others.length) return false;
  for (let i = some.length - 1; i >= 0; i--) if (some[i] !== others[i]) return false;
  return true;
}
