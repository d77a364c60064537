// Which known word did the person mean?

/** The nearest of `known` if it differs by no more than two letters (or half of its own), ignoring case; else undefined. */
export function nearest(word: string, known: string[]): string | undefined {
  return known
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.min(2, candidate.length / 2))
    .sort((a, b) => a.edits - b.edits)[0]?.candidate;
}

/** The Levenshtein distance: how many letters to add, remove or change. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(changed, above[j]! + 1, row[j - 1]! + 1));
    }
    above = row;
  }
  return above[b.length]!;
}
