// Databases that a run may find, and what a run does with them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import initSqlJs from "sql.js";
import type { Fs } from "../../src/replace.ts";
import { openSqlite } from "../../src/store/sqlite/sqlite.ts";
import { DAY } from "../../src/time.ts";
import { shim } from "./disk.ts";
import { nov, tarball, visit, WW } from "./visits.ts";

export const TGZS = "create table tgzs (nodepath text primary key, node text, dir text, date text, size real);";

/** A run on a day in November: the node has the backups of the two days before. */
export async function run(path: string, day: number, fs: Fs = shim().fs): Promise<void> {
  const store = await openSqlite(path, [WW], { now: nov(day), keepMs: 3 * DAY }, fs);
  try {
    const tarballs = [day - 2, day - 1].map((each) => tarball("repos/env", each, 1000 + each));
    await store.record(visit("C", nov(day), tarballs));
    await store.save();
  } finally {
    await store.close();
  }
}

/** The days of the recorded visits, and the sizes. */
export async function remembered(path: string, fs: Fs = shim().fs) {
  const store = await openSqlite(path, [WW], { now: nov(30), keepMs: 3 * DAY }, fs);
  const { items, collections, damage } = await store.history("WW", "C", nov(30));
  await store.close();
  const days = collections.map(({ at }) => Math.round((at - nov(0)) / DAY));
  return { days, sizes: items.flatMap(({ backups }) => backups.map(({ bytes }) => bytes)), damage, note: store.note };
}

/** Each makes its files in a folder. The last run was on the 9th, except in the first two. */
export const SCENES: Record<string, (path: string) => Promise<void>> = {
  "no database yet": async () => undefined,
  "the predecessor's": async (path) => writeFileSync(path, await predecessors()),
  "a database of some days": async (path) => {
    for (const day of [3, 4, 5, 9]) await at(path, day);
  },
  "a damaged one": async (path) => {
    for (const day of [8, 9]) await at(path, day);
    damage(path);
  },
};

/** Sets the times of the files to that day. */
async function at(path: string, day: number): Promise<void> {
  await run(path, day);
  const { utimesSync } = await import("node:fs");
  utimesSync(path, nov(day) / 1000, nov(day) / 1000);
}

export function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length - 100]! ^= 1;
  writeFileSync(path, bytes);
}

async function predecessors(): Promise<Uint8Array> {
  const { Database } = await initSqlJs();
  const database = new Database();
  const { path, dir, stamp } = tarball("repos/env", 1, 0);
  database.run(`${TGZS} insert into tgzs values ('C:${path}', 'C', '${dir}', '${stamp}', 7)`);
  return database.export();
}

export function dbIn(folder: string): string {
  return join(folder, "a.db");
}
