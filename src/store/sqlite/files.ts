// What does a row of `files` say, and what did it say before?
import type { Instant } from "../../model.ts";
import type { Row, Sql } from "./sql.ts";

/** The key of `files`, and the condition that selects it. */
export type FileKey = [dir: number, name: Row[0], stamp: string];
export const THIS_FILE = "dir = ? and name = cast(? as text) and stamp = ?";

/** Keeps what the row says now as its state at every instant before `until`. */
export function keepState(sql: Sql, key: FileKey, until: Instant): void {
  sql.run(
    "insert or replace into changes (dir, name, stamp, until, bytes, exact, gone) " +
      `select dir, name, stamp, ?, bytes, exact, gone from files where ${THIS_FILE}`,
    ...[until, ...key],
  );
}

/** Before `until` the row was not there, whenever the file was first seen. */
export function keepAbsence(sql: Sql, key: FileKey, until: Instant): void {
  const values = [...key, until];
  sql.run("insert into changes (dir, name, stamp, until, exact) values (?, cast(? as text), ?, ?, 1)", ...values);
}

/** From `at` on this is no backup of its item: the layout of that time says so. The row stays, with null for its size. */
export function hide(sql: Sql, key: FileKey, at: Instant): void {
  keepState(sql, key, at);
  sql.run(`update files set bytes = null, gone = coalesce(gone, ?) where ${THIS_FILE}`, at, ...key);
}

/**
 * From `at` on a hidden row is a backup again, as it was before, but gone.
 * @param dated the path says its stamp; if not, a row that was held when it was hidden stays hidden
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
