// What every store must do.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Backup, NodeHistory, Sidecar } from "../../src/model.ts";
import type { Owner, Store } from "../../src/store/store.ts";
import { raw, visible } from "../../src/text.ts";
import { DAY } from "../../src/time.ts";
import { configSuite } from "./config-suite.ts";
import { failedVisit, nov, QUIET, ROOT, tarball, visit, visitOf, WW, ZZ } from "./visits.ts";

/** A place for a store: when opened again, it has what was saved. */
export interface Place {
  open(owners?: Owner[]): Promise<Store>;
  /** A new one. */
  another(): Place;
  remove(): void;
}

const LATER = nov(30);

export function suite(name: string, newPlace: () => Place): void {
  const inPlace = (test: (place: Place) => Promise<void>) => async () => {
    const place = newPlace();
    try {
      await test(place);
    } finally {
      place.remove();
    }
  };
  const withStore = (test: (store: Store) => Promise<void>) =>
    inPlace(async (place) => {
      const store = await place.open();
      await test(store);
      await store.close();
    });

  describe(`a store (${name})`, () => {
    it(
      "is empty at first",
      withStore(async (store) => {
        assert.deepEqual(await store.history("WW", "C", LATER), { hub: "WW", node: "C", items: [], collections: [] });
        assert.deepEqual([store.note, store.malformed], ["", { count: 0, example: "" }]);
      }),
    );

    it(
      "records what a visit found, items by name, backups oldest first",
      withStore(async (store) => {
        await store.record(
          visit("C", nov(3), [
            tarball("tracs/env", 2, 700),
            tarball("repos/env", 2, 500),
            tarball("repos/env", 1, 400),
          ]),
        );
        const history = await store.history("WW", "C", LATER);
        assert.deepEqual(sizes(history), { "repos/env": [400, 500], "tracs/env": [700] });
        assert.deepEqual(history.items[1]!.backups[0], {
          at: tarball("tracs/env", 2, 700).at,
          bytes: 700,
          exact: true,
          files: 1,
          path: `${ROOT}/tracs/env/2026/11/02/161023/x.tar.gz`,
          held: true,
          seen: nov(3),
        });
        assert.deepEqual(history.collections, [
          {
            ...{ at: nov(3), ms: 400, outcome: "ok", reason: "", root: ROOT, tarballs: 3 },
            ...{ malformed: { count: 0, example: "" }, space: undefined, locked: "", clockOffsetMs: 0 },
          },
        ]);
      }),
    );

    it(
      "has the same data after saving and opening",
      inPlace(async (place) => {
        const store = await place.open();
        await store.record(visit("C", nov(3), [tarball("repos/env", 2, 500)]));
        await store.save();
        await store.record(visit("C", nov(4), [tarball("repos/env", 3, 600)]));
        await store.save();
        const before = await store.history("WW", "C", LATER);
        await store.close();
        const again = await place.open();
        assert.deepEqual(await again.history("WW", "C", LATER), before);
        await again.close();
      }),
    );

    it(
      "loses what was not saved",
      inPlace(async (place) => {
        const store = await place.open();
        await store.record(visit("C", nov(3), [tarball("repos/env", 2, 500)]));
        await store.close();
        const again = await place.open();
        assert.deepEqual((await again.history("WW", "C", LATER)).collections, []);
        await again.close();
      }),
    );

    it(
      "adds up the files of one stamp and names the first",
      withStore(async (store) => {
        const files = [tarball("repos/env", 2, 30, "b.gz"), tarball("repos/env", 2, 12, "a.gz")];
        await store.record(visit("C", nov(3), files));
        const [backup] = backups(await store.history("WW", "C", LATER), "repos/env");
        const { bytes, exact, files: count, path } = backup!;
        assert.deepEqual([bytes, exact, count, path], [42, true, 2, files[1]!.path]);
      }),
    );

    it(
      "takes two stamps for two backups, even if they are one instant because clocks went forward",
      withStore(async (store) => {
        const [one, two] = [tarball("repos/env", 3, 700), tarball("repos/env", 4, 800)];
        await store.record(visit("C", nov(5), [one, { ...two, at: one.at }]));
        const { items } = await store.history("WW", "C", nov(5));
        assert.deepEqual(
          items[0]!.backups.map(({ bytes, files }) => [bytes, files]),
          [
            [700, 1],
            [800, 1],
          ],
        );
      }),
    );

    it(
      "takes an overwritten file that is dated by its last change for a new backup: the old one is gone",
      withStore(async (store) => {
        const dump = (day: number, bytes: number) => ({
          ...tarball("pg/all", day, bytes),
          path: `${ROOT}/pg/all/all.sql.gz`,
        });
        await store.record(visit("C", nov(3), [dump(3, 700)]));
        await store.record(visit("C", nov(4), [dump(4, 800)]));
        const { items } = await store.history("WW", "C", nov(4));
        assert.deepEqual(
          items[0]!.backups.map(({ bytes, held }) => [bytes, held]),
          [
            [700, false],
            [800, true],
          ],
        );
        const then = await store.history("WW", "C", nov(3));
        assert.deepEqual(
          then.items[0]!.backups.map(({ bytes, held }) => [bytes, held]),
          [[700, true]],
        );
      }),
    );

    it(
      "keeps what a node has purged, as gone since the visit that missed it",
      withStore(async (store) => {
        await store.record(visit("C", nov(3), [tarball("repos/env", 2, 500)]));
        await store.record(visit("C", nov(4), [tarball("repos/env", 3, 600)]));
        const then = await store.history("WW", "C", nov(4));
        assert.deepEqual(held(then), [false, true]);
        assert.deepEqual(
          backups(then, "repos/env").map(({ gone }) => gone),
          [nov(4), undefined],
        );
        const [before] = backups(await store.history("WW", "C", nov(4) - 1), "repos/env");
        assert.deepEqual([before!.held, before!.gone], [true, undefined]);
      }),
    );

    it(
      "holds a file again that is back, and still knows when it was gone",
      withStore(async (store) => {
        await store.record(visit("C", nov(3), [tarball("repos/env", 2, 500)]));
        await store.record(visit("C", nov(4), []));
        await store.record(visit("C", nov(5), [tarball("repos/env", 2, 500)]));
        const heldAt = async (at: number) => held(await store.history("WW", "C", at))[0];
        assert.deepEqual(
          [await heldAt(nov(3)), await heldAt(nov(4)), await heldAt(nov(5) - 1), await heldAt(nov(5))],
          [true, false, false, true],
        );
      }),
    );

    it(
      "gives the size that was known at any instant",
      withStore(async (store) => {
        for (const [day, bytes] of [
          [3, 100],
          [4, 250],
          [5, 260],
        ] as const) {
          await store.record(visit("C", nov(day), [tarball("repos/env", 2, bytes)]));
        }
        const known = [nov(3) - 1, nov(3), nov(4) - 1, nov(4), nov(5) - 1, nov(5), LATER].map(
          async (at) => sizes(await store.history("WW", "C", at))["repos/env"]?.[0],
        );
        assert.deepEqual(await Promise.all(known), [undefined, 100, 100, 250, 250, 260, 260]);
      }),
    );

    it(
      "does not know a file before it was first seen, even if its stamp is earlier",
      withStore(async (store) => {
        await store.record(visit("C", nov(3), [tarball("repos/env", 1, 500)]));
        assert.deepEqual(await store.history("WW", "C", nov(2)), { hub: "WW", node: "C", items: [], collections: [] });
      }),
    );

    it(
      "only adds a collection if a visit failed",
      withStore(async (store) => {
        await store.record(visit("C", nov(3), [tarball("repos/env", 2, 500)]));
        const before = await store.history("WW", "C", LATER);
        await store.record(failedVisit("C", nov(4), "timeout", "no end within 60 s"));
        const { items, collections } = await store.history("WW", "C", LATER);
        assert.deepEqual(items, before.items);
        assert.deepEqual(
          collections.map(({ at, outcome, reason }) => [at, outcome, reason]),
          [
            [nov(3), "ok", ""],
            [nov(4), "timeout", "no end within 60 s"],
          ],
        );
      }),
    );

    it(
      "records what a visit told about the node: space, clock, a transfer in progress",
      withStore(async (store) => {
        const told = { space: { freeBytes: 5e11, totalBytes: 2e12 }, locked: `${ROOT}/LOCKED` };
        const [result] = visit("C", nov(3), []).results;
        await store.record({ ...visitOf("C", nov(3), [{ ...result!, ...told }]), clockOffsetMs: -4000 });
        await store.record({ ...visit("C", nov(4), []), clockOffsetMs: undefined });
        const { collections } = await store.history("WW", "C", LATER);
        assert.deepEqual(
          collections.map(({ space, locked, clockOffsetMs }) => ({ space, locked, clockOffsetMs })),
          [
            { ...told, clockOffsetMs: -4000 },
            { space: undefined, locked: "", clockOffsetMs: undefined },
          ],
        );
      }),
    );

    it(
      "gives the sidecar of the newest backup that has one, as known at any instant",
      withStore(async (store) => {
        const [first, second] = [tarball("repos/env", 2, 500), tarball("repos/env", 3, 400)];
        const record = async (day: number, sidecars: Sidecar[]) => {
          const [result] = visit("C", nov(day), [first, second].slice(0, day - 2)).results;
          await store.record(visitOf("C", nov(day), [{ ...result!, sidecars }]));
        };
        const md5 = "0123456789abcdef".repeat(2);
        await record(3, [{ tarball: first, bytes: 500, md5 }]);
        await record(4, [{ tarball: second, bytes: undefined, md5: undefined }]);
        await record(5, [{ tarball: second, bytes: 600, md5 }]);
        await record(6, [{ tarball: second, bytes: 600, md5 }]);
        await record(7, []);
        const at = async (day: number) => (await store.history("WW", "C", nov(day))).items[0]?.sidecar;
        assert.equal(await at(2), undefined);
        assert.deepEqual(await at(3), { at: first.at, path: first.path, fileBytes: 500, bytes: 500, md5 });
        const broken = { at: second.at, path: second.path, fileBytes: 400, bytes: undefined, md5: undefined };
        assert.deepEqual(await at(4), broken);
        assert.deepEqual(await at(6), { ...broken, bytes: 600, md5 });
        assert.deepEqual(await at(7), await at(6));
        const { items } = await store.history("WW", "C", nov(7));
        assert.deepEqual(items[0]!.notes, [
          { at: first.at, seen: nov(3) },
          { at: second.at, seen: nov(4) },
        ]);
        assert.deepEqual((await store.history("WW", "C", nov(3))).items[0]!.notes, [{ at: first.at, seen: nov(3) }]);
      }),
    );

    it(
      "moves files that a visit finds as another item: the old one is gone, and nothing counts twice",
      withStore(async (store) => {
        const path = `${ROOT}/dumps/app-2026-11-02.sql.gz`;
        const before = { ...tarball("dumps", 2, 500), path };
        await store.record(visit("C", nov(3), [before]));
        const after = { ...before, dir: `${ROOT}/dumps/app`, item: "dumps/app" };
        await store.record(visit("C", nov(4), [after]));
        await store.record(visit("C", nov(5), [after]));
        const { items } = await store.history("WW", "C", LATER);
        assert.deepEqual(
          items.map(({ item, backups }) => [item, backups.map(({ path, held }) => [path, held])]),
          [
            ["dumps", [[path, false]]],
            ["dumps/app", [[path, true]]],
          ],
        );
      }),
    );

    it(
      "keeps collections for 400 days, also those of a node that is no longer visited",
      withStore(async (store) => {
        for (const node of ["C", "H1"]) await store.record(visit(node, nov(3) - 401 * DAY, []));
        for (const node of ["C", "H1"]) await store.record(visit(node, nov(3) - 400 * DAY, []));
        await store.record(visit("C", nov(3), []));
        await store.save();
        assert.equal((await store.history("WW", "C", LATER)).collections.length, 2);
        assert.equal((await store.history("WW", "H1", LATER)).collections.length, 1);
      }),
    );

    it(
      "keeps nodes and hubs apart: what one no longer lists, another may still hold",
      withStore(async (store) => {
        const zz = tarball("repos/env", 2, 70, "x.gz", "/data/var/scm/backup/dayabay");
        await store.record(visit("C", nov(3), [tarball("repos/env", 2, 500)]));
        await store.record(visit("H1", nov(3), [tarball("repos/env", 2, 500)]));
        await store.record(visit("C", nov(3), [zz], "ZZ", "/data/var/scm/backup/dayabay"));
        await store.record(visit("C", nov(4), []));
        assert.deepEqual(held(await store.history("WW", "C", LATER)), [false]);
        assert.deepEqual(held(await store.history("WW", "H1", LATER)), [true]);
        assert.deepEqual(held(await store.history("ZZ", "C", LATER)), [true]);
      }),
    );

    it(
      "records all of a visit or nothing",
      withStore(async (store) => {
        const good = { hub: "WW", outcome: "ok", reason: "", root: ROOT, ...QUIET } as const;
        const broken = [tarball("repos/env", 3, 1), { ...tarball("repos/env", 4, 1), stamp: {} as string }];
        const results = [
          { ...good, tarballs: [tarball("repos/env", 2, 1)] },
          { ...good, hub: "ZZ", tarballs: broken },
        ];
        await assert.rejects(store.record(visitOf("C", nov(5), results)));
        assert.deepEqual(await store.history("WW", "C", LATER), { hub: "WW", node: "C", items: [], collections: [] });
        await store.record(visit("C", nov(5), [tarball("repos/env", 2, 1)]));
        assert.deepEqual(held(await store.history("WW", "C", LATER)), [true]);
      }),
    );

    it(
      "distinguishes names that differ only in bytes that are not UTF-8",
      withStore(async (store) => {
        const names = ["a\xff.gz", "a\xfe.gz"].map((name) => raw(Buffer.from(name, "latin1")));
        const both = names.map((name, i) => tarball("repos/env", 2, i + 1, name));
        await store.record(visit("C", nov(3), both));
        await store.record(visit("C", nov(4), both.slice(0, 1)));
        const [backup] = backups(await store.history("WW", "C", LATER), "repos/env");
        assert.deepEqual([backup!.files, backup!.bytes], [2, 3]);
        assert.equal(backup!.path, `${ROOT}/repos/env/2026/11/02/161023/a\\xfe.gz`);
      }),
    );

    it("returns names unchanged, whatever their bytes", async () => {
      const part = fc
        .oneof(
          fc.uint8Array({ minLength: 1, maxLength: 12 }).map((bytes) => raw(bytes)),
          fc.string({ unit: "binary", minLength: 1, maxLength: 8 }),
          fc.constantFrom("__proto__", "'; drop table tgzs;--", "\ufeffbom", "\ud83d\ude00", "%s", "a\nb", "\u202e"),
        )
        .map((text) => text.replace(/[/\0]/g, "_"));
      const remembers = async (item: string, file: string, place: Place) => {
        const found = tarball(item, 2, 7, file);
        const store = await place.open();
        await store.record(visit("C", nov(3), [found]));
        await store.record(visit("C", nov(4), [found]));
        await store.save();
        await store.close();
        const again = await place.open();
        const { items } = await again.history("WW", "C", LATER);
        await again.close();
        const told = { path: visible(found.path), held: true, seen: nov(3) };
        const expected = { at: found.at, bytes: 7, exact: true, files: 1, ...told };
        assert.deepEqual(items, [{ item: visible(item), backups: [expected] }]);
      };
      await fc.assert(
        fc.asyncProperty(part, part, async (item, file) => inPlace((place) => remembers(item, file, place))()),
        { numRuns: 30 },
      );
    });

    configSuite(inPlace);
  });
}

export const OWNERS = [WW, ZZ];

export function sizes({ items }: NodeHistory): Record<string, number[]> {
  return Object.fromEntries(items.map(({ item, backups }) => [item, backups.map(({ bytes }) => bytes)]));
}

export function backups({ items }: NodeHistory, item: string): Backup[] {
  return items.find((each) => each.item === item)?.backups ?? [];
}

function held({ items }: NodeHistory): boolean[] {
  return items.flatMap(({ backups }) => backups.map((backup) => backup.held));
}
