// Which files hold a node's raw data, and do they have to be written again? They are the largest files of a node and seldom
// change, so a fingerprint decides.
import { createHash } from "node:crypto";
import { codeVersion } from "../codeversion.ts";
import type { Backup } from "../model.ts";
import { csv } from "./csv.ts";
import { predecessorJson } from "./predecessor-json.ts";
import type { DataView, PageFile } from "./views.ts";

export const DATA_FILES: PageFile<DataView>[] = [csv, predecessorJson];

/** A hash of everything that can change the CSV or JSON of a node: 16 hexadecimal digits. */
export function dataFingerprint({ hub, hubNode, history }: DataView): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([codeVersion(import.meta.filename), hub.select, hub.timezone, hubNode.node]));
  for (const { item, backups } of history.items) {
    hash
      .update(JSON.stringify([item, backups.length]))
      .update(numbersOf(backups))
      // Paths contain no control characters, so a line break separates them.
      .update(backups.map(({ path }) => path).join("\n"));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Typed arrays are hashed far faster than the same numbers as JSON. */
function numbersOf(backups: Backup[]): Float64Array {
  const numbers = new Float64Array(5 * backups.length);
  let i = 0;
  for (const { at, bytes, exact, files, held } of backups) {
    numbers[i++] = at;
    numbers[i++] = bytes;
    numbers[i++] = Number(exact);
    numbers[i++] = files;
    numbers[i++] = Number(held);
  }
  return numbers;
}
