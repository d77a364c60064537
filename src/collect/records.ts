// What did the command say? Typed records from its first line to its trailer; without them it said nothing.
import type { Instant, Malformed, Space } from "../model.ts";
import { raw, visible } from "../text.ts";
import { printCount } from "../units.ts";
import { note } from "./malformed.ts";

export interface Listing {
  /** Why none of it may be used, "" if it is whole. */
  trouble: string;
  /** What the node's clock showed, to a second. */
  clock: Instant | undefined;
  /** What it is the answer to, and which command ran (`command.ts`). */
  asked: { question: string; edition: string } | undefined;
  /** Whether find has -printf, and the login shell, escaped. */
  tools: { printf: boolean; shell: string } | undefined;
  /** One a root asked for. */
  roots: RootListing[];
}

export interface RootListing {
  state: "ok" | "absent" | "unreadable" | undefined;
  /** As the node's shell expanded it, without idle slashes, raw. */
  path: string | undefined;
  /** Variables in it that the login shell does not know. */
  unset: string[];
  files: FileRecord[];
  /** What stands in the sidecars: their first line up to a slash, at most. */
  notes: NoteRecord[];
  /** The first directory LOCKED, escaped, or "". */
  locked: string;
  space: Space | undefined;
  /** find's exit status; undefined: it never ended. */
  found: number | undefined;
  /** find's first complaint, escaped. */
  said: string;
  malformed: Malformed;
}

export interface FileRecord {
  /** Raw. */
  path: string;
  bytes: number;
  /** Last change, seconds since 1970. */
  changed: number;
}

export interface NoteRecord {
  /** Of the sidecar, raw. */
  path: string;
  /** Raw. */
  text: string;
}

/** `most`: how many records there may be. */
export function readRecords(stdout: Buffer, roots: number, most: number): Listing {
  const listing: Listing = {
    trouble: "",
    clock: undefined,
    asked: undefined,
    tools: undefined,
    roots: Array.from({ length: roots }, nothingYet),
  };
  const start = stdout.indexOf(HEADER);
  if (start < 0) return { ...listing, trouble: "what the login shell printed contains no list" };
  for (let at = start + HEADER.length, count = 1; ; count++) {
    const end = stdout.indexOf(0, at);
    if (end < 0) return { ...listing, trouble: "the list is cut off" };
    const record = stdout.subarray(at, end);
    if (record.indexOf("end ") === 0) return { ...listing, trouble: whole(record.toString("latin1", 4), at - start) };
    if (count > most) return { ...listing, trouble: tooMany(most) };
    if (!understood(record, listing)) noteMalformed(record, listing);
    at = end + 1;
  }
}

const HEADER = Buffer.from("\0scm-backup-monitor 1\0");
/** PATH_MAX of Linux, with room for the numbers before it; a sidecar's text is as long as find let it be. */
const LONGEST_RECORD = 4096 + 64;
const LONGEST_NOTE = LONGEST_RECORD + 3 * 512;

function tooMany(most: number): string {
  return `more than ${printCount(most)} records; if that is expected, raise records in [ENV]`;
}

function nothingYet(): RootListing {
  const malformed = { count: 0, example: "" };
  return {
    ...{ state: undefined, path: undefined, unset: [], files: [], notes: [], locked: "", space: undefined },
    ...{ found: undefined, said: "", malformed },
  };
}

/** `told`: how many bytes stand before the trailer, the header's first NUL included. */
function whole(told: string, bytes: number): string {
  if (told === "-" || told === String(bytes)) return "";
  if (!/^\d{1,12}$/.test(told)) return "the list does not end as expected";
  return `the list is incomplete: ${printCount(bytes)} of ${printCount(Number(told))} bytes arrived`;
}

// Digits and lengths are bounded: nothing here can be made slow, or read as another number than it says.
const SHAPES: Record<string, RegExp> = {
  clock: /^(\d{1,11})$/,
  asked: /^(\w{1,32}) (\w{1,32})$/,
  tools: /^(yes|no) (.{1,200})$/s,
  root: /^(\d{1,4}) (ok|absent|unreadable) (\/.*)$/s,
  unset: /^(\d{1,4}) (\w+)$/,
  file: /^(\d{1,4}) (\d{1,16}) (-?\d{1,12})(?:\.\d{0,10})? (\/.+)$/s,
  dna: /^(\d{1,4}) ([^/]*) (\/.+)$/s,
  lock: /^(\d{1,4}) (\/.+)$/s,
  // What `df -Pk` prints as it is, for its first column may hold anything, and a df without -P prints nothing.
  space: /^(\d{1,4}) (.*)$/s,
  found: /^(\d{1,4}) (\d{1,3})$/,
  said: /^(\d{1,4}) \s*([^\n]+)/,
};

/** Takes a record in; false: it is malformed. Types that are not known yet are passed over. */
function understood(record: Buffer, listing: Listing): boolean {
  const space = record.indexOf(" ");
  const type = record.toString("latin1", 0, Math.max(0, Math.min(space, 16)));
  if (!Object.hasOwn(SHAPES, type)) return true;
  if (record.length > (type === "dna" ? LONGEST_NOTE : LONGEST_RECORD)) return false;
  const [, first, second, third, fourth] = SHAPES[type]!.exec(raw(record.subarray(space + 1))) ?? [];
  if (first === undefined) return false;
  if (type === "clock") {
    listing.clock = Number(first) * 1000;
    return true;
  }
  if (type === "asked") {
    listing.asked = { question: first, edition: second! };
    return true;
  }
  if (type === "tools") {
    listing.tools = { printf: first === "yes", shell: visible(second!) };
    return true;
  }
  const root = listing.roots[Number(first)];
  if (!root) return false;
  switch (type) {
    case "root":
      if (root.state) return false;
      root.state = second as "ok" | "absent" | "unreadable";
      root.path = third!.replace(/\/+/g, "/").replace(/(.)\/$/s, "$1");
      return true;
    case "unset":
      root.unset.push(second!);
      return true;
    case "file":
      if (root.state !== "ok" || Number(second) > Number.MAX_SAFE_INTEGER) return false;
      root.files.push({ bytes: Number(second), changed: Number(third), path: fourth! });
      return true;
    case "dna":
      root.notes.push({ text: second!, path: third! });
      return true;
    case "lock":
      root.locked ||= visible(second!);
      return true;
    case "space":
      root.space = spaceOf(second!);
      return true;
    case "found":
      root.found = Math.max(root.found ?? 0, Number(second));
      return true;
    default:
      root.said = visible(second!);
      return true;
  }
}

/** `Filesystem 1024-blocks Used Available Capacity Mounted on`; root's own reserve makes Available smaller than free. */
function spaceOf(line: string): Space | undefined {
  const [, total, free] = /\s(\d{1,13})\s+\d{1,13}\s+(-?\d{1,13})\s+(?:\d{1,3}%|-)\s+\//.exec(line) ?? [];
  if (total === undefined) return undefined;
  return { freeBytes: Math.max(0, Number(free)) * 1024, totalBytes: Number(total) * 1024 };
}

/** With the root it names, or with the first. */
function noteMalformed(record: Buffer, listing: Listing): void {
  const index = Number(/^\w+ (\d{1,4}) /.exec(record.toString("latin1", 0, 32))?.[1] ?? 0);
  const root = listing.roots[index] ?? listing.roots[0];
  if (root) note(root.malformed, `not understood: ${raw(record.subarray(0, 256))}`);
}
