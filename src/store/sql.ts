// How is the database spoken to? By prepared statements only, each prepared once.
import type { Database, SqlValue, Statement } from "sql.js";
import { bytesOf } from "../text.ts";

/** A row: what SQLite hands out, in the order asked for. */
export type Row = SqlValue[];

export class Sql {
  readonly #prepared = new Map<string, Statement>();

  constructor(readonly database: Database) {}

  run(sql: string, ...values: Row): void {
    const statement = this.#prepare(sql);
    try {
      statement.run(values);
    } finally {
      statement.reset();
    }
  }

  /** Row by row; not to be asked again before the last is read. */
  *each<R extends Row>(sql: string, ...values: Row): Generator<R> {
    const statement = this.#prepare(sql);
    try {
      statement.bind(values);
      while (statement.step()) yield statement.get() as R;
    } finally {
      statement.reset();
    }
  }

  all<R extends Row>(sql: string, ...values: Row): R[] {
    return [...this.each<R>(sql, ...values)];
  }

  /** All of it or nothing. */
  transaction(work: () => void): void {
    this.run("begin");
    try {
      work();
      this.run("commit");
    } catch (error) {
      this.run("rollback");
      throw error;
    }
  }

  #prepare(sql: string): Statement {
    let statement = this.#prepared.get(sql);
    if (!statement) this.#prepared.set(sql, (statement = this.database.prepare(sql)));
    return statement;
  }
}

/**
 * Raw text for `cast(? as text)`. sql.js mangles lone surrogates, so what is not UTF-8 goes in as its bytes; it comes
 * out by `cast(… as blob)` and `raw`, since reading it as text would put U+FFFD for every such byte.
 */
export function bind(text: string): SqlValue {
  return text.isWellFormed() ? text : bytesOf(text);
}
