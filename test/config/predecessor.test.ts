import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import assert from "node:assert/strict";
import { readSite } from "../../src/config/site.ts";
import { mistakesOf, siteOf, context } from "./files.ts";

const here = import.meta.dirname;
const FILES = ["scm_monitor.cnf", "libfab.cnf"];
const [hubs, fabric] = FILES.map((file) => readFileSync(join(here, file), "utf8")) as [string, string];

describe("the predecessor's two files", () => {
  const site = readSite(FILES, { ...context, cwd: here });
  const [zz, ww] = site.hubs;

  it("work unchanged", () => {
    assert.deepEqual(
      site.hubs.map(({ hub, srvnode, nodes }) => [hub, srvnode, nodes.map(({ node }) => node)]),
      [
        ["ZZ", "dayabay", ["SDU"]],
        ["WW", "cms02", ["C"]],
      ],
    );
    assert.deepEqual(zz?.select, ["svn/dybsvn", "tracs/dybsvn", "svn/dybaux", "tracs/dybaux"]);
    assert.equal(ww?.select.length, 8);
  });

  it("leave the hubs without a section, and their nodes, alone", () => {
    assert.deepEqual(
      site.nodes.map(({ node }) => node),
      ["SDU", "C"],
    );
  });

  it("expand their variables, and fill in node and srvnode", () => {
    assert.equal(zz?.dbpath, "/local/env/scm/scm_backup_monitor.db");
    assert.equal(zz.nodes[0]?.jspath, "/www/data/scm_backup_monitor_SDU.json");
    assert.equal(ww?.nodes[0]?.jspath, "/root/local/nginx/html/data/scm_backup_monitor_C.json");
    assert.equal(zz.reporturl, "http://dayabay.ihep.ac.cn:8080/e/scm/monitor/dayabay/");
    assert.deepEqual(site.nodes[0]?.roots, [
      {
        hub: "ZZ",
        root: "$SCM_FOLD/backup/dayabay",
        timezone: zz.timezone,
        patterns: ["*.gz"],
        stamp: "/%Y/%m/%d/%H%M%S/",
      },
    ]);
  });

  it("keep the quotes of the message", () => {
    assert.equal(ww?.message, '"query the cms02 hub backup on cms01, as I do not have access to the SDU one "');
  });

  it("give the seconds to connect, and the key that means nothing here", () => {
    assert.equal(site.ssh.connectMs, 2000);
    assert.deepEqual(site.ignored, ["libfab.cnf:8: verbose"]);
  });

  it("say the same in the other order and as one file", () => {
    const said = ({ hubs, nodes, ssh }: typeof site) => ({ hubs, nodes, ssh });
    assert.deepEqual(said(readSite(FILES.toReversed(), { ...context, cwd: here })), said(site));
    assert.deepEqual(said(siteOf(hubs + fabric)), said(site));
    assert.deepEqual(said(siteOf(fabric + hubs)), said(site));
  });

  it("may name more of Fabric's keys: four are honoured, others accepted and named", () => {
    const { nodes, ignored } = siteOf([
      hubs,
      `${fabric}user = backup\nport = 2222\nkey_filename = ~/.ssh/a $HOME/b\nskip_bad_hosts = True\n
       [SDU]\nshell = /opt/bin/bash -l -c\nuser = scm\ntimeout = 7\nparallel = True`,
    ]);
    const [sdu, c] = nodes;
    assert.deepEqual([sdu?.user, sdu?.port, sdu?.connectMs], ["scm", 2222, 7000]);
    assert.deepEqual([c?.user, c?.port, c?.connectMs], ["backup", 2222, undefined]);
    assert.deepEqual(sdu?.keyFiles, ["/root/.ssh/a", "/root/b"]);
    assert.deepEqual(sdu.shell, ["/opt/bin/bash", "-l", "-c"]);
    assert.deepEqual(ignored, ["b.cnf:8: verbose", "b.cnf:13: skip_bad_hosts", "b.cnf:19: parallel"]);
  });

  it("are refused with the variable's name where a variable is not set", () => {
    const problems = mistakesOf(() => readSite(FILES, { ...context, cwd: here, env: { HOME: "/root" } }));
    assert.deepEqual(
      problems.map((problem) => problem.split(". For example: ")[0]),
      [
        "scm_monitor.cnf:3: dbpath: variable $LOCAL_BASE is not set",
        "scm_monitor.cnf:4: jspath: variable $APACHE_HTDOCS is not set",
        "scm_monitor.cnf:11: dbpath: variable $LOCAL_BASE is not set",
      ],
    );
  });
});
