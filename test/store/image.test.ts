// sql.js works on our bytes, so a large database is in memory only once; if it has moved, it is copied.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { blankDatabase, Image } from "../../src/store/sqlite/file/image.ts";

describe("the image of a database", () => {
  const opened = () => {
    const blank = blankDatabase();
    blank.run("create table t (x)");
    const bytes = blank.export();
    const image = new Image(bytes.length);
    image.bytes.set(bytes);
    return { image, database: image.open() };
  };
  /** Writes the image, reads it again, and counts the rows. */
  const rows = (bytes: Uint8Array) => {
    const image = new Image(bytes.length);
    image.bytes.set(bytes);
    return image.open().exec("select count(*) from t")[0]!.values[0]![0];
  };
  const fill = (database: ReturnType<Image["open"]>, count: number) => {
    for (let i = 0; i < count; i++) database.run("insert into t values (zeroblob(1000))");
  };

  it("is exported without a copy", () => {
    const { image, database } = opened();
    fill(database, 3);
    const bytes = Image.exported(database, image);
    assert.equal(bytes.buffer, image.bytes.buffer);
    assert.equal(rows(bytes), 3);
  });

  it("is copied, complete, once it has outgrown its room", () => {
    const { image, database } = opened();
    database.run("begin");
    fill(database, 2000);
    database.run("commit");
    const bytes = Image.exported(database, image);
    assert.notEqual(bytes.buffer, image.bytes.buffer);
    assert.equal(rows(bytes), 2000);
  });

  it("is complete after a large rollback", () => {
    const { image, database } = opened();
    database.run("pragma cache_size = 2; begin");
    fill(database, 500);
    database.run("rollback");
    fill(database, 2);
    assert.equal(rows(Image.exported(database, image)), 2);
  });
});
