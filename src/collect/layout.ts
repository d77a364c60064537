// Which item does a file belong to, and when was it made? Both stand in its path: ROOT/item/YYYY/MM/DD/HHMMSS/file.
import type { Tarball } from "../model.ts";
import { visible } from "../text.ts";
import { instant, stampOf } from "../time.ts";
import { note } from "./odd.ts";
import type { FileRecord, RootListing } from "./records.ts";

/** The tarballs below a root; `zone` is that of the hub's stamps. What cannot be one is noted as odd. */
export function layOut({ path: root, files, odd }: RootListing, zone: string): Tarball[] {
  const base = components(root ?? "");
  const tarballs = new Map<string, Tarball>();
  for (const file of files) {
    const tarball = place(file, base, zone);
    if (typeof tarball === "string") note(odd, tarball);
    else if (tarballs.has(tarball.path)) note(odd, `listed twice: ${tarball.path}`);
    else tarballs.set(tarball.path, tarball);
  }
  return [...tarballs.values()];
}

function components(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

/** The tarball, or what is odd about it. */
function place({ path, bytes, changed }: FileRecord, base: string[], zone: string): Tarball | string {
  const parts = components(path);
  const below = parts.slice(base.length);
  const inside = below.length > 0 && base.every((part, i) => part === parts[i]);
  if (!inside || below.includes("..") || below.includes(".")) return `not below the root: ${path}`;
  const at = stampAt(below);
  const names = below.slice(0, at ?? -1);
  const found = {
    path: absolute(parts),
    dir: absolute([...base, ...names]),
    item: visible(names.join("/") || "."),
    bytes,
  };
  if (at === undefined) {
    if (changed < 0 || changed >= YEAR_9999) return `its time of change is not a date: ${path}`;
    return { ...found, stamp: stampOf(changed * 1000, zone), at: changed * 1000 };
  }
  const [year, month, day, time] = below.slice(at, at + 4) as [string, string, string, string];
  if (instant(`${year}-${month}-${day}T00:00:00`, zone) === undefined)
    return `${year}/${month}/${day} is not a date: ${path}`;
  const stamp = `${year}-${month}-${day}T${time.replace(/\d\d(?=\d)/g, "$&:")}`;
  const made = instant(stamp, zone);
  return made === undefined ? `${time} is not a time: ${path}` : { ...found, stamp, at: made };
}

function absolute(parts: string[]): string {
  return `/${parts.join("/")}`;
}

const STAMP = [/^\d{4}$/, /^\d{2}$/, /^\d{2}$/, /^\d{6}$/];
/** Seconds. */
const YEAR_9999 = 253_370_764_800;

/** Where the stamp begins: the first four components of its form that are directories. */
function stampAt(below: string[]): number | undefined {
  for (let at = 0; at + STAMP.length < below.length; at++) {
    if (STAMP.every((form, i) => form.test(below[at + i]!))) return at;
  }
  return undefined;
}
