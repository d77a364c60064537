// watch: judges other sites, from another machine, by what they publish: a monitor that no longer runs cannot say so itself.
import { z } from "zod";
import { learnRhythm, worst } from "../judge/judge.ts";
import type { Instant, Status } from "../model.ts";
import { STATUSES } from "../model.ts";
import { visible } from "../text.ts";
import { readInstant } from "../time.ts";
import { MIB, printFullTime, printTime } from "../units.ts";
import { concludeSites } from "../words/conclusions.ts";
import { eachFinding } from "../words/findings.ts";
import { countStatuses, PLUGIN_CODES, printPlugin } from "../words/plugin.ts";
import { worstFirst } from "../words/troubles.ts";
import type { CommandLine } from "./options.ts";
import type { World } from "./world.ts";

export const TIMEOUT_MS = 30_000;
/** Of a thousand nodes it is some 5 MB. */
const MOST_BYTES = 64 * MIB;
/** What was written with a clock that is ahead of ours. */
const AHEAD_MS = 300_000;

/** One line of what is wrong at a site. */
interface Said {
  status: Status;
  /** Visible: what others publish may be anything. */
  text: string;
}

interface Watched {
  url: string;
  status: Status;
  said: Said[];
}

export const commandLine: CommandLine = {
  usage: "watch <url...>",
  description: "judge other sites by the status.json that they publish, or the 2012 program's JSON; exit 0 to 3",
  options: [],
  act: (urls, _, world) => watch(urls, world),
};

/** URLs of `status.json`, of the folder that it is in, or of the predecessor's JSON. */
export async function watch(urls: string[], world: World): Promise<{ text: string; exitCode: number }> {
  const sites = await Promise.all(urls.map((url) => watchOne(url, world)));
  const status = worst([], sites);
  const lines = worstFirst(sites.flatMap(({ url, said }) => said.map((each) => ({ ...each, url }))));
  const text = printPlugin(
    status,
    concludeWatched(sites),
    countStatuses(sites),
    lines.map(({ url, status, text }) => `${status}: ${visible(url)}: ${text}`),
  );
  return { text, exitCode: PLUGIN_CODES[status] };
}

/** Of the only site, or the only one that is not well, the worst of what is wrong there. */
function concludeWatched(sites: Watched[]): string {
  const bad = sites.filter(({ status }) => status !== "ok");
  const only = sites.length === 1 ? sites[0] : bad.length === 1 ? bad[0] : undefined;
  if (!only) return concludeSites(sites.map(({ status }) => status));
  return `${visible(only.url)}: ${worstFirst(only.said)[0]?.text ?? "all is well"}`;
}

async function watchOne(url: string, { now, signal }: World): Promise<Watched> {
  try {
    const said = judge(JSON.parse(await load(url, signal)), now);
    return { url, status: worst([], said), said };
  } catch (error) {
    signal.throwIfAborted();
    const text = visible(error instanceof Error ? reasonOf(error) : String(error));
    return { url, status: "unknown", said: [{ status: "unknown", text: `cannot be judged: ${text}` }] };
  }
}

async function load(url: string, signal: AbortSignal): Promise<string> {
  if (!/^https?:\/\//.test(url)) throw new Error("it must begin with http:// or https://");
  const file = url.endsWith("/") ? `${url}status.json` : url;
  const response = await fetch(file, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
  if (!response.ok) throw new Error(`${file} is answered by ${response.status} ${response.statusText}`);
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) throw new Error(`${file} is longer than ${MOST_BYTES / MIB} MiB`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

/** `fetch` tells what went wrong in the cause of its error. */
function reasonOf({ name, message, cause }: Error): string {
  if (name === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1000} s`;
  if (cause instanceof Error) return cause.message || ("code" in cause ? String(cause.code) : message);
  return message;
}

function judge(content: unknown, now: Instant): Said[] {
  const status = STATUS.safeParse(content);
  if (status.success) return judgeStatus(status.data, now);
  const old = PREDECESSORS.safeParse(content);
  if (old.success) return judgePredecessors(old.data, now);
  throw new Error("it is neither a status.json of this program nor the JSON of the 2012 one");
}

const FINDINGS = z.array(
  z
    .object({ check: z.string(), status: z.enum(STATUSES), reason: z.string(), silenced: z.unknown() })
    .partial({ silenced: true }),
);

/** As status-json.ts writes it; more may stand there. */
const STATUS = z.object({
  format: z.literal(1),
  asOf: z.string(),
  validUntil: z.string().nullable(),
  status: z.enum(STATUSES),
  findings: FINDINGS,
  hubs: z.array(
    z.object({
      srvnode: z.string(),
      findings: FINDINGS,
      nodes: z.array(
        z.object({
          node: z.string(),
          findings: FINDINGS,
          items: z.array(z.object({ item: z.string(), findings: FINDINGS })),
        }),
      ),
    }),
  ),
});

function judgeStatus(published: z.infer<typeof STATUS>, now: Instant): Said[] {
  const { asOf, validUntil, status } = published;
  const [from, until] = [readInstant(asOf), validUntil === null ? Infinity : readInstant(validUntil)];
  if (from === undefined || until === undefined) throw new Error("its asOf or validUntil is no time");
  const said = eachFinding(published)
    .filter(({ finding }) => finding.silenced === undefined)
    .map(({ finding: { check, status, reason }, where }): Said => {
      return { status, text: visible(`${where}: ${reason} (${check})`) };
    });
  if (now > until) {
    const text = `the monitor has stopped: its pages are as of ${printFullTime(from, "UTC")} UTC and were valid until ${printFullTime(until, "UTC")} UTC (collection)`;
    said.unshift({ status: "alarm", text });
  } else if (from > now + AHEAD_MS) {
    said.unshift({
      status: "warn",
      text: `its pages are as of ${printFullTime(from, "UTC")} UTC, which is in the future (clock)`,
    });
  }
  // What it says of itself counts, whatever it lists.
  return STATUSES.indexOf(worst([], said)) < STATUSES.indexOf(status)
    ? [...said, { status, text: `says ${status}` }]
    : said;
}

/** A node's series, each of [milliseconds, MiB]; the one named OK counts days. */
const PREDECESSORS = z.object({
  series: z.array(z.object({ name: z.string(), data: z.array(z.tuple([z.number(), z.number()])) })),
});

function judgePredecessors({ series }: z.infer<typeof PREDECESSORS>, now: Instant): Said[] {
  return series
    .filter(({ name }) => name !== "OK")
    .flatMap(({ name, data }): Said[] => {
      const times = data.map(([at]) => at).filter((at) => at <= now + AHEAD_MS);
      const backups = times
        .sort((a, b) => a - b)
        .map((at) => ({ at, bytes: 0, exact: true, files: 1, path: "", held: true }));
      if (backups.length === 0) return [{ status: "alarm", text: visible(`${name}: holds no tarball (missing)`) }];
      const sight = { unseen: [], until: now, copyDelayMs: 0 };
      const { due, dueBy, rule } = learnRhythm(
        { item: name, backups },
        { usual: "auto", exceptions: [] },
        "UTC",
        sight,
      );
      if (due === undefined || dueBy === undefined || now <= dueBy) return [];
      const since = printTime(backups.at(-1)!.at, "UTC", now);
      const text = `${name}: nothing since ${since} UTC; ${rule}; due ${printTime(due, "UTC", now)} UTC (age)`;
      return [{ status: "alarm", text: visible(text) }];
    });
}
