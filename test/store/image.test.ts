// The bytes that sql.js works on are ours, so that a large database is in memory once; where they are not, it is copied.
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
  /** Written, read anew, and counted. */
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

  it("is copied once it has outgrown its room, and then has all that is in it", () => {
    const { image, database } = opened();
    database.run("begin");
    fill(database, 2000);
    database.run("commit");
    const bytes = Image.exported(database, image);
    assert.notEqual(bytes.buffer, image.bytes.buffer);
    assert.equal(rows(bytes), 2000);
  });

  it("has all that is in it after much was rolled back", () => {
    const { image, database } = opened();
    database.run("pragma cache_size = 2; begin");
    fill(database, 500);
    database.run("rollback");
    fill(database, 2);
    assert.equal(rows(Image.exported(database, image)), 2);
  });
});
