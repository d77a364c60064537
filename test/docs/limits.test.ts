// Every number that the manual prints is the one that the program uses: each phrase is made from the constants.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LONGEST_LINE } from "../../src/commands/doctor/authorized-key.ts";
import { TIMEOUT_MS } from "../../src/commands/watch.ts";
import { KEYS } from "../../src/config/keys.ts";
import { LOGIN_MS } from "../../src/config/site.ts";
import { TOLERANCE } from "../../src/judge/future.ts";
import { TRANSFER } from "../../src/judge/arriving.ts";
import { SLACK, UNKNOWN_LAG } from "../../src/judge/checks/copies.ts";
import { ON_ITS_WAY } from "../../src/judge/checks/missing.ts";
import { FORGOTTEN, HABIT as NOTES, SLACK as LATE_NOTE } from "../../src/judge/checks/sidecar.ts";
import { ALARM_DAYS, WARN_DAYS } from "../../src/judge/checks/space.ts";
import { WINDOW as COPIED } from "../../src/judge/copy-sets.ts";
import { MIN_LAGS } from "../../src/judge/lag.ts";
import { RECENT as COPIES } from "../../src/judge/rhythm/copy-delay.ts";
import { graceFor } from "../../src/judge/rhythm/jitter.ts";
import { MIN_BACKUPS } from "../../src/judge/rhythm/habit.ts";
import { RECENT_COUNTS, LOOSE_SPREAD } from "../../src/judge/rhythm/learn.ts";
import { WEEKEND } from "../../src/judge/rhythm/rhythm.ts";
import { GRACE, RUNS } from "../../src/judge/schedule.ts";
import {
  JUMP_RATIO,
  NEXT_TO_NOTHING,
  NOTHING,
  SHORT_RATIO,
  LIMIT_SPREADS,
  USUAL_SHARE,
  YOUNG_COUNT,
} from "../../src/judge/sizes/assessment.ts";
import { MAX_STEPS, MARKED } from "../../src/judge/sizes/band.ts";
import {
  MIN_LEVEL_RUN,
  LEVEL_COUNT,
  MIN_COMPARABLE,
  MIN_HISTORY,
  FIVE_WEEKS,
  WINDOW,
} from "../../src/judge/sizes/baseline.ts";
import { HABIT as CLEANINGS, LONGER, MIN_DAYS, RECENT as TREND } from "../../src/judge/trend.ts";
import { INLINED, SHOWN } from "../../src/pages/hub-page.ts";
import { MAX_ITEMS } from "../../src/plot/view.ts";
import { BLOCK } from "../../src/publish/filled.ts";
import { COLLECTION_RETENTION_MS } from "../../src/store/sqlite/record.ts";
import { DAY, HOUR, MINUTE } from "../../src/time.ts";
import { capital, MIB, printCount, printWord } from "../../src/units.ts";
import { flat } from "./pages.ts";

const percent = (share: number) => `${Number((100 * share).toPrecision(3))} %`;
const hours = (ms: number) => printWord(ms / HOUR).replace("one", "an") + (ms === HOUR ? " hour" : " hours");
const days = (ms: number) => `${ms / DAY} days`;
const times = (factor: number) => (factor === 2 ? "twice" : `${factor} times`);
const list = (counts: number[]) => `${counts.slice(0, -1).join(", ")} or ${counts.at(-1)!}`;
/** The sample of the check: due at 16:10, ± 20 min from 58 backups, every 24 h. */
const overdue =
  16 * HOUR + 10 * MINUTE + graceFor({ spreadMs: 20 * MINUTE, spacingMs: DAY, exceptions: 0, cost: 0 }, 58);
const sample = new Date(Math.floor(overdue / MINUTE) * MINUTE).toISOString().slice(11, 16);

const CLAIMS: Record<string, string[]> = {
  "docs/checks.md": [
    `due every 24 h ± 20 min (learned from 58 backups); the next was due 23 Nov 16:10, alarm since ${sample}`,
    `learned from the last ${COPIES} backups`,
    `more than ${LOOSE_SPREAD / MINUTE} minutes and the last ${list(RECENT_COUNTS)} backups`,
    `down to ${2 * MIN_BACKUPS} backups`,
    `with fewer than ${2 * MIN_BACKUPS} backups, after twice that`,
    `with fewer than ${MIN_BACKUPS} there is no rhythm yet`,
    `at least ${days(WEEKEND)} and at most`,
    `fewer than ${2 * MIN_BACKUPS} backups that follow no rule, ${days(WEEKEND)} are allowed`,
    `for ${ON_ITS_WAY === DAY ? "a day" : days(ON_ITS_WAY)}, since its copy may be on its way`,
    `\`patience\` (${KEYS.hub.patience.default})`,
    `\`every\` plus ${hours(GRACE)}`,
    `the last ${RUNS} runs`,
    `with earlier ones, at most ${WINDOW}`,
    `the median of the last ${LEVEL_COUNT} comparable backups`,
    `at least ${percent(1 - SHORT_RATIO)} below what was expected, and at least ${LIMIT_SPREADS} × (1 + 4/n) spreads`,
    `and ${percent(USUAL_SHARE)} of them`,
    `more than ${times(JUMP_RATIO)} what was expected, more than ${LIMIT_SPREADS} × (1 + 4/n) spreads`,
    `at most ${NOTHING} bytes`,
    `less than ${percent(NEXT_TO_NOTHING)} of the size`,
    `for \`frozen\` nights (${KEYS.hub.frozen.default})`,
    `once ${printWord(MIN_LEVEL_RUN)} backups have had it: a clean-up on the server gives ${printWord(MIN_LEVEL_RUN - 1)} alarms`,
    `${MIN_COMPARABLE} comparable backups and ${days(MIN_HISTORY)} of history`,
    `In the first ${days(FIVE_WEEKS)}, or with fewer than ${YOUNG_COUNT} backups`,
    `until ${MIN_COMPARABLE} backups and ${days(MIN_HISTORY)} of exact sizes`,
    `younger than ${TRANSFER / HOUR} hours`,
    `The last ${days(COPIED)} are compared`,
    `with fewer than ${MIN_LAGS} known, ${UNKNOWN_LAG === DAY ? "a day" : days(UNKNOWN_LAG)}`,
    `at least the lag plus ${hours(SLACK)}`,
    `no note ${hours(LATE_NOTE)} after it should have come`,
    `needs ${NOTES} notes`,
    `after ${days(FORGOTTEN)} without a note`,
    `over up to ${LONGER} days`,
    `all pairs of the last ${TREND} days`,
    `${capital(printWord(CLEANINGS))} clean-ups in ${LONGER} days count as regular`,
    `Fewer than ${MIN_DAYS} days of readings`,
    `full in less than ${WARN_DAYS} days, **alarm** if in less than ${ALARM_DAYS}`,
    `off by more than ${TOLERANCE / MINUTE} minutes`,
    `more than ${TOLERANCE / MINUTE} minutes in the future`,
  ],
  "docs/commands.md": [`within ${TIMEOUT_MS / 1000} s`],
  "docs/database.md": [`kept for ${days(COLLECTION_RETENTION_MS)}`],
  "docs/locked-key.md": [`lines of more than ${Math.ceil(LONGEST_LINE / 1024)} KiB`],
  "docs/plots.md": [
    `the ${SHOWN.replace("d", " days")} of the nodes of a hub that has up to ${printWord(INLINED)}`,
    `more than ${MAX_STEPS} backups`,
    `the newest ${printCount(MARKED)} backups`,
    `Up to ${MAX_ITEMS} items`,
  ],
  "docs/ssh.md": [`${LOGIN_MS / 1000} s to log in`],
  "docs/webserver.md": [`blocks of ${BLOCK / 1024} KiB`],
  "CHANGELOG.md": [`more than ${MAX_ITEMS} items`, `up to ${printWord(INLINED)} nodes`],
};

describe("the manual's numbers", () => {
  for (const [path, phrases] of Object.entries(CLAIMS)) {
    for (const phrase of phrases) {
      it(`${path}: "${phrase}"`, () => assert.ok(flat(path).includes(phrase)));
    }
  }

  it("are counted in MiB of the size that the database uses", () => {
    assert.ok(flat("docs/database.md").includes(`bytes / ${MIB}`));
  });
});
