// What do all the config files together say?
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { EXIT, UserError } from "../errors.ts";
import type { Hub, Node, Site } from "../model.ts";
import { localZone } from "../time.ts";
import { reportClashes } from "./clashes.ts";
import { readIni } from "./ini.ts";
import { keyOf, type KeyOf, type Kind } from "./keys.ts";
import { mistakes, type Report } from "./mistakes.ts";
import { mergeSections, type HubSection, type NodeSection, type Section } from "./sections.ts";
import { toSilence } from "./silence.ts";
import { checkKeys } from "./unknown-keys.ts";
import { valueReader, type Values } from "./values.ts";

export interface ConfigContext {
  env: Record<string, string | undefined>;
  home: string;
  cwd: string;
  /** How to call this program, for commands that we print. */
  program: string;
  /** `--out DIR`: everything goes below it, jspath files into its `data` under their default names. */
  out?: string | undefined;
}

export const LOGIN_MS = 20_000;

/** A later file wins over an earlier one, key by key. Throws a UserError that lists every mistake. */
export function readSite(files: string[], context: ConfigContext): Site {
  const { report, problems } = mistakes();
  const texts = files.map((file, nth) => readText(file, nth, context, report));
  const lines = texts.flatMap((text = "", nth) => readIni(text, files[nth]!, nth, report));
  if (texts.includes(undefined)) throw new UserError(EXIT.config, problems());

  const sections = mergeSections(lines, { file: files[0]!, nth: 0, line: 1 }, report);
  const ignored = checkKeys(sections, report);

  const values = valueReader({ ...context, base: dirname(resolve(context.cwd, files[0]!)) }, report);
  const site = values("SITE", sections.SITE);
  const env = values("ENV", sections.ENV);
  env("verbose"); // to report its mistakes
  for (const { kind, section } of sections.unknown) checkValues(values(kind, section), kind, section);

  const written = site("out");
  const out = context.out === undefined ? written : resolve(context.cwd, context.out);
  const jspath: Jspath = (configured, srvnode, node) => {
    const shared = sections.hubs.filter(({ nodes }) => nodes.includes(node)).length > 1;
    const file = `scm_backup_monitor_${shared ? `${srvnode}_` : ""}${node}.json`;
    return context.out === undefined && configured !== undefined ? configured : join(out, "data", file);
  };
  const hubs = sections.hubs.map((hub) => toHub(hub, values("hub", hub.section), jspath));
  const nodes = sections.nodes.map((node) => toNode(node, values("node", node.section), env, hubs));
  const paths = files.map((file) => resolve(context.cwd, file));
  reportClashes(hubs, sections.hubs, { files: paths, out }, report);
  const timezone = site("timezone") ?? localZone();
  const result: Site = {
    files: paths,
    title: site("title"),
    out,
    timezone,
    footer: site("footer"),
    templates: site("templates"),
    style: site("style"),
    everyMs: site("every"),
    ssh: {
      config: env("sshconfig"),
      connectMs: env("timeout"),
      loginMs: LOGIN_MS,
      nodeMs: env("nodedeadline"),
      outputBytes: env("output"),
      records: env("records"),
    },
    concurrency: env("concurrency"),
    deadlineMs: env("deadline"),
    keepMs: env("keep"),
    hubs,
    nodes: nodes.filter(({ roots }) => roots.length > 0),
    silences: sections.silences.map((silence) =>
      toSilence(silence, values("silence", silence.section), timezone, report),
    ),
    ignored,
  };
  if (problems().length > 0) throw new UserError(EXIT.config, problems());
  return result;
}

type Jspath = (configured: string | undefined, srvnode: string, node: string) => string;

function toHub({ tag, nodes }: HubSection, value: Values<"hub">, jspath: Jspath): Hub {
  const srvnode = value("srvnode") ?? tag;
  const names = { srvnode, hub: tag };
  return {
    hub: tag,
    srvnode,
    dbpath: value("dbpath", names),
    select: value("select"),
    reporturl: value("reporturl", names),
    email: value("email"),
    message: value("message"),
    timezone: value("timezone") ?? localZone(),
    patterns: value("pattern"),
    stamp: value("stamp"),
    maxage: value("maxage"),
    retired: value("retired"),
    frozen: value("frozen"),
    scale: value("scale"),
    patienceMs: value("patience"),
    nodes: nodes.map((node) => ({
      node,
      slug: node.replace(/[^A-Za-z0-9._-]/gu, "-"),
      root: value("root", { ...names, node }),
      jspath: jspath(value("jspath", { ...names, node }), srvnode, node),
    })),
  };
}

function toNode({ tag }: NodeSection, value: Values<"node">, env: Values<"ENV">, hubs: Hub[]): Node {
  return {
    node: tag,
    transport: value("transport"),
    shell: value("shell") ?? env("shell"),
    user: value("user") ?? env("user"),
    port: value("port") ?? env("port"),
    keyFiles: value("key_filename") ?? env("key_filename") ?? [],
    connectMs: value("timeout"),
    kex: value("kex"),
    roots: hubs.flatMap(({ hub, nodes, timezone, patterns, stamp }) =>
      nodes.filter(({ node }) => node === tag).map(({ root }) => ({ hub, root, timezone, patterns, stamp })),
    ),
  };
}

/** Reads them only to report their mistakes. */
function checkValues<K extends Kind>(value: Values<K>, kind: K, { entries }: Section): void {
  for (const key of entries.keys()) if (keyOf(kind, key)) value(key as KeyOf<K>);
}

/** Undefined if it cannot be read, which is reported. */
function readText(file: string, nth: number, { cwd, program }: ConfigContext, report: Report): string | undefined {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch (error) {
    const [, reason] = /^\w+: (.*?)(?:, |$)/.exec((error as Error).message) ?? [];
    report({ file, nth, line: 0 }, `cannot be read (${reason!})`, `${program} init writes one`);
    return undefined;
  }
}
