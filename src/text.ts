// Text from a remote: bytes that may be anything become strings that lose nothing, then strings fit to be shown.
import { isUtf8 } from "node:buffer";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Bytes as a string that loses nothing: what is not UTF-8 becomes lone surrogates U+DC80…U+DCFF (Python's PEP 383). */
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

/** The bytes that `raw` was given. */
export function bytesOf(text: string): Buffer {
  if (!/[\udc80-\udcff]/.test(text) || text.isWellFormed()) return Buffer.from(text, "utf8");
  const parts = Array.from(text, (c) => {
    const code = c.charCodeAt(0);
    return c.length === 1 && code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(c, "utf8");
  });
  return Buffer.concat(parts);
}

// Characters that act instead of showing: control, line and paragraph separators, bidirectional overrides, the byte order
// mark, and what XML forbids. A backslash counts when it could be taken for one of our escapes: so no two texts look the same.
const ACTING = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}\p{Cs}\ufeff]|\\(?=x|u\{)/gu;

/** Nearly every path. */
const PLAIN = /^[ -[\]-~]*$/;

/** Whether it is as visible as it is. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** Raw text in its one visible form: `\x1b` for what acts, everything else as it is. */
export function visible(text: string): string {
  if (isPlain(text)) return text;
  return text.replace(ACTING, (c) => {
    const code = c.codePointAt(0)!;
    const lost = code >= 0xdc80 && code <= 0xdcff;
    const byte = lost ? code - 0xdc00 : code;
    return lost || code < 0x80 ? `\\x${byte.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
  });
}
