// Pads pages and plots with empty lines to whole blocks, so that their length seldom changes. Apache gets a file's length
// and then opens it by name: if it is replaced in between, Apache sends no more bytes than the old one had, which cuts a longer
// one short. Compressed, a block of empty lines takes about ten bytes.

/** In bytes. From run to run a page usually differs by a few times only. */
export const BLOCK = 4096;

/** Formats in which empty lines at the end have no meaning. */
const FILLED = /\.(html|svg|json)$/;

/** What to publish at `path`: padded text, or, for a picture or another format, the content itself. */
export function filled<Content extends string | Buffer>(path: string, content: Content): Content | string {
  if (typeof content !== "string" || !FILLED.test(path)) return content;
  const missing = (BLOCK - (Buffer.byteLength(content) % BLOCK)) % BLOCK;
  return content + "\n".repeat(missing);
}

/** The text without the padding. */
export function unfilled(text: string): string {
  return `${text.trimEnd()}\n`;
}
