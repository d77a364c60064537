// Runs SQL: prepared statements only, each prepared once.
import type { Database, SqlValue, Statement } from "sql.js";
import { bytesOf } from "../../text.ts";

/** The values of a row, in the order of the columns. */
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

  /** Yields row by row. Do not run the same statement again before the last row is read. */
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

  /** Does `work` in a transaction, which is rolled back if it throws. */
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
 * The value to bind for raw text (see `text.ts`) in `cast(? as text)`. sql.js mangles lone surrogates, so text that is not
 * UTF-8 is bound as bytes. To read it, use `cast(… as blob)` and `raw`: as text, each such byte would become U+FFFD.
 */
export function bind(text: string): SqlValue {
  return text.isWellFormed() ? text : bytesOf(text);
}
