// Pages and plots are filled up with empty lines to whole blocks, so that they seldom change their length. Apache asks for a file's
// length and then opens it by its name: of one replaced just then by another of other length it would send no more than
// the old one had. Compressed, a block of them is some ten bytes.

/** In bytes; what a run changes in a page is mostly a time here and there. */
const BLOCK = 4096;

/** At the end of such a text they mean nothing. */
const FILLED = /\.(html|svg|json)$/;

/** Text, which ends with its line, as it is to be published. */
export function filled(path: string, text: string): string {
  if (!FILLED.test(path)) return text;
  const missing = (BLOCK - (Buffer.byteLength(text) % BLOCK)) % BLOCK;
  return text + "\n".repeat(missing);
}

/** As it was before. */
export function unfilled(text: string): string {
  return `${text.trimEnd()}\n`;
}
