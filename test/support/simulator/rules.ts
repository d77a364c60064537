// The rules that are scored: ours, two for comparison, and two that test the simulator.
import { judgeHub } from "../../../src/judge/judge.ts";
import type { CheckName, Status } from "../../../src/model.ts";
import { DAY, HOUR } from "../../../src/time.ts";
import type { MadeHub } from "./made-hub.ts";
import type { Hour } from "./walk.ts";

/** A finding on an item on a node, or on the node or the hub as a whole. */
export interface SizeAssessment {
  node: string;
  item: string;
  check: CheckName;
  status: Status;
  reason: string;
}

export type Rule = (made: MadeHub, hour: Hour) => SizeAssessment[];

export const judge: Rule = ({ site, hub }, { histories, at }) => {
  const verdict = judgeHub(site, hub, histories, at);
  return [
    ...verdict.findings.map((finding) => ({ node: "", item: "", ...finding })),
    ...verdict.nodes.flatMap(({ node, findings, items }) => [
      ...findings.map((finding) => ({ node, item: "", ...finding })),
      ...items.flatMap(({ item, findings }) => findings.map((finding) => ({ node, item, ...finding }))),
    ]),
  ];
};

export const predecessor = olderThan(0.25 * DAY);
export const twentySixHours = olderThan(26 * HOUR);

function olderThan(ms: number): Rule {
  return (_made, { histories, at }) =>
    histories.flatMap(({ node, items }) =>
      items
        .filter(({ backups }) => at - backups.at(-1)!.at > ms)
        .map(({ item }) => ({ node, item, check: "age", status: "alarm", reason: "" })),
    );
}

/** Knows the labels. */
export const oracle: Rule = ({ labels }, { at }) =>
  labels
    .filter(({ callBy, over }) => callBy <= at && at < over)
    .map(({ node, item, about, status }) => ({
      node,
      item,
      check: about === "time" ? "age" : about,
      status,
      reason: "",
    }));

/** Always raises an alarm. */
export const alwaysAlarm: Rule = ({ lives }, { histories }) =>
  histories.flatMap(({ node }) =>
    lives.flatMap(({ item }) =>
      (["age", "size"] as const).map((check) => ({ node, item, check, status: "alarm" as const, reason: "" })),
    ),
  );

export const neverAlarm: Rule = () => [];
