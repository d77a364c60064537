// Which colours has a plot, in light and in dark? Hue means trouble; data is ink and one blue.
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

/** What is drawn, by its class: with what, in which tone; of a stroke what it is filled with. */
export const PAINTS = {
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

export type Paint = keyof typeof PAINTS;

/** The class and the light colour: a reader that knows no style sheet still sees the whole picture. */
export function paint(name: Paint): Attributes {
  return STYLES[name];
}

const STYLES = Object.fromEntries(
  Object.entries(PAINTS).map(([name, [property, tone, filled]]): [string, Attributes] => {
    const fill = filled === undefined ? "none" : TONES[filled][0];
    const colour = { [property]: TONES[tone][0] };
    return [name, property === "stroke" ? { class: name, fill, ...colour } : { class: name, ...colour }];
  }),
) as Record<Paint, Attributes>;

/** Light and dark. */
export function coloursOf(name: Paint): readonly [string, string] {
  return TONES[PAINTS[name][1]];
}

// On a screen only: paper is white.
/** All between `<style>` and `</style>`. Constant, since a server's content security policy names its hash. */
export const DARK_STYLE = [
  "",
  ".plot { font-variant-numeric: tabular-nums }",
  "@media screen and (prefers-color-scheme: dark) {",
  ...Object.entries(PAINTS).map(([name, [property, tone, filled]]) => {
    const fill = filled === undefined ? "" : `; fill: ${TONES[filled][1]}`;
    return `  .plot .${name} { ${property}: ${TONES[tone][1]}${fill} }`;
  }),
  "}",
  "",
].join("\n");
