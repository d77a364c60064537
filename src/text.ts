// Text from a node may be any bytes. It becomes a string without loss (raw), then a string that is safe to show (visible).
import { isUtf8 } from "node:buffer";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Decodes bytes without loss: those that are not UTF-8 become lone surrogates U+DC80…U+DCFF (as in Python's PEP 383). */
export function raw(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return utf8.decode(bytes);
  return rawByByte(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

function rawByByte(bytes: Buffer): string {
  let text = "";
  for (let i = 0; i < bytes.length;) {
    const length = sequenceLength(bytes, i);
    text += length === 0 ? String.fromCharCode(0xdc00 + bytes[i]!) : bytes.toString("utf8", i, i + length);
    i += length || 1;
  }
  return text;
}

function sequenceLength(bytes: Buffer, start: number): number {
  const lead = bytes[start]!;
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return start + length <= bytes.length && isUtf8(bytes.subarray(start, start + length)) ? length : 0;
}

/** Undoes `raw`: the bytes of a raw string. */
export function bytesOf(text: string): Buffer {
  if (!/[\udc80-\udcff]/.test(text) || text.isWellFormed()) return Buffer.from(text, "utf8");
  const parts = Array.from(text, (c) => {
    const code = c.charCodeAt(0);
    return c.length === 1 && code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(c, "utf8");
  });
  return Buffer.concat(parts);
}

// Characters that must be escaped: control characters, line and paragraph separators, bidirectional controls, the byte order
// mark, and what XML forbids. A backslash too if it could be taken for one of our escapes: so no two texts look the same.
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}\p{Cs}\ufeff]|\\(?=x|u\{)/gu;

/** Printable ASCII without a backslash, as nearly every path is. */
const PLAIN = /^[ -[\]-~]*$/;

/** Whether `text` surely needs no escapes; false if it may. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** Raw text with unsafe characters escaped: `\x1b` for a byte, `\u{2028}` for a character. */
export function visible(text: string): string {
  if (isPlain(text)) return text;
  return text.replace(UNSAFE, (c) => {
    const code = c.codePointAt(0)!;
    const isByte = code >= 0xdc80 && code <= 0xdcff;
    const byte = isByte ? code - 0xdc00 : code;
    return isByte || code < 0x80 ? `\\x${byte.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
  });
}
