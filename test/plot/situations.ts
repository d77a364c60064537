// Situations in which a plot must look good, by name.
import { overview, plot, RANGES } from "../../src/plot/plot.ts";
import type { Drawing } from "../../src/plot/plot.ts";
import type { Finding } from "../../src/model.ts";
import { visible } from "../../src/text.ts";
import { DAY, HOUR } from "../../src/time.ts";
import { backup, END, nightly, overdue, sixItems, subject } from "./subjects.ts";
import type { Item } from "./subjects.ts";

const [days30, days90, year, all] = RANGES as [Range, Range, Range, Range];
type Range = (typeof RANGES)[number];

const neverSeen: Finding = {
  check: "missing",
  status: "alarm",
  reason: "never seen here; NTU has it",
  gist: "never seen here",
};
const notSeen: Finding = {
  check: "age",
  status: "unknown",
  reason: "nothing seen since 19 Nov 16:10, but the last visit failed",
  gist: "due 20 Nov 16:10, not seen",
};
const unreachable: Finding = {
  check: "unreachable",
  status: "unknown",
  reason: "no answer from 10.0.0.5:22 within 2 s; last good visit 19 Nov 17:10",
  gist: "visit failed",
};

const six = sixItems(331, {
  unseen: [
    { from: 0, to: END - 331 * DAY, why: "before first look" },
    { from: END - 41 * DAY, to: END - 37 * DAY, why: "unreachable" },
  ],
});

const silent = subject(
  [
    { item: "svn/dybsvn", backups: nightly(20, (i) => 1e9 + i * 1e6).slice(0, 15), finding: notSeen },
    { item: "svn/empty", backups: nightly(20, () => 0).slice(0, 15) },
    { item: "tracs/new", backups: [], rhythm: "never seen", finding: neverSeen },
  ],
  {
    findings: [unreachable],
    unseen: [
      { from: 0, to: END - 20 * DAY, why: "before first look" },
      { from: END - 14 * DAY, to: END - 13 * DAY, why: "unreachable" },
      { from: END - 12 * DAY, to: END - 12 * DAY + HOUR, why: "unreachable" },
      { from: END - 5 * DAY, to: END - 7 * HOUR, why: "unreachable" },
    ],
  },
);

export const HOSTILE = [
  `<script>alert(1)</script>`,
  `]]>`,
  `</text></svg>`,
  `"onload="alert(1)`,
  `&amp;&lt;&#0;`,
  `\u202egnp.exe`,
  `\u001b[31m\u0000\ud800`,
  `מאגר/קוד`,
  `漢字/${"とても長い名前の".repeat(9)}`,
  `a/very/long/${"path/".repeat(800)}end`,
];
const hostile = subject(
  HOSTILE.map((item) => ({
    item: visible(item),
    backups: nightly(3, () => 1e6),
    finding: { ...overdue, gist: visible(item) },
  })),
  { node: visible("<b>&\u0007") },
);

const many = subject(
  Array.from({ length: 45 }, (_, i): Item => {
    const item = `repos/project-${i}${i % 7 === 0 ? "-with-a-name-that-goes-on-and-on" : ""}`;
    if (i === 5) return { item, backups: [], rhythm: "never seen", finding: neverSeen };
    const backups = nightly(90, (n) => Math.round(10 ** (3 + (i % 9)) * (1 + n / (i + 90))));
    return i === 9
      ? { item, backups: backups.slice(0, -2), missed: [END - 32 * HOUR, END - 8 * HOUR], finding: overdue }
      : { item, backups };
  }),
);

const hourly = subject([
  {
    item: "db/hourly",
    backups: Array.from({ length: 8760 }, (_, i) =>
      backup(END - (8760 - i) * HOUR, 5e8 + 1e7 * Math.round(5 * Math.sin(i)), true),
    ),
    rhythm: "every 60 min",
  },
]);
const young = subject([{ item: "svn/new", backups: nightly(4, (i) => 5e6 + 1e5 * i) }]);
const lone = subject([{ item: "svn/new", backups: nightly(1, () => 5e6) }]);

const sizes = [0, 1e3, 1e12].map((bytes): Item => ({ item: `db/${bytes}`, backups: nightly(20, () => bytes) }));

export const SITUATIONS: Record<string, Drawing> = {
  "six-30d": plot(six, days30),
  "six-90d": plot(six, days90),
  "six-1y": plot(six, year),
  "six-all": plot(six, all),
  "six-overview": overview(six),
  "silent-30d": plot(silent, days30),
  "silent-overview": overview(silent),
  "hostile-30d": plot(hostile, days30),
  "hostile-overview": overview(hostile),
  "many-90d": plot(many, days90),
  "many-overview": overview(many),
  "hourly-1y": plot(hourly, year),
  "young-all": plot(young, all),
  "lone-all": plot(lone, all),
  "log-30d": plot({ ...six, scale: "log" }, days30),
  "linear-90d": plot({ ...six, scale: "linear" }, days90),
  "zero-log": plot(subject([...sizes, { item: "never", backups: [] }], { scale: "log" }), days30),
  "flat-log": plot({ ...lone, scale: "log" }, all),
  "many-log": plot({ ...many, scale: "log" }, year),
  "nothing-log": plot(subject([], { scale: "log" }), days30),
  "nothing-30d": plot(subject([]), days30),
  "nothing-overview": overview(subject([])),
};
