// What did the command say? Typed records between a header and a trailer; without both, nothing of it is used.
import type { Instant, Malformed, Space } from "../model.ts";
import { raw, visible } from "../text.ts";
import { printCount } from "../units.ts";
import { countMalformed } from "./malformed.ts";

export interface Listing {
  /** Why none of it can be used, "" if it is complete. */
  trouble: string;
  /** The node's clock, to a second. */
  clock: Instant | undefined;
  /** The hashes of what was asked and of the command that ran (`command.ts`). */
  asked: { question: string; edition: string } | undefined;
  /** Whether find has -printf, and the login shell, escaped. */
  tools: { printf: boolean; shell: string } | undefined;
  /** One for each root asked for. */
  roots: RootListing[];
}

export interface RootListing {
  state: "ok" | "absent" | "unreadable" | undefined;
  /** As the node's shell expanded it, without redundant slashes, raw. */
  path: string | undefined;
  /** Variables in it that are not set in the login shell. */
  unset: string[];
  files: FileRecord[];
  /** The first lines of the sidecars, up to the first slash. */
  sidecars: SidecarRecord[];
  /** The first directory LOCKED, escaped, or "". */
  locked: string;
  space: Space | undefined;
  /** find's exit status; undefined if it did not finish. */
  found: number | undefined;
  /** find's first error message, escaped. */
  complaint: string;
  malformed: Malformed;
}

export interface FileRecord {
  /** Raw. */
  path: string;
  bytes: number;
  /** Modification time, seconds since 1970. */
  changed: number;
}

export interface SidecarRecord {
  /** Path of the sidecar, raw. */
  path: string;
  /** Raw. */
  text: string;
}

/** Parses the output of the command for so many roots. More than `maxRecords` records are refused. */
export function readRecords(stdout: Buffer, roots: number, maxRecords: number): Listing {
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
    if (record.indexOf("end ") === 0)
      return { ...listing, trouble: incompleteness(record.toString("latin1", 4), at - start) };
    if (count > maxRecords) return { ...listing, trouble: tooMany(maxRecords) };
    if (!understood(record, listing)) noteMalformed(record, listing);
    at = end + 1;
  }
}

const HEADER = Buffer.from("\0scm-backup-monitor 1\0");
/** PATH_MAX of Linux, with room for the numbers before it; the length of a sidecar's text is limited by find. */
const LONGEST_RECORD = 4096 + 64;
const LONGEST_NOTE = LONGEST_RECORD + 3 * 512;

function tooMany(maxRecords: number): string {
  return `more than ${printCount(maxRecords)} records; if that is expected, raise records in [ENV]`;
}

function nothingYet(): RootListing {
  const malformed = { count: 0, example: "" };
  return {
    ...{ state: undefined, path: undefined, unset: [], files: [], sidecars: [], locked: "", space: undefined },
    ...{ found: undefined, complaint: "", malformed },
  };
}

/**
 * Why the list is incomplete, or "". `declared`: number of bytes before the trailer, from the header's first NUL, or
 * `-`.
 */
function incompleteness(declared: string, bytes: number): string {
  if (declared === "-" || declared === String(bytes)) return "";
  if (!/^\d{1,12}$/.test(declared)) return "the list does not end as expected";
  return `the list is incomplete: ${printCount(bytes)} of ${printCount(Number(declared))} bytes arrived`;
}

// Digits and lengths are limited: no input can make this slow, or be read as a different number.
const SHAPES: Record<string, RegExp> = {
  clock: /^(\d{1,11})$/,
  asked: /^(\w{1,32}) (\w{1,32})$/,
  tools: /^(yes|no) (.{1,200})$/s,
  root: /^(\d{1,4}) (ok|absent|unreadable) (\/.*)$/s,
  unset: /^(\d{1,4}) (\w+)$/,
  file: /^(\d{1,4}) (\d{1,16}) (-?\d{1,12})(?:\.\d{0,10})? (\/.+)$/s,
  dna: /^(\d{1,4}) ([^/]*) (\/.+)$/s,
  lock: /^(\d{1,4}) (\/.+)$/s,
  // The output of `df -Pk` as it is, since its first column may contain anything. A df without -P prints nothing.
  space: /^(\d{1,4}) (.*)$/s,
  found: /^(\d{1,4}) (\d{1,3})$/,
  said: /^(\d{1,4}) \s*([^\n]+)/,
};

/** Adds a record to the listing; false if it is malformed. Unknown types are ignored. */
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
      root.sidecars.push({ text: second!, path: third! });
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
      root.complaint = visible(second!);
      return true;
  }
}

/**
 * `Filesystem 1024-blocks Used Available Capacity Mounted on`; root's own reserve makes Available smaller than free.
 */
function spaceOf(line: string): Space | undefined {
  const [, total, free] = /\s(\d{1,13})\s+\d{1,13}\s+(-?\d{1,13})\s+(?:\d{1,3}%|-)\s+\//.exec(line) ?? [];
  if (total === undefined) return undefined;
  return { freeBytes: Math.max(0, Number(free)) * 1024, totalBytes: Number(total) * 1024 };
}

/** Counts it for the root that it names, or else for the first. */
function noteMalformed(record: Buffer, listing: Listing): void {
  const index = Number(/^\w+ (\d{1,4}) /.exec(record.toString("latin1", 0, 32))?.[1] ?? 0);
  const root = listing.roots[index] ?? listing.roots[0];
  if (root) countMalformed(root.malformed, `not understood: ${raw(record.subarray(0, 256))}`);
}
