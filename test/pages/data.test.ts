// The files for programs: status.json, CSV, and the predecessor's JSON.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Backup, Hub } from "../../src/model.ts";
import { csv } from "../../src/pages/csv.ts";
import { dataFingerprint } from "../../src/pages/data.ts";
import { predecessorJson } from "../../src/pages/predecessor-json.ts";
import { statusJson } from "../../src/pages/status-json.ts";
import { DAY } from "../../src/time.ts";
import { history } from "../support/histories.ts";
import * as made from "./made.ts";

function backup(stamp: string, bytes: number, more: Partial<Backup> = {}): Backup {
  const path = `/data/scm/backup/dayabay/svn/dybsvn/${stamp.slice(0, 10).replaceAll("-", "/")}/x.tar.gz`;
  return { at: Date.parse(stamp), bytes, exact: true, files: 1, path, held: true, ...more };
}

const view = made.dayaBay();

describe("status.json", () => {
  const text = statusJson.text(view);

  it("has the contract's keys, in its order", () => {
    const { hubs, ...site } = JSON.parse(text) as { hubs: Record<string, unknown>[] };
    assert.deepEqual(site, {
      format: 1,
      generator: "scm-backup-monitor 1.0.0",
      asOf: "2026-11-24T09:10:00Z",
      validUntil: "2026-11-25T11:10:00Z",
      status: "alarm",
      findings: [],
    });
    assert.deepEqual(Object.keys(hubs[0]!), ["hub", "srvnode", "status", "findings", "nodes"]);
    const keys = [...text.matchAll(/"(\w+)":/g)].map(([, key]) => key);
    assert.deepEqual(keys.slice(0, 7), ["format", "generator", "asOf", "validUntil", "status", "findings", "hubs"]);
  });

  it("has each item's newest backup in bytes and UTC, and its findings", () => {
    type Status = { hubs: { nodes: { node: string; collected: unknown; items: { item: string }[] }[] }[] };
    const [sdu] = (JSON.parse(text) as Status).hubs[0]!.nodes;
    assert.deepEqual(sdu!.collected, { at: "2026-11-24T09:10:00Z", outcome: "ok" });
    assert.deepEqual(
      sdu!.items.find(({ item }) => item === "svn/dybsvn"),
      {
        item: "svn/dybsvn",
        status: "alarm",
        latest: { at: "2026-11-22T08:10:00Z", bytes: 2480000000, path: "/scm/svn/dybsvn/2026/11/22/161023/x.tar.gz" },
        findings: [{ check: "age", status: "alarm", reason: "nothing since 22 Nov 16:10; every 24 h" }],
      },
    );
  });

  it("has null for what does not exist yet", () => {
    const never = made.item("a", { latest: undefined });
    const node = made.node("SDU", [never], { collected: undefined });
    const silent = statusJson.text(made.siteView([made.hubVerdict("Z", "z", [node])], { validUntil: undefined }));
    assert.match(silent, /"validUntil": null/);
    assert.match(silent, /"collected": null/);
    assert.match(silent, /"latest": null/);
  });
});

describe("the CSV", () => {
  const text = (item: string, ...backups: Backup[]) =>
    csv.text(made.nodeView(view, 0, { history: history("SDU", [{ item, backups }], []) }));

  it("has a line per backup, with exact bytes and UTC", () => {
    const old = backup("2012-11-13T08:10:23Z", 54525952, { exact: false, files: 2, held: false });
    assert.equal(
      text("svn/dybsvn", old),
      "item,stamp,bytes,exact,files,held,path\r\n" +
        "svn/dybsvn,2012-11-13T08:10:23Z,54525952,false,2,false,/data/scm/backup/dayabay/svn/dybsvn/2012/11/13/x.tar.gz\r\n",
    );
  });

  it("quotes as RFC 4180 requires", () => {
    assert.match(text(`a "b", c`, backup("2012-11-13T08:10:23Z", 1)), /\r\n"a ""b"", c",2012/);
  });

  it("contains nothing that a spreadsheet takes for a formula", () => {
    for (const name of ["=1+1", "+1", "-1", "@SUM(A1)"]) {
      assert.ok(text(name, backup("2012-11-13T08:10:23Z", 1)).includes(`\r\n'${name},`), name);
    }
    assert.ok(text(`=a,"b"`, backup("2012-11-13T08:10:23Z", 1)).includes(`\r\n"'=a,""b""",`));
  });
});

describe("the predecessor's JSON", () => {
  const items = [
    { item: "svn/dybaux", backups: [backup("2026-11-23T08:10:23Z", 52 * 1048576)] },
    {
      item: "svn/dybsvn",
      // The second and third are on the same day in Shanghai, but not in UTC.
      backups: [
        backup("2026-11-22T08:10:23Z", 1e6),
        backup("2026-11-22T17:00:00Z", 7400),
        backup("2026-11-23T08:10:24Z", 2.5 * 1048576, { files: 2 }),
      ],
    },
  ];
  const nodeView = made.nodeView(view, 0, { history: history("SDU", items, []) });
  type Options = {
    title: { text: string };
    xAxis: { min: number | null; max: number | null };
    yAxis: unknown[];
    series: { name: string; yAxis?: number; data: [number, number][]; marker: unknown; tooltip: unknown }[];
  };
  const options = (select: string[] = []) =>
    JSON.parse(predecessorJson.text({ ...nodeView, hub: { ...nodeView.hub, select } })) as Options;

  it("has the options that old pages pass to Highstock", () => {
    const { series, xAxis, title, ...rest } = options();
    assert.deepEqual(rest, {
      chart: { renderTo: "container_SDU" },
      rangeSelector: { selected: 1 },
      yAxis: [
        { title: { text: "TGZ MB" }, height: 200, lineWidth: 2 },
        { title: { text: "OK" }, top: 300, height: 100, offset: 0, lineWidth: 2 },
      ],
    });
    assert.equal(series[0]!.yAxis, 1);
    for (const { marker, tooltip } of series) {
      assert.deepEqual({ marker, tooltip }, { marker: { enabled: true, radius: 3 }, tooltip: { valueDecimals: 2 } });
    }
    assert.equal(title.text, "SDU /data/scm/backup/dayabay 2026-11-23T08:10:24Z");
    const max = Date.parse("2026-11-23T08:10:24Z");
    assert.deepEqual(xAxis, { min: max - 30 * DAY, max, ordinal: false, startOnTick: false, endOnTick: false });
  });

  it("has true UTC and sizes in MiB, never multiplied", () => {
    const dybsvn = options().series.find(({ name }) => name === "svn/dybsvn")!;
    assert.deepEqual(dybsvn.data, [
      [Date.parse("2026-11-22T08:10:23Z"), 1e6 / 1048576],
      [Date.parse("2026-11-22T17:00:00Z"), 7400 / 1048576],
      [Date.parse("2026-11-23T08:10:24Z"), 2.5],
    ]);
  });

  it("begins with the tarballs per day, in the hub's zone", () => {
    const [ok] = options().series;
    assert.deepEqual(
      [ok!.name, ok!.data],
      [
        "OK",
        [
          [Date.parse("2026-11-21T16:00:00Z"), 1],
          [Date.parse("2026-11-22T16:00:00Z"), 4],
        ],
      ],
    );
  });

  it("goes on with the selected items, in the order of the config", () => {
    const names = (select?: string[]) => options(select).series.map(({ name }) => name);
    assert.deepEqual(names(["svn/dybsvn", "svn/dybaux"]), ["OK", "svn/dybsvn", "svn/dybaux"]);
    assert.deepEqual(names(), ["OK", "svn/dybaux", "svn/dybsvn"]);
  });

  it("exists, without points, before the first backup", () => {
    const empty = made.nodeView(view, 0, { history: history("SDU", [], []) });
    const { xAxis, series, title } = JSON.parse(predecessorJson.text(empty)) as Options;
    assert.deepEqual([xAxis.min, xAxis.max, title.text, series[0]!.data], [null, null, "SDU", []]);
  });

  it("has one point per line", () => {
    assert.match(predecessorJson.text(nodeView), /\n +\[1795421424000,2\.5\]\n/);
  });

  it("is written where the config says", () => {
    assert.equal(predecessorJson.path(nodeView), "/srv/out/data/scm_backup_monitor_SDU.json");
  });
});

describe("the fingerprint of a node's data", () => {
  const first = backup("2026-11-22T08:10:00Z", 2_000_000);
  const newest = backup("2026-11-23T08:10:00Z", 2_500_000);
  const of = (backups: Backup[], hub: Partial<Hub> = {}, item = "svn/dybsvn") => {
    const node = made.nodeView(view, 0, { history: history("SDU", [{ item, backups }], []) });
    return dataFingerprint({ ...node, hub: { ...node.hub, ...hub } });
  };

  it("stays the same if nothing has changed", () => {
    assert.equal(of([{ ...first }, { ...newest }]), of([first, newest]));
  });

  it("changes with everything that the CSV or JSON contains", () => {
    const changes: Partial<Backup>[] = [
      { at: newest.at + 1000 },
      { bytes: newest.bytes + 1 },
      { exact: false },
      { files: 2 },
      { held: false },
      { path: `${newest.path}.new` },
    ];
    const others = [
      ...changes.map((change) => of([first, { ...newest, ...change }])),
      ...[of([first]), of([first, newest], {}, "svn/dybaux")],
      ...[of([first, newest], { timezone: "UTC" }), of([first, newest], { select: ["svn/dybsvn"] })],
    ];
    assert.equal(new Set([of([first, newest]), ...others]).size, others.length + 1);
  });
});
