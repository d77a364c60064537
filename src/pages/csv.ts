// What the plots show, exact: one line per backup.
import type { Backup } from "../model.ts";
import { printUtc } from "../units.ts";
import { nodeFile } from "./links.ts";
import type { DataView, PageFile } from "./views.ts";

const COLUMNS = ["item", "stamp", "bytes", "exact", "files", "held", "path"];

export const csv: PageFile<DataView> = {
  path: ({ hub, hubNode }) => nodeFile(hub, hubNode, ".csv"),
  text: ({ history }) => {
    const lines = history.items.flatMap(({ item, backups }) => backups.map((backup) => row(item, backup)));
    return [COLUMNS, ...lines].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
  },
};

function row(item: string, { at, bytes, exact, files, held, path }: Backup): string[] {
  return [item, printUtc(at), String(bytes), String(exact), String(files), String(held), path];
}

/**
 * Quoted where RFC 4180 asks for it. What a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV
 * injection): names come from machines that are not ours.
 */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
