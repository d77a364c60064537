// A file system in memory that is killed, or fails, at the call that a test chooses.
import { createHash } from "node:crypto";
import nodeFs, {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import initSqlJs from "sql.js";
import type { Fs } from "../../src/replace.ts";

const { Database } = await initSqlJs();

/** As after SIGKILL: later calls have no effect. */
export class Killed extends Error {}

export type Code = "EIO" | "ENOSPC" | "EROFS" | "EACCES" | "EDQUOT";
const ERRNO = { EIO: -5, ENOSPC: -28, EROFS: -30, EACCES: -13, EDQUOT: -122 };

export interface Shim {
  fs: Fs;
  /** Every call so far, as `write a.db.saving`; descriptors are shown as their files. */
  calls: string[];
  /** Closes all descriptors, as the kernel does for a dead process. */
  closeAll(): void;
}

/** Decides what happens at a call, by its number and name: it works ("go" or undefined), fails, or writes only half. */
export type Plan = (nth: number, call: string) => "go" | "half" | Error;

/** Does not flush to disk, which would make no difference here. */
export function shim(plan: Plan = () => "go"): Shim {
  const calls: string[] = [];
  const names = new Map<number, string>();
  const fs = Object.fromEntries(
    Object.entries(nodeFs)
      .filter(([name]) => name.endsWith("Sync"))
      .map(([name, real]) => {
        const does = (...args: unknown[]): unknown => {
          const [first] = args;
          const file = typeof first === "number" ? names.get(first)! : String(first).replace(/^.*\//, "");
          const call = `${name.replace(/Sync$/, "")} ${file}${name === "renameSync" ? ` ${String(args[1]).replace(/^.*\//, "")}` : ""}`;
          const fate = plan(calls.push(call) - 1, call);
          if (fate instanceof Error) throw fate;
          if (name === "fsyncSync") return undefined;
          if (fate === "half" && name === "writeSync") {
            const [fd, bytes, offset] = args as [number, Uint8Array, number];
            return nodeFs.writeSync(fd, bytes, offset, Math.ceil((bytes.length - offset) / 2));
          }
          const result = (real as (...args: unknown[]) => unknown)(...args);
          if (name === "openSync") names.set(result as number, file);
          if (name === "closeSync") names.delete(first as number);
          return result;
        };
        return [name, does];
      }),
  ) as unknown as Fs;
  const closeAll = () => {
    for (const fd of names.keys()) nodeFs.closeSync(fd);
  };
  return { fs, calls, closeAll };
}

export function killAt(n: number): Plan {
  return (nth) => (nth >= n ? new Killed(`killed at call ${n}`) : "go");
}

export function failAt(n: number, code: Code | "short", forever: boolean): Plan {
  const fate = code === "short" ? "half" : Object.assign(new Error(code), { code, errno: ERRNO[code] });
  return (nth) => ((forever ? nth >= n : nth === n) ? fate : "go");
}

export interface State {
  name: string;
  bytes: Buffer;
  mode: number;
  mtimeMs: number;
  /** The first file with the same inode. */
  link: string | undefined;
}

/** A folder of plain files, hard links included. */
export function takeState(folder: string): State[] {
  const first = new Map<number, string>();
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const { ino, mode, mtimeMs } = statSync(join(folder, name));
      const link = first.get(ino);
      if (link === undefined) first.set(ino, name);
      return { name, bytes: readFileSync(join(folder, name)), mode: mode & 0o7777, mtimeMs, link };
    });
}

export function putState(folder: string, state: State[]): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const { name, bytes, mode, mtimeMs, link } of state) {
    const file = join(folder, name);
    if (link !== undefined) {
      linkSync(join(folder, link), file);
      continue;
    }
    writeFileSync(file, bytes);
    chmodSync(file, mode);
    nodeFs.utimesSync(file, mtimeMs / 1000, mtimeMs / 1000);
  }
}

/** Two states are equal if they differ only in the order of rows and in hashes that belong to no file. */
export function stateKey(state: State[]): string {
  return JSON.stringify(
    state.map(({ name, bytes, link }) => [
      name,
      link,
      /\.sha256(\.saving)?$/.test(name) ? said(bytes.toString(), state) : content(bytes),
    ]),
  );
}

/** Whether each file's hash is listed under its name, under another name, or not at all. */
function said(sums: string, state: State[]): string {
  if (sums === "") return "nothing";
  const of = ({ name, bytes }: State) =>
    sums.includes(`${hash(bytes)}  ${name}\n`) ? "its own" : sums.includes(hash(bytes)) ? "another's" : "none";
  return state.map(of).join();
}

const contents = new Map<string, string>();

/** The rows of an intact database, else its bytes. */
function content(bytes: Buffer): string {
  const key = hash(bytes);
  if (!contents.has(key)) contents.set(key, hash(Buffer.from(rows(bytes) ?? key)));
  return contents.get(key)!;
}

function rows(bytes: Buffer): string | undefined {
  const database = new Database(bytes);
  try {
    const all = (sql: string) => database.exec(sql)[0]?.values ?? [];
    if (all("pragma integrity_check")[0]?.[0] !== "ok") return undefined;
    const tables = all("select name from sqlite_master where type = 'table' order by name").flat() as string[];
    return JSON.stringify(tables.map((table) => [table, all(`select * from ${table}`).map(String).sort()]));
  } catch {
    return undefined;
  } finally {
    database.close();
  }
}

export function hash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
