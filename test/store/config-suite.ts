// What every store must do if the config changes: zones, layouts, tags, removed hubs and nodes.
import assert from "node:assert/strict";
import { it } from "node:test";
import type { Instant, NodeHistory, Tarball } from "../../src/model.ts";
import type { Layout, Owner } from "../../src/store/store.ts";
import type { Place } from "./suite.ts";
import { changed, nov, ROOT, tarball, visit, WW, ZZ } from "./visits.ts";

const LATER = nov(30);

type InPlace = (test: (place: Place) => Promise<void>) => () => Promise<void>;

export function configSuite(inPlace: InPlace): void {
  zones(inPlace);
  owners(inPlace);
  layouts(inPlace);
  tags(inPlace);
}

/** Opens a store with these owners, records these visits and saves. Returns the history of WW's backups on C. */
async function told(place: Place, owners: Owner[], ...visits: ReturnType<typeof visit>[]): Promise<NodeHistory> {
  const store = await place.open(owners);
  for (const each of visits) await store.record(each);
  await store.save();
  const history = await store.history("WW", "C", LATER);
  await store.close();
  return history;
}

async function knows(place: Place, asOf: Instant = LATER, hub = "WW", node = "C", owners?: Owner[]) {
  const store = await place.open(owners);
  const history = await store.history(hub, node, asOf);
  await store.close();
  return history;
}

function zones(inPlace: InPlace): void {
  const UTC = { ...WW, timezone: "UTC" };

  it(
    "reads a hub's stamps again if its zone is corrected, but not those of other hubs",
    inPlace(async (place) => {
      const other = "/data/var/scm/backup/dayabay";
      const files = [tarball("repos/env", 1, 1), tarball("repos/env", 2, 1)];
      const zz = visit("C", nov(3), [tarball("repos/env", 2, 1, "x.gz", other)], "ZZ", other);
      await told(place, [WW, ZZ], visit("C", nov(3), files), zz, visit("C", nov(4), files.slice(1)));
      const before = await knows(place, LATER, "ZZ", "C", [WW, ZZ]);
      assert.deepEqual(instants(await knows(place, LATER, "WW", "C", [UTC, ZZ])), [
        "2026-11-01T16:10:23.000Z",
        "2026-11-02T16:10:23.000Z",
      ]);
      assert.deepEqual(await knows(place, LATER, "ZZ", "C", [UTC, ZZ]), before);
      // Saved with a visit, it stays so.
      await told(place, [UTC, ZZ], visit("C", nov(5), []));
      assert.deepEqual(instants(await knows(place, LATER, "WW", "C", [UTC, ZZ])), [
        "2026-11-01T16:10:23.000Z",
        "2026-11-02T16:10:23.000Z",
      ]);
    }),
  );

  it(
    "reads a date without a time again, too",
    inPlace(async (place) => {
      const stamp = "2026-11-02T00:00:00";
      const dump = {
        ...tarball("dumps", 2, 1),
        path: `${ROOT}/dumps/2026-11-02.gz`,
        stamp,
        at: Date.UTC(2026, 10, 1, 16),
      };
      await told(place, [WW], visit("C", nov(3), [dump]));
      assert.deepEqual(instants(await knows(place, LATER, "WW", "C", [UTC])), ["2026-11-02T00:00:00.000Z"]);
    }),
  );

  it(
    "keeps the instant of a file dated by its last change, even if the day is in its path",
    inPlace(async (place) => {
      const path = `${ROOT}/dumps/2026-11-02.gz`;
      const before = await told(place, [WW], visit("C", nov(3), [changed("dumps", 2, undefined, { path })]));
      assert.deepEqual((await knows(place, LATER, "WW", "C", [UTC])).items, before.items);
    }),
  );

  for (const [where, zone] of [
    ["west", "UTC"],
    ["east", "Pacific/Auckland"],
  ] as const) {
    it(
      `keeps the instant of a file dated by its last change if the zone is corrected to the ${where}`,
      inPlace(async (place) => {
        const owner = { ...WW, timezone: zone };
        const before = await told(
          place,
          [WW],
          ...[3, 4, 5].map((day) => visit("C", nov(day), [changed("pg/all", day)])),
        );
        const again = await told(place, [owner], visit("C", nov(6), [changed("pg/all", 5, zone)]));
        assert.deepEqual(again.items, before.items);
        assert.deepEqual((await knows(place, nov(4), "WW", "C", [owner])).items[0]!.backups.length, 2);
      }),
    );
  }
}

function instants({ items }: NodeHistory): string[] {
  return items.flatMap(({ backups }) => backups.map(({ at }) => new Date(at).toISOString()));
}

function owners(inPlace: InPlace): void {
  it(
    "knows nothing about an unknown hub or node",
    inPlace(async (place) => {
      await told(place, [WW], visit("C", nov(3), [tarball("repos/env", 2, 1)]));
      for (const [hub, node] of [
        ["XX", "C"],
        ["WW", "X"],
        ["C", "WW"],
      ] as const)
        assert.deepEqual(await knows(place, LATER, hub, node), { hub, node, items: [], collections: [] });
    }),
  );

  it(
    "keeps the history of a hub or node that is no longer in the config",
    inPlace(async (place) => {
      const other = "/data/var/scm/backup/dayabay";
      const zz = visit("C", nov(3), [tarball("repos/env", 2, 1, "x.gz", other)], "ZZ", other);
      await told(place, [WW, ZZ], zz, visit("H1", nov(3), [tarball("repos/env", 2, 1)]));
      const before = [await knows(place, LATER, "ZZ", "C"), await knows(place, LATER, "WW", "H1")];
      const left = [{ ...WW, nodes: ["C"], timezone: "Asia/Shanghai" }];
      await told(place, left, visit("C", nov(4), [tarball("repos/env", 3, 1)]), visit("C", nov(5), []));
      assert.deepEqual([await knows(place, LATER, "ZZ", "C"), await knows(place, LATER, "WW", "H1")], before);
    }),
  );

  it(
    "assigns a folder to the hub for which a visit finds it, and no other folders",
    inPlace(async (place) => {
      const [one, two] = [tarball("repos/env", 2, 1), tarball("repos/eng", 2, 2)];
      await told(place, [WW, ZZ], visit("C", nov(3), [one, two]));
      await told(place, [WW, ZZ], visit("C", nov(3), [one], "ZZ"));
      assert.deepEqual(items(await knows(place, LATER, "ZZ")), ["repos/env held"]);
      assert.deepEqual(items(await knows(place)), ["repos/eng held"]);
    }),
  );
}

/** `repos/env held gone …`: whether each backup of an item is still there. */
function items({ items }: NodeHistory): string[] {
  return items.map(({ item, backups }) => [item, ...backups.map(({ held }) => (held ? "held" : "gone"))].join(" "));
}

/** An owner whose layout gives the item and the stamp in a path. */
function layoutOf(text: string, fit: Layout["fit"]): Owner {
  return { ...WW, layout: () => ({ text, fit }) };
}

// Two ways to read ROOT/app/2026/11/02/161023/x.tar.gz.
const byPath: Layout["fit"] = (root, path) => {
  const [, item, y, m, d] = new RegExp(`^${root}/(.*)/(\\d{4})/(\\d\\d)/(\\d\\d)/161023/[^/]*gz$`).exec(path) ?? [];
  return item === undefined ? undefined : { item, stamp: `${y!}-${m!}-${d!}T16:10:23` };
};
const RIGHT = layoutOf("right", byPath);
const BY_CHANGE = layoutOf("by change", (root, path) => {
  const [, item] = new RegExp(`^${root}/(.*)/[^/]*gz$`).exec(path) ?? [];
  return item === undefined ? undefined : { item, stamp: undefined };
});
const app = (day: number, bytes = day) => tarball("app", day, bytes);
/** The same file under BY_CHANGE: changed an hour after its stamp. */
const wrong = (day: number, bytes = day): Tarball => {
  const { path, at } = app(day, bytes);
  const dir = path.slice(0, path.lastIndexOf("/"));
  return changed(dir.slice(ROOT.length + 1), day, undefined, { path, dir, at: at + 3_600_000, bytes });
};

function layouts(inPlace: InPlace): void {
  it(
    "moves files to the items of a new layout, as if first seen there; as of earlier they are still elsewhere",
    inPlace(async (place) => {
      const before = await told(
        place,
        [BY_CHANGE],
        visit("C", nov(3), [wrong(2)]),
        visit("C", nov(4), [wrong(2), wrong(3)]),
      );
      assert.deepEqual(items(before), ["app/2026/11/02/161023 held", "app/2026/11/03/161023 held"]);
      const after = await told(place, [RIGHT], visit("C", nov(5), [app(2), app(3)]));
      assert.deepEqual(items(after), ["app held held"]);
      assert.deepEqual(
        after.items[0]!.backups.map(({ seen }) => seen),
        [nov(3), nov(4)],
      );
      assert.deepEqual((await knows(place, nov(5) - 1)).items, before.items);
      assert.deepEqual((await knows(place, nov(5))).items, after.items);
    }),
  );

  it(
    "ends an item that keeps none of its files, with those that are gone; as of earlier it is still there",
    inPlace(async (place) => {
      await told(place, [BY_CHANGE], visit("C", nov(3), [wrong(2)]), visit("C", nov(4), [wrong(3)]));
      const after = await told(place, [RIGHT], visit("C", nov(5), [app(3)]));
      assert.deepEqual(items(after), ["app held"]);
      assert.deepEqual(items(await knows(place, nov(4))), ["app/2026/11/02/161023 gone", "app/2026/11/03/161023 held"]);
    }),
  );

  it(
    "has the whole history again if the layout is changed back, with what was purged in between",
    inPlace(async (place) => {
      await told(place, [RIGHT], visit("C", nov(3), [app(1), app(2)]), visit("C", nov(4), [app(2), app(3)]));
      const during = await told(
        place,
        [BY_CHANGE],
        visit("C", nov(5), [wrong(2), wrong(3)]),
        visit("C", nov(6), [wrong(3)]),
      );
      assert.deepEqual(items(during), ["app/2026/11/02/161023 gone", "app/2026/11/03/161023 held"]);
      const after = await told(place, [RIGHT], visit("C", nov(7), [app(3), app(4)]));
      assert.deepEqual(items(after), ["app gone gone held held"]);
      assert.deepEqual(
        after.items[0]!.backups.map(({ bytes, seen, gone }) => [bytes, seen, gone]),
        [
          [1, nov(3), nov(4)],
          [2, nov(3), nov(7)],
          [3, nov(4), undefined],
          [4, nov(7), undefined],
        ],
      );
      assert.deepEqual((await knows(place, nov(6))).items, during.items);
      assert.deepEqual(items(await knows(place, nov(4))), ["app gone held held"]);
    }),
  );

  it(
    "does not end an item that keeps its files under the new layout: a gone one stays gone",
    inPlace(async (place) => {
      await told(place, [RIGHT], visit("C", nov(3), [app(2), tarball("old", 2, 1)]), visit("C", nov(4), [app(2)]));
      const other = layoutOf("right, in other words", byPath);
      assert.deepEqual(items(await told(place, [other], visit("C", nov(5), [app(2)]))), ["app held", "old gone"]);
    }),
  );

  it(
    "ends nothing if the config is unchanged, even if the node reports another root",
    inPlace(async (place) => {
      await told(place, [RIGHT], visit("C", nov(3), [app(2), tarball("old", 2, 1)]));
      const moved = tarball("app", 2, 2, undefined, "/new");
      const after = await told(place, [RIGHT], visit("C", nov(4), [moved], "WW", "/new"));
      assert.deepEqual(items(after), ["app held", "old gone"]);
    }),
  );

  it(
    "considers only the layout of the hub and node of the visit",
    inPlace(async (place) => {
      await told(place, [RIGHT], visit("C", nov(3), [app(2)]), visit("H1", nov(3), [app(2)]));
      await told(place, [BY_CHANGE], visit("C", nov(4), [wrong(2)]));
      assert.deepEqual(items(await knows(place, LATER, "WW", "H1")), ["app held"]);
      await told(place, [BY_CHANGE], visit("H1", nov(5), [wrong(2)]));
      assert.deepEqual(items(await knows(place, LATER, "WW", "H1")), ["app/2026/11/02/161023 held"]);
    }),
  );

  it(
    "recognises a held file that is dated by its change now, unless it was overwritten",
    inPlace(async (place) => {
      const named = (path: string, day: number): Tarball => ({
        ...tarball("dumps", day, day),
        path: `${ROOT}/dumps/${path}`,
      });
      const byName = layoutOf("by name", (_, path) => {
        const [, day] = /(\d\d)\.gz$/.exec(path)!;
        return { item: "dumps", stamp: `2026-11-${day!}T16:10:23` };
      });
      const fit: Layout["fit"] = () => ({ item: "dumps", stamp: undefined });
      const byChange = layoutOf("by change", fit);
      await told(place, [byName], visit("C", nov(4), [named("02.gz", 2), named("03.gz", 3)]));
      const dated = (path: string, day: number, at: Instant) =>
        changed("dumps", day, undefined, { path: `${ROOT}/dumps/${path}`, dir: `${ROOT}/dumps`, at, bytes: day });
      const listed = [dated("02.gz", 2, nov(2)), dated("03.gz", 3, nov(5) - 1)];
      const after = await told(place, [byChange], visit("C", nov(5), listed));
      assert.deepEqual(
        after.items[0]!.backups.map(({ at, held, seen }) => [at, held, seen]),
        [
          [nov(2), true, nov(4)],
          [named("03.gz", 3).at, false, nov(4)],
          [nov(5) - 1, true, nov(5)],
        ],
      );
      // Another change with the same effect brings nothing back.
      const again = layoutOf("by change, in other words", fit);
      assert.deepEqual((await told(place, [again], visit("C", nov(6), listed))).items, after.items);
    }),
  );
}

function tags(inPlace: InPlace): void {
  for (const kind of ["hub", "node"] as const) {
    const at = (day: number, tag: string, files: Tarball[]) =>
      kind === "node" ? visit(tag, nov(day), files) : visit("C", nov(day), files, tag);
    const history = (place: Place, tag: string, asOf = LATER) =>
      kind === "node" ? knows(place, asOf, "WW", tag) : knows(place, asOf, tag);
    const renamed = async (place: Place) => {
      const store = await place.open();
      const found = await store.rename(kind, "OLD", "NEW");
      await store.save();
      await store.close();
      return found;
    };
    const [before, between, after] = [
      [tarball("app", 1, 10), tarball("app", 2, 20)],
      [tarball("app", 2, 20), tarball("app", 3, 30), tarball("web", 3, 1)],
      [tarball("app", 3, 33), tarball("app", 4, 40)],
    ];

    it(
      `renames a ${kind}: its whole history is under the new tag, as of any time`,
      inPlace(async (place) => {
        await told(place, [], at(3, "OLD", before), at(4, "OLD", between));
        const known = await Promise.all([3, 4].map((day) => history(place, "OLD", nov(day))));
        assert.deepEqual(await renamed(place), { backups: 4, collections: 2 });
        for (const [i, day] of [3, 4].entries()) {
          const { items, collections } = await history(place, "NEW", nov(day));
          assert.deepEqual([items, collections], [known[i]!.items, known[i]!.collections]);
        }
        const { items, collections } = await history(place, "OLD");
        assert.deepEqual([items, collections], [[], []]);
      }),
    );

    it(
      `merges a ${kind} with what visits have found under the new tag, as if it had always had that tag`,
      inPlace(async (place) => {
        const other = tarball("db", 3, 7);
        await told(
          place,
          [],
          at(3, "NEW", before),
          at(4, "NEW", between),
          at(5, "NEW", after),
          at(6, "NEW", [...after, other]),
        );
        const expected = await Promise.all([3, 4, 5, 6].map((day) => history(place, "NEW", nov(day))));
        const second = place.another();
        try {
          await told(
            second,
            [],
            at(3, "OLD", before),
            at(4, "OLD", between),
            at(5, "NEW", after),
            at(6, "NEW", [...after, other]),
          );
          await renamed(second);
          for (const [i, day] of [3, 4, 5, 6].entries())
            assert.deepEqual(await history(second, "NEW", nov(day)), expected[i]);
        } finally {
          second.remove();
        }
      }),
    );

    it(
      `renames nothing for an unknown ${kind}, and nothing of others`,
      inPlace(async (place) => {
        await told(place, [], at(3, "NEW", before), at(3, "THIRD", [tarball("app", 2, 1, "x.gz", "/third")]));
        const known = [await history(place, "NEW"), await history(place, "THIRD")];
        assert.deepEqual(await renamed(place), { backups: 0, collections: 0 });
        assert.deepEqual([await history(place, "NEW"), await history(place, "THIRD")], known);
      }),
    );
  }
}
