// Is the newest tarball overdue?
import { printTime } from "../units.ts";
import type { Check, ItemCase } from "./check.ts";

export const age: Check<ItemCase> = ({ latest, rhythm, collected, lastGood, now, timezone }) => {
  const { dueBy, text } = rhythm;
  if (!latest || dueBy === undefined || now <= dueBy) return undefined;
  const print = (at: number) => printTime(at, timezone, now);
  if (collected && collected.outcome !== "ok" && (!lastGood || lastGood.at <= dueBy)) {
    const reason = `nothing known since ${print(latest.at)}; due by ${print(dueBy)}, but nobody could look`;
    return { check: "age", status: "unknown", reason, gist: `due ${print(dueBy)}, not seen` };
  }
  const since = `nothing since ${print(latest.at)}`;
  return { check: "age", status: "alarm", reason: `${since}; ${text}`, gist: since };
};
