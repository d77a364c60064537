// Is the newest tarball overdue?
import { printShortTime, printTime } from "../units.ts";
import type { Check, ItemCase } from "./check.ts";

export const age: Check<ItemCase> = ({ latest, rhythm, collected, lastGood, now, timezone }) => {
  const { dueBy, rule } = rhythm;
  if (!latest || dueBy === undefined || now <= dueBy) return undefined;
  const print = (at: number) => printTime(at, timezone, now);
  if (collected && collected.outcome !== "ok" && (!lastGood || lastGood.at <= dueBy)) {
    const reason = `nothing known since ${print(latest.at)}; due by ${print(dueBy)}, but nobody could look`;
    return { check: "age", status: "unknown", reason, gist: `due ${printShortTime(dueBy, timezone, now)}, not seen` };
  }
  const reason = `nothing since ${print(latest.at)}; ${rule}`;
  return { check: "age", status: "alarm", reason, gist: `nothing since ${printShortTime(latest.at, timezone, now)}` };
};
