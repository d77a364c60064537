import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { collect } from "../../src/collect/collect.ts";
import type { VisitError } from "../../src/collect/answer.ts";
import { nodeTimeout, within } from "../../src/collect/deadline.ts";
import { EXIT, UserError } from "../../src/errors.ts";
import type { Answer, Node, Result, Site, Transport, Visit } from "../../src/model.ts";
import { site } from "../support/histories.ts";
import { listing } from "./listing.ts";
import { node } from "./node.ts";

const NOW = Date.UTC(2012, 10, 14, 16, 13, 20);
const CLOCK = "clock 1352909600";

function answer(...records: string[]): Answer {
  return { outcome: "ok", reason: "", stdout: listing(...records) };
}

function made(concurrency = 2): Site {
  return { ...site([]), concurrency };
}

async function ask(
  nodes: Node[],
  transport: Transport,
  concurrency?: number,
  signal = new AbortController().signal,
): Promise<Visit[]> {
  const heard: Visit[] = [];
  const options = { signal, onVisit: (visit: Visit) => void heard.push(visit) };
  const visits = await collect(made(concurrency), nodes, NOW, { ssh: transport, local: transport }, options);
  assert.deepEqual(new Set(heard), new Set(visits));
  return visits;
}

async function one(reply: Answer, roots = ["$SCM_FOLD/a"]): Promise<Visit> {
  const [visit] = await ask([node(roots)], async () => reply);
  return visit!;
}

describe("a collection", () => {
  it("gives each hub what lies below its own root", async () => {
    const files = ["file 0 5 1 /s/a/x/2012/11/13/161023/x.gz", "file 1 6 1 /s/b/y/2012/11/13/161023/y.gz"];
    const { results, at } = await one(
      answer(CLOCK, "root 0 ok /s/a", files[0]!, "found 0 0", "root 1 ok /s/b", files[1]!, "found 1 0"),
      ["$SCM_FOLD/a", "$SCM_FOLD/b"],
    );
    assert.equal(at, NOW);
    assert.deepEqual(
      results.map(({ hub, outcome, root, tarballs }) => [hub, outcome, root, tarballs.map(({ item }) => item)]),
      [
        ["H0", "ok", "/s/a", ["x"]],
        ["H1", "ok", "/s/b", ["y"]],
      ],
    );
  });

  it("takes a root that is there and empty for empty", async () => {
    const { results } = await one(answer(CLOCK, "root 0 ok /s/a", "found 0 0"));
    assert.deepEqual([results[0]!.outcome, results[0]!.tarballs], ["ok", []]);
  });

  const TROUBLES: [why: string, records: string[], reason: string][] = [
    ["that is absent", ["root 0 absent /s/a"], "there is no directory /s/a"],
    [
      "of an unknown variable",
      ["unset 0 SCM_FOLD", "root 0 absent /a"],
      "there is no directory /a: $SCM_FOLD is not set in a login shell there",
    ],
    ["that may not be read", ["root 0 unreadable /s/a"], "the user we log in as cannot read /s/a"],
    ["that was not named", [], "the node says nothing about the backup root"],
    ["whose list does not end", ["root 0 ok /s/a", "file 0 5 1 /s/a/x.gz"], "the list of /s/a is cut off"],
    [
      "that find could not read whole",
      ["root 0 ok /s/a", "file 0 5 1 /s/a/x.gz", "found 0 1", "said 0 find: '/s/a/\x1b': Permission denied"],
      "the list of /s/a is incomplete: find exited with status 1: find: '/s/a/\\x1b': Permission denied",
    ],
  ];
  for (const [why, records, reason] of TROUBLES) {
    it(`gives nothing of a root ${why}, and the other root whole`, async () => {
      const other = ["root 1 ok /s/b", "file 1 6 1 /s/b/y/2012/11/13/161023/y.gz", "found 1 0"];
      const { results } = await one(answer(CLOCK, ...records, ...other), ["$SCM_FOLD/a", "/s/b"]);
      assert.deepEqual([results[0]!.outcome, results[0]!.reason, results[0]!.tarballs], ["failed", reason, []]);
      assert.deepEqual([results[1]!.outcome, results[1]!.tarballs.length], ["ok", 1]);
    });
  }

  it("gives nothing of a list that is not whole", async () => {
    const whole = answer(CLOCK, "root 0 ok /s/a", "file 0 5 1 /s/a/x.gz", "found 0 0");
    const { results, clockOffsetMs } = await one({ ...whole, stdout: whole.stdout.subarray(0, -1) });
    assert.deepEqual([results[0]!.outcome, results[0]!.tarballs, clockOffsetMs], ["failed", [], undefined]);
  });

  it("brings home what lies beside the tarballs", async () => {
    const path = "/s/a/x/2012/11/13/161023/x.gz";
    const { results } = await one(
      answer(
        ...[CLOCK, "root 0 ok /s/a", `file 0 5 1 ${path}`, `dna 0 {'size': 7} ${path}.dna`, "lock 0 /s/a/\x1bLOCKED"],
        ...["found 0 0", "space 0 /dev/sda 1 of 2   2048  1024  512  67% /s"],
      ),
    );
    const [{ sidecars, space, locked, tarballs }] = results as [Result];
    assert.deepEqual(sidecars, [{ tarball: tarballs[0], bytes: 7, md5: undefined }]);
    assert.deepEqual(space, { freeBytes: 512 * 1024, totalBytes: 2048 * 1024 });
    assert.equal(locked, "/s/a/\\x1bLOCKED");
  });

  it("takes no more records than the config allows", async () => {
    const few = { ...made(), ssh: { ...made().ssh, records: 4 } };
    const reply = answer(CLOCK, "root 0 ok /s/a", "file 0 5 1 /s/a/x.gz", "file 0 5 1 /s/a/y.gz", "found 0 0");
    const transport = async () => reply;
    const options = { signal: new AbortController().signal, onVisit: () => undefined };
    const [visit] = await collect(few, [node(["/s/a"])], NOW, { ssh: transport, local: transport }, options);
    const { outcome, reason, tarballs } = visit!.results[0]!;
    assert.deepEqual([outcome, tarballs], ["failed", []]);
    assert.equal(reason, "more than 4 records; if that is expected, raise records in [ENV]");
  });

  it("makes a node that fails a result of every hub, and goes on", async () => {
    const silent = {
      outcome: "unreachable" as const,
      reason: "no answer from 10.0.0.5:22 within 2 s",
      stdout: Buffer.alloc(0),
    };
    const nodes = [node(["/a", "/b"], { node: "SDU" }), node(["/a"], { node: "C" })];
    const visits = await ask(nodes, async ({ node: tag }) =>
      tag === "SDU" ? silent : answer(CLOCK, "root 0 ok /a", "found 0 0"),
    );
    assert.deepEqual(
      visits.map((visit) => [visit.node, visit.results.map(({ outcome }) => outcome)]),
      [
        ["SDU", ["unreachable", "unreachable"]],
        ["C", ["ok"]],
      ],
    );
    assert.equal(visits[0]!.results[1]!.reason, silent.reason);
  });

  it("knows the node's clock to what the visit's length leaves open", async () => {
    const empty = ["root 0 ok /s/a", "found 0 0"];
    const seconds = NOW / 1000;
    assert.equal((await one(answer(`clock ${seconds}`, ...empty))).clockOffsetMs, 0);
    const ahead = (await one(answer(`clock ${seconds + 3600}`, ...empty))).clockOffsetMs!;
    assert.ok(ahead > 3_590_000 && ahead <= 3_600_000, String(ahead));
    const behind = (await one(answer(`clock ${seconds - 3600}`, ...empty))).clockOffsetMs!;
    assert.ok(behind < -3_590_000 && behind >= -3_600_000, String(behind));
    assert.equal((await one(answer(...empty))).clockOffsetMs, undefined);
  });

  it("visits so many nodes at a time, and keeps their order", async () => {
    let [now, most] = [0, 0];
    const nodes = Array.from({ length: 12 }, (_, i) => node(["/a"], { node: `N${i}` }));
    const visits = await ask(
      nodes,
      async ({ node: tag }) => {
        most = Math.max(most, ++now);
        await new Promise((done) => setTimeout(done, tag === "N0" ? 30 : 5));
        now--;
        return answer("root 0 ok /a", "found 0 0");
      },
      3,
    );
    assert.equal(most, 3);
    assert.deepEqual(
      visits.map((visit) => visit.node),
      nodes.map((each) => each.node),
    );
  });

  it("lets bugs and mistakes of the person fly", async () => {
    const bug = async () => Promise.reject(new TypeError("bug"));
    await assert.rejects(ask([node(["/a"])], bug), TypeError);
    const mistake = async () => Promise.reject(new UserError(EXIT.io, ["ssh is not installed here"]));
    await assert.rejects(ask([node(["/a"])], mistake), UserError);
  });

  it("fails the nodes that the deadline of the run finds at work or waiting, and keeps what the others said", async () => {
    const slow: Transport = (_node, _command, signal) =>
      within(60_000, nodeTimeout(60_000), signal, () => new Promise<Answer>(() => undefined)).catch(
        (refusal: unknown) => {
          const { outcome, reason } = refusal as VisitError;
          return { outcome, reason, stdout: Buffer.alloc(0) };
        },
      );
    const well = answer(CLOCK, "root 0 ok /s/a", "found 0 0");
    const transport: Transport = (asked, command, signal) =>
      asked.node === "A" ? Promise.resolve(well) : slow(asked, command, signal);
    const nodes = ["A", "B", "C"].map((tag) => node(["/a"], { node: tag }));
    const options = { signal: new AbortController().signal, onVisit: () => undefined };
    const began = performance.now();
    const hasty = { ...made(1), deadlineMs: 300 };
    const visits = await collect(hasty, nodes, NOW, { ssh: transport, local: transport }, options);
    const took = performance.now() - began;
    assert.ok(took >= 290 && took < 2000, `${took} ms`);
    const reason = "not finished by the run's deadline of 0.3 s";
    assert.deepEqual(
      visits.map(({ node, late, results: [result] }) => [node, late, result!.outcome, result!.reason]),
      [
        ["A", undefined, "ok", ""],
        ["B", true, "timeout", reason],
        ["C", true, "timeout", reason],
      ],
    );
  });

  it("leaves out nodes whose turn had not come when it was interrupted", async () => {
    const stop = new AbortController();
    const nodes = ["A", "B", "C"].map((tag) => node(["/a"], { node: tag }));
    const visits = await ask(
      nodes,
      async () => {
        stop.abort();
        return { outcome: "failed", reason: "interrupted", stdout: Buffer.alloc(0) };
      },
      1,
      stop.signal,
    );
    assert.deepEqual(
      visits.map((visit) => visit.node),
      ["A"],
    );
  });
});
