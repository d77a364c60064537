import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judgeHub } from "../../src/judge/judge.ts";
import type { ItemHistory, Note } from "../../src/model.ts";
import { DAY, HOUR, MINUTE } from "../../src/time.ts";
import { backup, history, hub, NOON, site, visit } from "../support/histories.ts";

const LAST = NOON - 2 * HOUR;
const MD5 = "d41d8cd98f00b204e9800998ecf8427e";

/** Nightly tarballs with a note beside each, but for the last `without`, as they are judged at `now`. */
function judged(note: Partial<Note> = {}, without = 0, now = NOON, notes = 20, locked = ""): string[] {
  const backups = Array.from({ length: 20 }, (_, i) => {
    const at = LAST - (19 - i) * DAY;
    return { ...backup(at), seen: at + 10 * MINUTE };
  });
  const noted = backups.slice(0, 20 - without);
  const { at, path } = noted.at(-1)!;
  const item: ItemHistory = {
    ...{ item: "x", backups, sidecar: { at, path, bytes: 1e6, md5: MD5, fileBytes: 1e6, ...note } },
    notes: noted.slice(-notes).map((old) => ({ at: old.at, seen: old.seen + 30 * MINUTE })),
  };
  const forge = hub(["NORTH"]);
  const verdict = judgeHub(site([forge]), forge, [history("NORTH", [item], [{ ...visit(now), locked }])], now);
  const { findings } = verdict.nodes[0]!.items[0]!;
  return findings.filter(({ check }) => check === "sidecar").map((f) => `${f.status}: ${f.reason}`);
}

describe("a sidecar", () => {
  it("alarms when its tarball has another size", () => {
    assert.deepEqual(judged(), []);
    assert.deepEqual(judged({ bytes: 1.53e6 }), ["alarm: 530 kB smaller than its sidecar says: 1 MB against 1.53 MB"]);
    assert.deepEqual(judged({ bytes: 1e6 - 1 }), [
      "alarm: 1 B larger than its sidecar says: 1,000,000 against 999,999 bytes",
    ]);
    assert.deepEqual(judged({ bytes: 1.53e6 }, 1), [
      "alarm: backup of 23 Nov 10:00: 530 kB smaller than its sidecar says: 1 MB against 1.53 MB",
    ]);
  });

  it("is not compared while its tarball is being transferred, but that of an older one is", () => {
    assert.deepEqual(judged({ bytes: 2e6 }, 0, NOON, 20, "/scm/LOCKED"), []);
    assert.equal(judged({ bytes: 2e6 }, 1, NOON, 20, "/scm/LOCKED").length, 1);
  });

  it("is pointed out when it cannot be read", () => {
    assert.deepEqual(judged({ bytes: undefined, md5: undefined }), ["warn: its sidecar cannot be read: no size in it"]);
    assert.deepEqual(judged({ md5: undefined }), ["warn: its sidecar cannot be read: no MD5 in it"]);
  });

  it("is missed an hour after it usually comes, where it usually comes", () => {
    const seen = LAST + 10 * MINUTE;
    assert.deepEqual(judged({}, 1, seen + 90 * MINUTE), []);
    assert.deepEqual(judged({}, 1, seen + 90 * MINUTE + 1), [
      "warn: the backup of 24 Nov 10:00 has no sidecar; sidecars usually arrive within 2 h",
    ]);
    assert.deepEqual(judged({}, 1, seen + 90 * MINUTE + 1, 4), []);
  });

  it("is forgotten when there has been none for two weeks", () => {
    assert.equal(judged({}, 14).length, 1);
    assert.deepEqual(judged({}, 15), []);
  });
});
