// How do a file's bytes get into sql.js and out again without being copied? A million rows take about 300 MB.
import initSqlJs, { type Database } from "sql.js";

const { Database: SqlDatabase } = await initSqlJs();

/** https://www.sqlite.org/fileformat2.html#file_change_counter */
const CHANGES = 24;

/** The bytes of a file, followed by room in which the database can grow. Memory that is not touched costs nothing. */
export class Image {
  readonly #room: Uint8Array<ArrayBuffer>;
  readonly bytes: Uint8Array;

  constructor(length: number) {
    this.#room = new Uint8Array(2 * length + 1_048_576);
    this.bytes = this.#room.subarray(0, length);
  }

  /** Opens the database on these bytes; from then on it writes to them. */
  open(): Database {
    // sql.js calls `slice` to get a copy of its own to work on: give it the original.
    const given = new Uint8Array(this.bytes.buffer, 0, this.bytes.length);
    given.slice = () => this.#room;
    return new SqlDatabase(given);
  }

  /** The bytes of the database: the original ones, or a copy if it has outgrown its room. */
  static exported(database: Database, image: Image | undefined): Uint8Array {
    return (image && image.#live(database)) ?? database.export();
  }

  /** Undefined if sql.js has moved the database elsewhere: then a write does not show here. */
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

/** An empty database. */
export function blankDatabase(): Database {
  return new SqlDatabase();
}

/** SQLite's change counter, which every writing transaction increments. */
export function changeCounter(bytes: Uint8Array): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUInt32BE(CHANGES);
}
