// The exact numbers behind the plots, as CSV: one line per backup.
import type { Backup } from "../model.ts";
import { printUtc } from "../units.ts";
import { nodeFile } from "./links.ts";
import type { DataView, PageFile } from "./views.ts";

const COLUMNS = ["item", "stamp", "bytes", "exact", "files", "held", "path"];

export const csv: PageFile<DataView> = {
  path: ({ hub, hubNode }) => nodeFile(hub, hubNode, ".csv"),
  text: ({ history }) => {
    let text = `${COLUMNS.join(",")}\r\n`;
    for (const { item, backups } of history.items) {
      const name = cell(item);
      for (const backup of backups) text += row(name, backup);
    }
    return text;
  },
};

function row(name: string, { at, bytes, exact, files, held, path }: Backup): string {
  return `${name},${printUtc(at)},${bytes},${exact},${files},${held},${cell(path)}\r\n`;
}

/**
 * Quotes as RFC 4180 requires. An apostrophe goes before anything that a spreadsheet would run as a formula (OWASP, CSV
 * injection), since names come from machines that are not ours.
 */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
