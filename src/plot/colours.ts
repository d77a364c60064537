// The colours of a plot, in light and in dark. Hues mean trouble; data is black and one blue.
import type { Attributes } from "./svg.ts";

const TONES = {
  paper: ["#ffffff", "#15181c"],
  ink: ["#1b1f24", "#e7e9ec"],
  soft: ["#59636e", "#9ba5b0"],
  rule: ["#e4e7eb", "#2d333a"],
  grid: ["#eff1f3", "#22272d"],
  lane: ["#f3f7fb", "#19212b"],
  band: ["#e9f0f7", "#1d2a38"],
  hatch: ["#7d868f", "#6d7680"],
  data: ["#2f5f94", "#86b4e4"],
  bars: ["#7492b3", "#55718f"],
  link: ["#0f5ea8", "#8fc1f5"],
  ok: ["#2a7a4b", "#63c08a"],
  warn: ["#8f5f00", "#e2ab45"],
  unknown: ["#6e56a8", "#b5a2e8"],
  alarm: ["#c9252d", "#ff7272"],
} as const;

/** What each class sets: fill or stroke, its tone, and for a stroke the tone of its fill, if any. */
export const CLASSES = {
  paper: ["fill", "paper"],
  title: ["fill", "ink"],
  subtitle: ["fill", "soft"],
  name: ["fill", "ink"],
  size: ["fill", "ink"],
  note: ["fill", "soft"],
  link: ["fill", "link"],
  ok: ["fill", "soft"],
  well: ["fill", "ok"],
  warn: ["fill", "warn"],
  unknown: ["fill", "unknown"],
  alarm: ["fill", "alarm"],
  lane: ["fill", "lane"],
  band: ["fill", "band"],
  bars: ["fill", "bars"],
  grid: ["stroke", "grid"],
  floor: ["stroke", "rule"],
  hollow: ["stroke", "soft"],
  hatch: ["stroke", "hatch"],
  line: ["stroke", "data"],
  dots: ["stroke", "data"],
  gone: ["stroke", "data", "paper"],
  halo: ["stroke", "paper"],
  frozen: ["stroke", "warn"],
  missed: ["stroke", "alarm"],
} as const satisfies Record<string, readonly ["fill" | "stroke", Tone, filled?: Tone]>;

type Tone = keyof typeof TONES;

export type ClassName = keyof typeof CLASSES;

/** The class and its light colours as attributes, so that a viewer without style sheets shows the whole picture. */
export function styleOf(name: ClassName): Attributes {
  return STYLES[name];
}

const STYLES = Object.fromEntries(
  Object.entries(CLASSES).map(([name, [property, tone, filled]]): [string, Attributes] => {
    const fill = filled === undefined ? "none" : TONES[filled][0];
    const colour = { [property]: TONES[tone][0] };
    return [name, property === "stroke" ? { class: name, fill, ...colour } : { class: name, ...colour }];
  }),
) as Record<ClassName, Attributes>;

/** The colour of a class in light and in dark. */
export function coloursOf(name: ClassName): readonly [string, string] {
  return TONES[CLASSES[name][1]];
}

/** The text of `<style>`: dark colours, on screens only since paper is white. Constant, since content security policies name its hash. */
export const DARK_STYLE = [
  "",
  ".plot { font-variant-numeric: tabular-nums }",
  "@media screen and (prefers-color-scheme: dark) {",
  ...Object.entries(CLASSES).map(([name, [property, tone, filled]]) => {
    const fill = filled === undefined ? "" : `; fill: ${TONES[filled][1]}`;
    return `  .plot .${name} { ${property}: ${TONES[tone][1]}${fill} }`;
  }),
  "}",
  "",
].join("\n");
