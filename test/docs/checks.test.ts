// docs/checks.md names every check and its statuses, docs/ssh.md every way in which a visit can end.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { CHECKS, type Outcome, STATUSES } from "../../src/model.ts";
import { page, ROOT, table } from "./pages.ts";

const OUTCOMES = Object.keys({
  ok: 0,
  unreachable: 0,
  hostkey: 0,
  login: 0,
  timeout: 0,
  failed: 0,
  unsupported: 0,
} satisfies Record<Outcome, 0>);

const words = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word!);

describe("docs/checks.md", () => {
  const rows = table("docs/checks.md", "check").map(([check, , , status]) => ({
    check: words(check!)[0]!,
    statuses: words(status!),
  }));

  it("names every check, and no other, in its table and by a heading", () => {
    assert.deepEqual(rows.map(({ check }) => check).toSorted(), [...CHECKS].sort());
    const headings = [...page("docs/checks.md").matchAll(/^## (.*)$/gm)].flatMap(([, heading]) => heading!.split(", "));
    assert.deepEqual(headings.toSorted(), [...CHECKS].sort());
  });

  it("gives the statuses that the judge can give", () => {
    const judge = join(ROOT, "src/judge");
    const files = readdirSync(judge, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    const given = new Map<string, Set<string>>();
    for (const file of files) {
      const text = readFileSync(join(judge, file), "utf8");
      const checks = new Set([...text.matchAll(/check: "(\w+)"/g)].map(([, check]) => check!));
      const statuses = [...text.matchAll(/"(warn|unknown|alarm)"/g)].map(([, status]) => status!);
      // Two checks in one file share what it says.
      const name = [...checks].sort().join();
      if (name !== "") given.set(name, new Set([...(given.get(name) ?? []), ...statuses]));
    }
    assert.ok(given.size >= CHECKS.length - 1, "the checks are found");
    for (const [names, statuses] of given) {
      const told = rows.filter(({ check }) => names.split(",").includes(check)).flatMap((row) => row.statuses);
      assert.deepEqual([...new Set(told)].sort(), [...statuses].sort(), names);
    }
  });

  it("gives the order of statuses", () => {
    const order = STATUSES.map((status) => `\`${status}\``).join(", ");
    assert.ok(page("docs/checks.md").includes(`in the order ${order}`));
  });
});

describe("docs/ssh.md", () => {
  it("names every outcome of a visit, and no other", () => {
    const named = table("docs/ssh.md", "outcome").map(([outcome]) => words(outcome!)[0]);
    assert.deepEqual(named, OUTCOMES);
  });
});
