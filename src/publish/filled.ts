// Pages and plots are filled up with empty lines to whole blocks, so that their length seldom changes. Apache asks for a
// file's length and then opens it by name: if it has been replaced in between, it sends no more bytes than the old one had.
// Compressed, a block of empty lines is some ten bytes.

/** In bytes; from run to run a page differs mostly in a time here and there. */
export const BLOCK = 4096;

/** Files at whose end empty lines mean nothing. */
const FILLED = /\.(html|svg|json)$/;

/** What is to be published at `path`; pictures and other files come back as they are. */
export function filled<Content extends string | Buffer>(path: string, content: Content): Content | string {
  if (typeof content !== "string" || !FILLED.test(path)) return content;
  const missing = (BLOCK - (Buffer.byteLength(content) % BLOCK)) % BLOCK;
  return content + "\n".repeat(missing);
}

/** The text that was published; it ends with its line. */
export function unfilled(text: string): string {
  return `${text.trimEnd()}\n`;
}
