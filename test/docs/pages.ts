// The pages of the manual, as text.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

/** File names in docs/. */
export const PAGES = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"));

/** `path` is relative to the checkout. */
export function page(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** One line, so that phrases are found wherever they were wrapped. */
export function flat(path: string): string {
  return page(path).replace(/\s+/g, " ");
}

/** The cells of the rows of the first table that has `heading` in its first row, without that row. */
export function table(path: string, heading: string): string[][] {
  const lines = page(path).split("\n");
  const start = lines.findIndex((line) => line.startsWith("|") && line.includes(` ${heading} `));
  const length = lines.slice(start).findIndex((line) => !line.startsWith("|"));
  return lines.slice(start + 2, start + length).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
