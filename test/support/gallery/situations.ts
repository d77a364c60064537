// What the backups of a node may look like: one history for each situation, to be judged and plotted as in a build.
import type { Backup, Collection, Hub, Instant, ItemHistory, Silence } from "../../../src/model.ts";
import { visible } from "../../../src/text.ts";
import { DAY, HOUR, instant } from "../../../src/time.ts";
import { backup, silence, visit } from "../histories.ts";

export interface Situation {
  name: string;
  /** What a reader should see in the plot. */
  says: string;
  /** One for each node. */
  nodes: { items: ItemHistory[]; collections: Collection[] }[];
  /** Which of the nodes' plots to draw; may include `overview`. */
  ranges: string[];
  asOf: Instant;
  timezone: string;
  hub: Partial<Hub>;
  silences: Silence[];
}

const SHANGHAI = "Asia/Shanghai";
const BERLIN = "Europe/Berlin";
/** After the night of 23 November, on the evening of the 24th in Shanghai. */
const NOW = Date.UTC(2026, 10, 24, 10);
const MB = 1e6;

/** Between -1 and 1, always the same. */
const flicker = (i: number) => ((i * 7919) % 201) / 100 - 1;
const growing = (mb: number) => (i: number) => Math.round(mb * MB * (1 + i / 4000 + 0.003 * flicker(i)));

export const SITUATIONS: Situation[] = [
  situation("one item", "A line that grows, dots for what is still on the node.", [
    item("svn/repository", nights(400, growing(800))),
  ]),
  situation(
    "forty items",
    "Forty low panels, each of them to be read.",
    [...Array(40).keys()].map((k) => item(`repos/project-${k}`, nights(60, growing(3 ** (k % 9))))),
  ),
  situation(
    "sixty items",
    "More than anybody can look at: three of them need a look.",
    [...Array(60).keys()].map((k) =>
      item(`repos/project-${k}`, nights(60, growing(10 + k)).slice(0, k % 20 === 7 ? -3 : undefined)),
    ),
  ),
  situation("one point", "A dot, and no line.", [item("svn/new", nights(1, growing(5)))]),
  situation(
    "no point",
    "Expected and never seen: a name, a reason, an empty panel.",
    [item("svn/old", nights(30, growing(5)))],
    {
      hub: { select: ["svn/old", "svn/expected"] },
    },
  ),
  situation("no item", "Nobody has found anything yet.", []),
  situation("all missed", "It came until a fortnight ago: a cross a night since then.", [
    item("svn/stopped", nights(90, growing(300)).slice(0, -14)),
    item("svn/fine", nights(90, growing(300))),
  ]),
  situation("some nights missed", "The line breaks where a night is missing.", [
    item(
      "svn/gaps",
      nights(90, growing(300)).filter((_, i) => ![62, 70, 71, 80].includes(i)),
    ),
  ]),
  situation(
    "unreachable for a week",
    "A hatch where nobody could look; what came meanwhile is there.",
    [item("svn/main", nights(90, growing(300)))],
    {
      collections: visits(90, (ago) => ago >= 10 && ago < 17),
    },
  ),
  situation(
    "unreachable now",
    "The hatch reaches the last visit; what came due since is unknown, not missed.",
    [item("svn/main", nights(90, growing(300)).slice(0, -3))],
    {
      collections: visits(90, (ago) => ago < 3),
    },
  ),
  situation("truncated", "The last tarball is a third smaller than it should be, and marked.", [
    item(
      "svn/cut",
      nights(90, (i) => growing(900)(i) * (i === 89 ? 0.69 : 1)),
    ),
    item("svn/fine", nights(90, growing(900))),
  ]),
  situation("truncated, small beside big", "A quarter of a small series is missing beside a big one.", [
    item("db/big", nights(90, growing(90_000))),
    item(
      "conf/small",
      nights(90, (i) => Math.round(growing(0.04)(i) * (i >= 88 ? 0.75 : 1))),
    ),
  ]),
  situation("empty", "Zero bytes, last night.", [
    item(
      "svn/main",
      nights(60, (i) => (i === 59 ? 0 : growing(40)(i))),
    ),
  ]),
  situation("frozen", "The same bytes for twelve nights, where sizes always varied.", [
    item(
      "tracs/main",
      nights(90, (i) => (i >= 78 ? 54_012_345 : growing(53)(i))),
    ),
  ]),
  situation("a jump", "Ten times as large since last night.", [
    item(
      "svn/main",
      nights(90, (i) => growing(40)(i) * (i === 89 ? 10 : 1)),
    ),
  ]),
  situation(
    "a step",
    "Half as large for good since a month: nothing to be told any more.",
    [
      item(
        "svn/main",
        nights(120, (i) => Math.round(growing(i >= 80 ? 20 : 40)(i))),
      ),
    ],
    { ranges: ["90d"] },
  ),
  situation(
    "full and differential",
    "A high one on each Sunday, six that grow until the next.",
    [
      item(
        "db/offline",
        nights(100, (i) => Math.round((i % 7 === 0 ? 12.4e9 : 1e9 + 2.4e8 * (i % 7)) * (1 + 0.004 * flicker(i)))),
      ),
    ],
    { ranges: ["30d", "90d"] },
  ),
  situation(
    "weekly and monthly",
    "Rare ones: no night is missed between them.",
    [item("conf/weekly", every(7 * DAY, 60, growing(7))), item("conf/monthly", every(30 * DAY, 14, growing(70)))],
    { ranges: ["90d", "1y"] },
  ),
  situation(
    "hourly for ten years",
    "87,600 tarballs in 568 columns: no peak is lost.",
    [
      item(
        "db/hourly",
        every(HOUR, 87_600, (i) => Math.round(5e8 + 4000 * i + 1e7 * flicker(i) + (i === 40_000 ? 4e8 : 0))),
      ),
    ],
    { ranges: ["30d", "all"] },
  ),
  situation(
    "daylight saving",
    "Berlin's clocks go back on 25 October: each day begins at its own midnight.",
    [item("svn/main", nights(60, growing(300), { timezone: BERLIN, last: "2026-11-07T02:30:00" }))],
    { timezone: BERLIN, asOf: Date.UTC(2026, 10, 7, 10) },
  ),
  situation(
    "a year's end",
    "December and January: the new year can be seen.",
    [item("svn/main", nights(60, growing(300), { last: "2027-01-12T16:10:23" }))],
    { ranges: ["30d", "90d"], asOf: Date.UTC(2027, 0, 13, 2) },
  ),
  situation("1 kB next to 1 TB", "Each has its own scale, and its unit.", [
    item(
      "conf/kilobyte",
      nights(60, (i) => 1000 + (i % 5)),
    ),
    item("db/terabyte", nights(60, growing(1_000_000))),
  ]),
  situation("long names", "Cut where there is no room, whole where one points.", [
    item(`repos/${"a-rather-long-name-".repeat(4)}end`, nights(40, growing(3))),
    item(`repos/${"x".repeat(200)}`, nights(40, growing(30)).slice(0, -4)),
    item("漢字/とても長い名前のリポジトリとても長い名前のリポジトリ", nights(40, growing(30))),
  ]),
  situation("right-to-left names", "They stand where all names stand, and turn nothing around.", [
    item("מאגר/קוד", nights(40, growing(3))),
    item("مستودع/رمز", nights(40, growing(30)).slice(0, -4)),
    item("repos/קוד-2", nights(40, growing(30))),
  ]),
  situation("hostile names", "Text is text.", [
    ...[
      `<script>alert(1)</script>`,
      `</text></svg>`,
      `"onload="alert(1)`,
      `&amp;&lt;`,
      `\u202egnp.exe`,
      `\u001b[31m`,
    ].map((name) => item(visible(name), nights(20, growing(3)).slice(0, -2))),
  ]),
  situation(
    "gone",
    "Purged from the node long ago: a line without dots.",
    [
      item(
        "svn/archive",
        nights(120, growing(300))
          .slice(0, 90)
          .map((one) => ({ ...one, held: false, gone: NOW - 25 * DAY })),
      ),
      item("svn/main", nights(120, growing(300))),
    ],
    { ranges: ["90d"] },
  ),
  situation(
    "retired",
    "Nothing more is expected of it, and it stands last.",
    [item("svn/aaa-retired", nights(60, growing(300)).slice(0, -20)), item("svn/main", nights(60, growing(300)))],
    { hub: { retired: ["svn/aaa*"] } },
  ),
  situation(
    "silenced",
    "Somebody knows of it: it alarms nobody.",
    [item("svn/main", nights(60, growing(300)).slice(0, -4))],
    { silences: [silence({ item: ["svn/*"], until: NOW + 5 * DAY })] },
  ),
  situation(
    "looked at for the first time",
    "What is older than our first look was never seen to be missing.",
    [item("svn/main", nights(20, growing(300)))],
    { collections: visits(3) },
  ),
  situation(
    "from the 2012 program",
    "Whole MiB, rounded up, and no visits.",
    [
      item(
        "svn/main",
        nights(60, growing(30)).map((one) => ({
          ...one,
          exact: false,
          bytes: Math.ceil(one.bytes / 2 ** 20) * 2 ** 20,
        })),
      ),
    ],
    { collections: [] },
  ),
  situation(
    "many things at once",
    "Overdue, cut, frozen, a hatch and a quiet one, worst first.",
    [
      item("svn/late", nights(90, growing(2000)).slice(0, -2)),
      item(
        "svn/cut",
        nights(90, (i) => growing(900)(i) * (i === 89 ? 0.69 : 1)),
      ),
      item(
        "svn/frozen",
        nights(90, (i) => (i >= 75 ? 54_012_345 : growing(53)(i))),
      ),
      item("svn/quiet", nights(90, growing(180))),
    ],
    { collections: visits(90, (ago) => ago >= 12 && ago < 15), ranges: ["30d", "90d", "1y", "all", "overview"] },
  ),
  {
    ...situation("two nodes", "The second has a smaller copy of last night's tarball, and lacks an item.", []),
    nodes: [
      {
        items: [item("svn/a", nights(60, growing(300))), item("svn/b", nights(60, growing(30)))],
        collections: visits(60),
      },
      {
        items: [
          item(
            "svn/a",
            nights(60, (i) => growing(300)(i) - (i === 59 ? 9e6 : 0)),
          ),
        ],
        collections: visits(60),
      },
    ],
  },
];

function situation(
  name: string,
  says: string,
  items: ItemHistory[],
  more: Partial<Situation> & { collections?: Collection[] } = {},
): Situation {
  const { collections, ...rest } = more;
  const asOf = more.asOf ?? NOW;
  return {
    ...{ name, says, nodes: [{ items, collections: collections ?? visits(90, () => false, asOf) }] },
    ...{ ranges: ["30d"], asOf, timezone: SHANGHAI, hub: {}, silences: [], ...rest },
  };
}

function item(name: string, backups: Backup[]): ItemHistory {
  return { item: name, backups };
}

/** One backup a night, the last at `last` by the clocks of `timezone`. The newest seven are still on the node. */
function nights(
  count: number,
  bytes: (i: number) => number,
  { timezone = SHANGHAI, last = "2026-11-24T16:10:23" } = {},
): Backup[] {
  const [day, time] = [Date.parse(`${last.slice(0, 10)}Z`), last.slice(10)];
  return Array.from({ length: count }, (_, i) => {
    const stamp = new Date(day - (count - 1 - i) * DAY).toISOString().slice(0, 10) + time;
    return { ...backup(instant(stamp, timezone)!, Math.round(bytes(i))), held: i >= count - 7 };
  });
}

function every(ms: number, count: number, bytes: (i: number) => number): Backup[] {
  const last = instant("2026-11-24T16:10:23", SHANGHAI)!;
  return Array.from({ length: count }, (_, i) => ({
    ...backup(last - (count - 1 - i) * ms, bytes(i)),
    held: i >= count - 7,
  }));
}

/** One visit a day, the last an hour before as-of. */
function visits(count: number, failed: (ago: number) => boolean = () => false, asOf = NOW): Collection[] {
  return Array.from({ length: count }, (_, i) => {
    const ago = count - 1 - i;
    return visit(asOf - HOUR - ago * DAY, failed(ago) ? "unreachable" : "ok");
  });
}
