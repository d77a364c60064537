// What the command prints: the header, these records, and the trailer that counts their bytes.
import { bytesOf } from "../../src/text.ts";

export function listing(...records: (string | Buffer)[]): Buffer {
  const all = ["", "scm-backup-monitor 1", ...records].flatMap((record) => [
    typeof record === "string" ? bytesOf(record) : record,
    Buffer.alloc(1),
  ]);
  const bytes = Buffer.concat(all);
  return Buffer.concat([bytes, Buffer.from(`end ${bytes.length}\0`)]);
}
