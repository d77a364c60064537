// Which item does a file belong to, and when was it made? Both stand in its path: ROOT/item, the stamp, the rest.
import { matches } from "../glob.ts";
import type { Root, Tarball } from "../model.ts";
import { stampForm, type StampForm } from "../stamp.ts";
import { visible } from "../text.ts";
import { instant, stampOf } from "../time.ts";
import { countMalformed } from "./malformed.ts";
import type { FileRecord, RootListing } from "./records.ts";

/** Where a hub's tarballs have their dates; `timezone` is that of the stamps. */
export type Layout = Pick<Root, "stamp" | "timezone">;

/**
 * What a layout makes of a file of which only the path is known.
 * @param root where the hub's backups lie on the node, raw as `path`
 * @returns the item, escaped, and the stamp if the path says it; undefined: this is no backup
 */
export function fit(
  root: string,
  path: string,
  { patterns, ...layout }: Layout & Pick<Root, "patterns">,
): { item: string; stamp: string | undefined } | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (!patterns.some((pattern) => matches(pattern, name))) return undefined;
  const below = belowRoot(path, components(root));
  if (below === undefined) return undefined;
  const { form, zone } = datedBy(layout);
  const found = form && findStamp(below, form, zone);
  if (found && found.at === undefined) return undefined;
  return { item: shown(itemPath(below, found)), stamp: found?.stamp };
}

/** The tarballs below a root. Files that cannot be one are counted as malformed. */
export function tarballsOf({ path: root, files, malformed }: RootListing, { stamp, timezone }: Layout): Tarball[] {
  const base = components(root ?? "");
  const dated = datedBy({ stamp, timezone });
  const tarballs = new Map<string, Tarball>();
  for (const file of files) {
    const tarball = place(file, base, dated);
    if (typeof tarball === "string") countMalformed(malformed, tarball);
    else if (tarballs.has(tarball.path)) countMalformed(malformed, `listed twice: ${tarball.path}`);
    else tarballs.set(tarball.path, tarball);
  }
  return [...tarballs.values()];
}

/** `mtime` is no form. */
function datedBy({ stamp, timezone }: Layout): Dated {
  return { form: stampForm(stamp), zone: timezone };
}

function components(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

/** What lies in the root itself, with no folder before its stamp to name it. */
const ROOT_ITEM = "(root)";

interface Dated {
  form: StampForm | undefined;
  zone: string;
}

/** The tarball, or what is malformed about it. */
function place({ path, bytes, changed }: FileRecord, base: string[], { form, zone }: Dated): Tarball | string {
  const below = belowRoot(path, base);
  if (below === undefined) return `not below the root: ${path}`;
  const found = form && findStamp(below, form, zone);
  if (found && found.at === undefined) return `${found.text} is not a date: ${path}`;
  if (!found && !(changed >= 0 && changed < YEAR_9999)) return `its modification time is not a date: ${path}`;
  const at = found?.at ?? changed * 1000;
  const stamp = found?.stamp ?? stampOf(at, zone);
  const item = itemPath(below, found);
  const whole = absolute(components(path));
  const dir = whole.slice(0, whole.length - below.length + item.length) || "/";
  return { path: whole, dir, item: shown(item), stamp, at, bytes };
}

/** As if the root were `/`; undefined: it does not lie below it. */
function belowRoot(path: string, base: string[]): string | undefined {
  const parts = components(path);
  const names = parts.slice(base.length);
  const inside = names.length > 0 && base.every((part, i) => part === parts[i]);
  return inside && !names.includes("..") && !names.includes(".") ? absolute(names) : undefined;
}

/** `/` and the item, or "" at the root. */
function itemPath(below: string, found: Found | undefined): string {
  return below.slice(0, found?.index ?? below.lastIndexOf("/")).replace(/\/$/, "");
}

function shown(item: string): string {
  return visible(item.slice(1)) || ROOT_ITEM;
}

function absolute(parts: string[]): string {
  return `/${parts.join("/")}`;
}

/** Seconds. */
const YEAR_9999 = 253_370_764_800;

interface Found {
  index: number;
  /** What stands there. */
  text: string;
  /** Undefined: no calendar has it. */
  at: number | undefined;
  /** As the hub's clocks showed it. */
  stamp: string;
}

/** The first date in a path; without one, the first thing of its form. */
function findStamp(below: string, { regex, utc }: StampForm, zone: string): Found | undefined {
  let first: Found | undefined;
  regex.lastIndex = 0;
  for (let match; (match = regex.exec(below)); regex.lastIndex = match.index + 1) {
    const { Y, m, d, H = "00", M = "00", S = "00" } = match.groups!;
    const written = `${Y!}-${m!}-${d!}T${H}:${M}:${S}`;
    const at = instant(written, utc ? "UTC" : zone);
    const stamp = utc && at !== undefined ? stampOf(at, zone) : written;
    const found = { index: match.index, text: match[0].replace(/^\W+|\W+$/g, ""), at, stamp };
    if (at !== undefined) return found;
    first ??= found;
  }
  return first;
}
