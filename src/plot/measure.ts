// How wide is a text? Measured with a table, since jsdom cannot.

// Advance widths of DejaVu Sans Bold from the space to `~`, in hundredths of an em, measured in Chromium. The fonts of other
// systems are narrower.
const WIDTHS = (
  "35 46 52 84 70 100 87 31 46 46 52 84 38 42 38 37 70 70 70 70 70 70 70 70 70 70 40 40 84 84 84 58 " +
  "100 77 76 73 83 68 68 82 84 37 37 77 64 100 84 85 73 85 77 72 68 81 77 110 77 72 73 46 37 46 84 50 " +
  "50 67 72 59 72 68 44 72 71 34 34 67 34 104 71 69 72 72 49 60 48 71 65 92 65 65 58 71 37 71 84"
)
  .split(" ")
  .map(Number);

/** The regular face is narrower by 9 % for digits, 7 % for an m, more for most letters. */
const REGULAR = 0.94;
const NARROWEST = (REGULAR * Math.min(...WIDTHS)) / 100;

export interface Face {
  "font-size": number;
  "font-weight"?: string;
}

/** The width in pixels, rather too large than too small. */
export function widthOf(text: string, { "font-size": size, "font-weight": weight }: Face): number {
  let hundredths = 0;
  for (const character of text) hundredths += widthOfCharacter(character);
  return ((weight === "bold" ? 1 : REGULAR) * hundredths * size) / 100;
}

/**
 * Shortens a text to `room` pixels. Names lose their middle, since they differ from their neighbours at either end; `words` are
 * cut at a space near the end, since part of a number would look like a number.
 */
export function fit(text: string, room: number, face: Face, words = false): string {
  if (widthOf(text, face) <= room) return text;
  const characters = Array.from(text);
  const most = Math.floor(room / (NARROWEST * face["font-size"]));
  for (let kept = Math.min(most, characters.length - 1); kept > 0; kept--) {
    const head = words ? kept : Math.ceil(kept / 2);
    const start = characters.slice(0, head).join("");
    const end = characters.slice(characters.length - kept + head).join("");
    const short = `${words ? start.replace(/(?<= )[^ ]*$/, "") : start}…${end}`;
    if (widthOf(short, face) <= room) return short;
  }
  return "…";
}

function widthOfCharacter(character: string): number {
  const code = character.codePointAt(0)!;
  // Hangul, Chinese, Japanese and emoji are about an em wide; other characters beyond ASCII are no wider than an m.
  return WIDTHS[code - 32] ?? (code >= 0x1100 ? 105 : 85);
}
