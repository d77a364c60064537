// Which item does a file belong to, and when was it made? Both stand in its path: ROOT/item, the stamp, the rest.
import type { Root, Tarball } from "../model.ts";
import { stampForm, type StampForm } from "../stamp.ts";
import { visible } from "../text.ts";
import { instant, stampOf } from "../time.ts";
import { note } from "./malformed.ts";
import type { FileRecord, RootListing } from "./records.ts";

/** How a hub dates its tarballs; `timezone` is that of the stamps. */
export type Layout = Pick<Root, "stamp" | "timezone">;

/** The tarballs below a root. What cannot be one is noted as malformed. */
export function layOut({ path: root, files, malformed }: RootListing, { stamp, timezone }: Layout): Tarball[] {
  const base = components(root ?? "");
  const dated = { form: stampForm(stamp), zone: timezone }; // `mtime` is no form
  const tarballs = new Map<string, Tarball>();
  for (const file of files) {
    const tarball = place(file, base, dated);
    if (typeof tarball === "string") note(malformed, tarball);
    else if (tarballs.has(tarball.path)) note(malformed, `listed twice: ${tarball.path}`);
    else tarballs.set(tarball.path, tarball);
  }
  return [...tarballs.values()];
}

function components(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

interface Dated {
  form: StampForm | undefined;
  zone: string;
}

/** The tarball, or what is malformed about it. */
function place({ path, bytes, changed }: FileRecord, base: string[], { form, zone }: Dated): Tarball | string {
  const parts = components(path);
  const names = parts.slice(base.length);
  const inside = names.length > 0 && base.every((part, i) => part === parts[i]);
  if (!inside || names.includes("..") || names.includes(".")) return `not below the root: ${path}`;
  const below = absolute(names);
  const found = form && findStamp(below, form, zone);
  if (found && found.at === undefined) return `${found.text} is not a date: ${path}`;
  if (!found && !(changed >= 0 && changed < YEAR_9999)) return `its modification time is not a date: ${path}`;
  const at = found?.at ?? changed * 1000;
  const stamp = found?.stamp ?? stampOf(at, zone);
  const item = below.slice(0, found?.index ?? below.lastIndexOf("/")).replace(/\/$/, "");
  const whole = absolute(parts);
  const dir = whole.slice(0, whole.length - below.length + item.length) || "/";
  return { path: whole, dir, item: visible(item.slice(1) || "."), stamp, at, bytes };
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
