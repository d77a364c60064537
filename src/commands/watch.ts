// watch: judges other sites by what they publish, from another machine: a monitor that has stopped cannot say so itself.
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
/** A status.json of a thousand nodes has about 5 MB. */
const MAX_BYTES = 64 * MIB;
/** How far the clock of a site may be ahead of ours. */
const MAX_CLOCK_LEAD_MS = 300_000;

/** One thing that is wrong at a site. */
interface Problem {
  status: Status;
  /** Escaped: what others publish may contain anything. */
  text: string;
}

interface WatchedSite {
  url: string;
  status: Status;
  problems: Problem[];
}

export const commandLine: CommandLine = {
  usage: "watch <url...>",
  description: "judge other sites by the status.json they publish, or by the 2012 program's JSON; exits 0 to 3",
  options: [],
  act: (urls, _, world) => watch(urls, world),
};

/** @param urls of a `status.json`, of the folder that it is in, or of the predecessor's JSON */
export async function watch(urls: string[], world: World): Promise<{ text: string; exitCode: number }> {
  const sites = await Promise.all(urls.map((url) => watchOne(url, world)));
  const status = worst([], sites);
  const lines = worstFirst(sites.flatMap(({ url, problems }) => problems.map((each) => ({ ...each, url }))));
  const text = printPlugin(
    status,
    concludeWatched(sites),
    countStatuses(sites),
    lines.map(({ url, status, text }) => `${status}: ${visible(url)}: ${text}`),
  );
  return { text, exitCode: PLUGIN_CODES[status] };
}

/** If there is only one site, or only one with problems, its worst problem; else a count. */
function concludeWatched(sites: WatchedSite[]): string {
  const bad = sites.filter(({ status }) => status !== "ok");
  const only = sites.length === 1 ? sites[0] : bad.length === 1 ? bad[0] : undefined;
  if (!only) return concludeSites(sites.map(({ status }) => status));
  return `${visible(only.url)}: ${worstFirst(only.problems)[0]?.text ?? "all is well"}`;
}

async function watchOne(url: string, { now, signal }: World): Promise<WatchedSite> {
  try {
    const problems = judge(JSON.parse(await load(url, signal)), now);
    return { url, status: worst([], problems), problems };
  } catch (error) {
    signal.throwIfAborted();
    const text = visible(error instanceof Error ? reasonOf(error) : String(error));
    return { url, status: "unknown", problems: [{ status: "unknown", text: `cannot be judged: ${text}` }] };
  }
}

async function load(url: string, signal: AbortSignal): Promise<string> {
  if (!/^https?:\/\//.test(url)) throw new Error("the URL must start with http:// or https://");
  const file = url.endsWith("/") ? `${url}status.json` : url;
  const response = await fetch(file, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
  if (!response.ok) throw new Error(`${file} returned ${response.status} ${response.statusText}`);
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes > MAX_BYTES) throw new Error(`${file} is longer than ${MAX_BYTES / MIB} MiB`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

/** `fetch` puts the reason into the `cause` of its error. */
function reasonOf({ name, message, cause }: Error): string {
  if (name === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1000} s`;
  if (cause instanceof Error) return cause.message || ("code" in cause ? String(cause.code) : message);
  return message;
}

function judge(content: unknown, now: Instant): Problem[] {
  const status = STATUS_JSON.safeParse(content);
  if (status.success) return judgeStatus(status.data, now);
  const old = PREDECESSOR_JSON.safeParse(content);
  if (old.success) return judgePredecessorJson(old.data, now);
  throw new Error("it is neither a status.json nor the 2012 program's JSON");
}

const FINDINGS = z.array(
  z
    .object({ check: z.string(), status: z.enum(STATUSES), reason: z.string(), silenced: z.unknown() })
    .partial({ silenced: true }),
);

/** As status-json.ts writes it; it may have more keys. */
const STATUS_JSON = z.object({
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

function judgeStatus(published: z.infer<typeof STATUS_JSON>, now: Instant): Problem[] {
  const { asOf, validUntil, status } = published;
  const [from, until] = [readInstant(asOf), validUntil === null ? Infinity : readInstant(validUntil)];
  if (from === undefined || until === undefined) throw new Error("its asOf or validUntil is not a time");
  const problems = eachFinding(published)
    .filter(({ finding }) => finding.silenced === undefined)
    .map(({ finding: { check, status, reason }, where }): Problem => {
      return { status, text: visible(`${where}: ${reason} (${check})`) };
    });
  if (now > until) {
    const text = `the monitor has stopped: its pages are as of ${printFullTime(from, "UTC")} UTC and were valid until ${printFullTime(until, "UTC")} UTC (collection)`;
    problems.unshift({ status: "alarm", text });
  } else if (from > now + MAX_CLOCK_LEAD_MS) {
    problems.unshift({
      status: "warn",
      text: `its pages are as of ${printFullTime(from, "UTC")} UTC, which is in the future (clock)`,
    });
  }
  // The status that it claims counts even if its findings are not that bad.
  return STATUSES.indexOf(worst([], problems)) < STATUSES.indexOf(status)
    ? [...problems, { status, text: `says ${status}` }]
    : problems;
}

/** The series of a node, each of [milliseconds, MiB]. The one named OK counts days. */
const PREDECESSOR_JSON = z.object({
  series: z.array(z.object({ name: z.string(), data: z.array(z.tuple([z.number(), z.number()])) })),
});

function judgePredecessorJson({ series }: z.infer<typeof PREDECESSOR_JSON>, now: Instant): Problem[] {
  return series
    .filter(({ name }) => name !== "OK")
    .flatMap(({ name, data }): Problem[] => {
      const times = data.map(([at]) => at).filter((at) => at <= now + MAX_CLOCK_LEAD_MS);
      const backups = times
        .sort((a, b) => a - b)
        .map((at) => ({ at, bytes: 0, exact: true, files: 1, path: "", held: true }));
      if (backups.length === 0) return [{ status: "alarm", text: visible(`${name}: no tarball (missing)`) }];
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
