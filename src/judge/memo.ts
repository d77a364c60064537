// Copies of an item on several nodes are mostly alike: what was worked out for one of them holds for the next.

/** So many kinds of copies of an item are told apart: one node is a night behind, another lacks one. */
export const KINDS = 3;

/** Answers by item, each good for all who ask with the same numbers. */
export class Memo<Answer> {
  readonly #known = new Map<string, { numbers: Float64Array; answer: Answer }[]>();

  /** `numbers` are all that the work depends on; they are kept. */
  recall(item: string, numbers: Float64Array, work: () => Answer): Answer {
    const known = this.#known.get(item) ?? [];
    const found = known.find((kind) => areSame(kind.numbers, numbers));
    if (found) return found.answer;
    const answer = work();
    this.#known.set(item, [{ numbers, answer }, ...known.slice(0, KINDS - 1)]);
    return answer;
  }
}

/** From the end, where copies differ if they do. */
function areSame(some: Float64Array, others: Float64Array): boolean {
  if (some.length !== others.length) return false;
  for (let i = some.length - 1; i >= 0; i--) if (some[i] !== others[i]) return false;
  return true;
}
