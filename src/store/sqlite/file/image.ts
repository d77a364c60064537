// How do a file's bytes get into sql.js and out again without a second copy? A million rows are some 300 MB.
import initSqlJs, { type Database } from "sql.js";

const { Database: SqlDatabase } = await initSqlJs();

/** https://www.sqlite.org/fileformat2.html#file_change_counter */
const CHANGES = 24;

/** A file's bytes, with room behind them in which the database can grow in place. Memory that is not touched costs nothing. */
export class Image {
  readonly #room: Uint8Array<ArrayBuffer>;
  readonly bytes: Uint8Array;

  constructor(length: number) {
    this.#room = new Uint8Array(2 * length + 1_048_576);
    this.bytes = this.#room.subarray(0, length);
  }

  /** Opens the database on these bytes: from here on it writes into them. */
  open(): Database {
    // sql.js works on the copy that `slice` makes of what it is given: we hand it the room itself.
    const given = new Uint8Array(this.bytes.buffer, 0, this.bytes.length);
    given.slice = () => this.#room;
    return new SqlDatabase(given);
  }

  /** The bytes of the database: in place if it still is there, else a copy (it has outgrown its room). */
  static exported(database: Database, image: Image | undefined): Uint8Array {
    return (image && image.#live(database)) ?? database.export();
  }

  /** Undefined if the database has moved: then a write does not show in the room. */
  #live(database: Database): Uint8Array | undefined {
    const [[pages], [pageSize], [version]] = ["page_count", "page_size", "user_version"].map(
      (pragma) => database.exec(`pragma ${pragma}`)[0]!.values[0] as [number],
    ) as [[number], [number], [number]];
    const before = changeCounter(this.#room);
    database.exec(`pragma user_version = ${version}`);
    if (changeCounter(this.#room) === before || pages * pageSize > this.#room.length) return undefined;
    return this.#room.subarray(0, pages * pageSize);
  }
}

export function blankDatabase(): Database {
  return new SqlDatabase();
}

/** Every transaction that writes moves it on. */
export function changeCounter(bytes: Uint8Array): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUInt32BE(CHANGES);
}
