// How large is a backup? How the sizes of a healthy series develop.
import type { Instant } from "../../../src/model.ts";
import { civil, DAY } from "../../../src/time.ts";
import type { Random } from "./random.ts";
import type { Family } from "./rhythms.ts";

export type Shape = (typeof SHAPES)[number];
export const SHAPES = [
  "steady",
  "noisy",
  "growing",
  "full and differential",
  "smaller at weekends",
  "constant",
] as const;

export interface Sizes {
  /** The size that an operator who knows the job would expect at that time, in bytes, and the actual one. */
  at: (at: Instant) => { usual: number; bytes: number };
  /** Standard deviation of the logarithm of size over usual size: 0.02 is 2 %. */
  spread: number;
}

export function shapesOf(family: Family): Shape[] {
  const daily = ["hourly", "several times a day", "nightly"].includes(family);
  const sawtooth = ["nightly", "weekdays only"].includes(family);
  return SHAPES.filter((shape) =>
    shape === "full and differential" ? sawtooth : shape === "smaller at weekends" ? daily : true,
  );
}

/** `begin`: when a growing series had its initial size. */
export function sizesOf(shape: Shape, zone: string, begin: Instant, random: Random): Sizes {
  const base = 10 ** random.between(4.5, 10);
  const spread = {
    steady: random.between(0.001, 0.03),
    noisy: random.between(0.06, 0.12),
    growing: 0.01,
    "full and differential": 0.02,
    "smaller at weekends": 0.02,
    constant: 0,
  }[shape];
  const perDay = random.between(0.0005, 0.006);
  const fullOn = random.integer(1, 5);
  const weekend = random.between(0.4, 0.8);
  const factor = (at: Instant) => {
    const weekday = civil(at, zone).getUTCDay();
    if (shape === "growing") return Math.exp((perDay * (at - begin)) / DAY);
    if (shape === "smaller at weekends") return weekday % 6 === 0 ? weekend : 1;
    if (shape !== "full and differential") return 1;
    const since = (weekday - fullOn + 7) % 7;
    return since === 0 ? 1 : 0.03 + 0.05 * since;
  };
  return {
    spread,
    at: (at) => {
      const usual = base * factor(at);
      return { usual, bytes: Math.round(usual * Math.exp(spread * random.bell(3))) };
    },
  };
}
