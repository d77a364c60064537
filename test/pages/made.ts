// Made-up verdicts in the judge's form, and views of them; whatever a test does not set is well.
import type {
  Backup,
  Collection,
  Copies,
  Copy,
  CopyMatrix,
  Finding,
  HubVerdict,
  ItemVerdict,
  Night,
  NodeVerdict,
  SiteVerdict,
  Status,
} from "../../src/model.ts";
import { STATUSES } from "../../src/model.ts";
import { openTemplates } from "../../src/templates.ts";
import type { HubView, NodeView, ReportView, SiteView } from "../../src/pages/views.ts";
import { DAY, HOUR, midnight } from "../../src/time.ts";
import { backup, history, hub, series, site, visit } from "../support/histories.ts";

/** Tue 24 Nov 2026, 17:10 in Shanghai. */
export const NOW = Date.UTC(2026, 10, 24, 9, 10);
export const ZONE = "Asia/Shanghai";

/** A name that would break out of every context in which it is not escaped. */
export const HOSTILE = `<script>alert(1)</script>"><img src=x onerror=alert(2)>{{x}}</title></style>]]>&amp;__proto__`;

export function finding(status: Finding["status"], reason: string, more: Partial<Finding> = {}): Finding {
  return { check: "age", status, reason, gist: reason, ...more };
}

export function item(name: string, more: Partial<ItemVerdict> = {}): ItemVerdict {
  const latest: Backup = { ...backup(NOW - HOUR, 190e6), path: `/scm/${name}/2026/11/24/161023/x.tar.gz` };
  const rhythm = {
    text: "every 24 h",
    rule: "due every 24 h",
    periodMs: DAY,
    due: NOW + DAY,
    dueBy: NOW + DAY,
    missed: [],
  };
  const findings = more.findings ?? [];
  return { item: name, status: worst(findings), findings, rhythm, latest, retired: false, ...more };
}

/** Thirty nights up to today; the keys of `changed` are nights ago. */
export function nights(changed: Record<number, Partial<Night>> = {}, arrived = 6): Night[] {
  return Array.from({ length: 30 }, (_, i) => ({
    day: midnight(NOW, ZONE, i - 29),
    arrived,
    missed: 0,
    looked: true,
    ...changed[29 - i],
  }));
}

export function node(name: string, items: ItemVerdict[], more: Partial<NodeVerdict> = {}): NodeVerdict {
  const findings = more.findings ?? [];
  const collected: Collection = visit(NOW);
  return {
    node: name,
    status: worst([...findings, ...items]),
    findings,
    collected,
    lastGood: collected,
    items,
    held: { tarballs: 42, bytes: 24e9 },
    nights: nights(),
    unseen: [],
    space: undefined,
    ...more,
  };
}

export function hubVerdict(tag: string, srvnode: string, nodes: NodeVerdict[], findings: Finding[] = []): HubVerdict {
  const end = midnight(NOW, ZONE, 1);
  const copies = matrix(nodes);
  return {
    hub: tag,
    srvnode,
    status: worst([...findings, ...nodes]),
    findings,
    nodes,
    copies,
    end,
    nextRun: NOW + DAY,
  };
}

/** Seven nights on which every copy arrived; the keys of `changed` are `item node`. */
export function matrix(nodes: NodeVerdict[], changed: Record<string, Partial<Copies>> = {}): CopyMatrix {
  const whole: Copy = nodes.length > 1 ? "same" : "present";
  const names = [...new Set(nodes.flatMap(({ items }) => items.map(({ item: name }) => name)))].sort();
  const nights = Array.from({ length: 7 }, (_, i) => midnight(NOW, ZONE, i - 6));
  const items = names.map((name) => ({
    item: name,
    nodes: nodes.map(({ node: of }): Copies => {
      const well = { nights: nights.map(() => whole), newest: whole, since: NOW - HOUR, lacks: undefined };
      return { node: of, ...well, ...changed[`${name} ${of}`] };
    }),
  }));
  return { nights, items };
}

export const RANGES = [
  { name: "30d", title: "30 days" },
  { name: "90d", title: "90 days" },
  { name: "1y", title: "1 year" },
  { name: "all", title: "all" },
];

const RENDER = openTemplates();

export const DARK_STYLE = "@media screen and (prefers-color-scheme: dark) { .plot .paper { fill: #15181c } }";

/** A stand-in for a plot: it has ids that are referred to, a style, and a text that looks like markup. */
export function picture(text = "x", width = 960, height = 300): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<svg xmlns="http://www.w3.org/2000/svg" class="plot" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">
<title id="title">${escaped}</title><desc id="desc">id="title" url(#hatch)</desc><style>${DARK_STYLE}</style>
<pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse"><path class="hatch" d="M0 4L4 0" stroke="#8d959e"/></pattern>
<rect class="paper" width="${width}" height="${height}" fill="#fff"/><rect width="40" height="${height}" fill="url(#hatch)"/>
</svg>
`;
}

export function siteView(hubs: HubVerdict[], more: Partial<SiteVerdict> = {}): SiteView {
  const configured = hubs.map(({ hub: tag, srvnode, nodes }) => {
    const { nodes: hubNodes, ...rest } = hub(nodes.map((of) => of.node));
    return {
      ...rest,
      hub: tag,
      srvnode,
      timezone: ZONE,
      nodes: hubNodes.map((hubNode) => ({
        ...hubNode,
        slug: hubNode.node.replace(/[^\w.-]/g, "-"),
        jspath: `/srv/out/data/scm_backup_monitor_${hubNode.node}.json`,
      })),
    };
  });
  return {
    site: site(configured, { title: "Daya Bay backups", out: "/srv/out", timezone: ZONE }),
    asked: "2 nodes visited, the slowest in 1.2 s",
    siteVerdict: {
      asOf: NOW,
      nextRun: NOW + DAY,
      validUntil: NOW + DAY + 2 * HOUR,
      status: worst(hubs),
      findings: [],
      notes: [],
      hubs,
      ...more,
    },
    generator: "scm-backup-monitor 1.0.0",
    ranges: RANGES,
    darkStyle: DARK_STYLE,
    ownStyle: () => "",
    render: RENDER,
  };
}

export function hubView(view: SiteView, index = 0, overview = picture()): HubView & ReportView {
  const verdict = view.siteVerdict.hubs[index]!;
  return {
    ...view,
    asOf: view.siteVerdict.asOf,
    hub: view.site.hubs[index]!,
    hubVerdict: verdict,
    overviews: verdict.nodes.map(() => overview),
    sizes: verdict.nodes.map(() => ({ width: 960, height: 300 })),
    plots: verdict.nodes.map(() => picture()),
  };
}

export function nodeView(view: SiteView, index = 0, more: Partial<NodeView> = {}): NodeView {
  const { nodes } = view.siteVerdict.hubs[0]!;
  const nodeVerdict = nodes[index]!;
  const items = nodeVerdict.items.map((of) => series(of.item, NOW - HOUR, 3));
  return {
    ...view,
    hub: view.site.hubs[0]!,
    hubNode: view.site.hubs[0]!.nodes[index]!,
    nodeVerdict,
    history: history(nodeVerdict.node, items, [visit(NOW - DAY), visit(NOW)]),
    plot: picture(),
    ...more,
  };
}

/** The site of the pictures in the manual: three backups and one node need a look. */
export function dayaBay(): SiteView {
  const [overdue, short, frozen] = [
    finding("alarm", "nothing since 22 Nov 16:10; every 24 h", { gist: "nothing since 22 Nov 16:10" }),
    finding("alarm", "cut short: 794 MB, 31 % below the usual 1.15 GB", {
      check: "size",
      gist: "31 % below the usual size",
    }),
    finding("warn", "same bytes for 12 nights, although it always varied", {
      check: "size",
      gist: "same bytes for 12 nights",
    }),
  ];
  const others = ["db/offline", "svn/dybaux"].map((name) => item(name));
  const conf = item("conf/etc", {
    rhythm: { text: "every 30 days", rule: "due every 30 days", periodMs: 30 * DAY, due: NOW, dueBy: NOW, missed: [] },
  });
  const late: Backup = { ...backup(NOW - 49 * HOUR, 2.48e9), path: "/scm/svn/dybsvn/2026/11/22/161023/x.tar.gz" };
  const missed = { 0: { arrived: 4, missed: 1 }, 1: { arrived: 5, missed: 1 }, 15: { arrived: 5, missed: 1 } };
  const sdu = node(
    "SDU",
    [
      conf,
      ...others,
      item("svn/dybsvn", { findings: [overdue], latest: late }),
      item("tracs/dybaux", { findings: [frozen] }),
      item("tracs/dybsvn", { findings: [short] }),
    ],
    { nights: nights(missed) },
  );
  const ntu = node("NTU", [conf, ...others, item("svn/dybsvn"), item("tracs/dybaux"), item("tracs/dybsvn")], {
    nights: nights({ 4: { arrived: 0, looked: false } }),
  });
  const silent = visit(NOW, "unreachable");
  const kek = node(
    "KEK",
    [item("repos/hfag", { findings: [finding("unknown", "nothing known since 23 Nov 16:02")] })],
    {
      findings: [
        finding("unknown", "no answer from 10.4.0.7:22 within 2 s; last seen 23 Nov 17:10", {
          check: "unreachable",
          gist: "visit failed",
        }),
      ],
      collected: silent,
      nights: nights({ 0: { arrived: 0, looked: false }, 20: { arrived: 3, missed: 3 } }),
    },
  );
  const well = (name: string) =>
    node(
      name,
      ["repos/env", "tracs/env"].map((of) => item(of)),
      { held: { tarballs: 48, bytes: 3.2e9 } },
    );
  const dayabay = hubVerdict("ZZ", "dayabay", [sdu, ntu]);
  const same = "same";
  const none = "missing";
  dayabay.copies = matrix([sdu, ntu], {
    "svn/dybsvn SDU": { nights: [same, same, same, same, same, none, none], newest: none, since: late.at },
    "tracs/dybsvn SDU": { nights: [same, same, same, same, same, same, "short"], newest: "short", lacks: 0.31 },
    "tracs/dybaux NTU": { nights: [same, same, "unreachable", same, same, same, same] },
    "svn/dybaux NTU": { nights: [same, same, same, same, same, same, "late"], newest: "late" },
  });
  return siteView([
    dayabay,
    hubVerdict("K", "hfag", [kek]),
    hubVerdict("WW", "cms02", [well("C"), well("H1")]),
    hubVerdict("B", "belle7", [well("N"), well("G1"), well("Z9:229")]),
  ]);
}

function worst(parts: { status: Status }[]): Status {
  return STATUSES[Math.max(0, ...parts.map(({ status }) => STATUSES.indexOf(status)))]!;
}
