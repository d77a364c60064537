// Changes rows of `files` and keeps their earlier states in `changes`.
import type { Instant } from "../../model.ts";
import type { Row, Sql } from "./sql.ts";

/** The key of `files`, and an SQL condition that selects it. */
export type FileKey = [dir: number, name: Row[0], stamp: string];
export const THIS_FILE = "dir = ? and name = cast(? as text) and stamp = ?";

/** Keeps the row's current state as that before `until`. */
export function keepState(sql: Sql, key: FileKey, until: Instant): void {
  sql.run(
    "insert or replace into changes (dir, name, stamp, until, bytes, exact, gone) " +
      `select dir, name, stamp, ?, bytes, exact, gone from files where ${THIS_FILE}`,
    ...[until, ...key],
  );
}

/** Records that before `until` there was no such row, even if the file was first seen earlier. */
export function keepAbsence(sql: Sql, key: FileKey, until: Instant): void {
  const values = [...key, until];
  sql.run("insert into changes (dir, name, stamp, until, exact) values (?, cast(? as text), ?, ?, 1)", ...values);
}

/** From `at` on this file is no longer a backup of its item, because the layout has changed. The row stays, with size null. */
export function hide(sql: Sql, key: FileKey, at: Instant): void {
  keepState(sql, key, at);
  sql.run(`update files set bytes = null, gone = coalesce(gone, ?) where ${THIS_FILE}`, at, ...key);
}

/**
 * From `at` on a hidden row is a backup again, in its state before it was hidden, but gone.
 * @param dated whether the stamp is in the path; if not, a file that was held when it was hidden stays hidden
 */
export function unhide(sql: Sql, key: FileKey, at: Instant, dated: boolean): void {
  const [state] = sql.all<[bytes: number, exact: number, gone: Instant | null]>(
    `select bytes, exact, gone from changes where ${THIS_FILE} and bytes is not null order by until desc limit 1`,
    ...key,
  );
  if (!state || (state[2] === null && !dated)) return;
  const [bytes, exact, gone] = state;
  keepState(sql, key, at);
  sql.run(`update files set bytes = ?, exact = ?, gone = ? where ${THIS_FILE}`, bytes, exact, gone ?? at, ...key);
}
