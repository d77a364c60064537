// Which files tell a node's data as they are, without a verdict and without words? They are the largest of its files, and
// most nights most of them are as they were: would they come out as before?
import { createHash } from "node:crypto";
import { codeVersion } from "../codeversion.ts";
import type { Backup } from "../model.ts";
import { csv } from "./csv.ts";
import { predecessorJson } from "./predecessor-json.ts";
import type { DataView, PageFile } from "./views.ts";

export const DATA_FILES: PageFile<DataView>[] = [csv, predecessorJson];

/** Of all that can change its CSV or its JSON. */
export function dataFingerprint({ hub, hubNode, history }: DataView): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([codeVersion(import.meta.filename), hub.select, hub.timezone, hubNode.node]));
  for (const { item, backups } of history.items) {
    hash
      .update(JSON.stringify([item, backups.length]))
      .update(numbersOf(backups))
      // A path holds no control character.
      .update(backups.map(({ path }) => path).join("\n"));
  }
  return hash.digest("hex").slice(0, 16);
}

/** A thousand numbers at once are hashed as fast as a line of JSON. */
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
