// How do the bytes of a file get into sql.js and out again without a second copy? A million rows are some 300 MB.
import initSqlJs, { type Database } from "sql.js";

const { Database: SqlDatabase } = await initSqlJs();

/** https://www.sqlite.org/fileformat2.html#file_change_counter */
const CHANGES = 24;

/** A file's bytes, and room behind them in which the database grows where it is. Nothing touched, nothing taken. */
export class Image {
  readonly #room: Uint8Array<ArrayBuffer>;
  readonly bytes: Uint8Array;

  constructor(length: number) {
    this.#room = new Uint8Array(2 * length + 1_048_576);
    this.bytes = this.#room.subarray(0, length);
  }

  /** From here on the bytes are the database's: reading them shows what it has written. */
  open(): Database {
    // sql.js copies what it is given by `slice` and works on the copy: we hand it the room itself.
    const given = new Uint8Array(this.bytes.buffer, 0, this.bytes.length);
    given.slice = () => this.#room;
    return new SqlDatabase(given);
  }

  /** All that is in the database: where it lies if it is still there, else a copy (it outgrew its room). */
  static exported(database: Database, image: Image | undefined): Uint8Array {
    return (image && image.#live(database)) ?? database.export();
  }

  /** A write must show; where none does, the database has moved. */
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
