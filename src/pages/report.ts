// The whole hub in one picture, for a wiki, a mail or a wall: the overviews of its nodes, two side by side.
import { printFullTime } from "../units.ts";
import { hubFile, REPORT } from "./links.ts";
import { mark } from "./mark.ts";
import { addNights } from "../words/nights.ts";
import { framed, scaled } from "./picture.ts";
import { concludeHub } from "../words/conclusions.ts";
import { nameOthers, nameStatus } from "../words/counts.ts";
import { explainMarks } from "../words/marks.ts";
import { proveNights, describeNodes } from "../words/proof.ts";
import { listSilenced } from "../words/silences.ts";
import { describeVisit } from "../words/visits.ts";
import { nameWorst } from "../words/worst.ts";
import { drawStrip } from "./strip.ts";
import { silenced, troublesOfNode } from "../words/troubles.ts";
import type { PageFile, ReportView } from "./views.ts";

const WIDTH = 1200;
const MARGIN = 28;
const GUTTER = 28;
const COLUMN = (WIDTH - 2 * MARGIN - GUTTER) / 2;
const STRIP = { pitch: 8, height: 22 };

// Heights in pixels, from top to bottom.
const LINE = 20;
const HEAD = 66;
const PARAGRAPH_GAP = 44;
const NODE_HEAD = 20;
const NODE_FOOT = 14;
const NODE_GAP = 40;
const FOOT = 30;

// Text is cut by the number of characters: their width depends on the font of the reader, so these are cautious averages.
const MAX_CHARS = Math.floor((WIDTH - 2 * MARGIN) / 8);
const MAX_COLUMN_CHARS = Math.floor(COLUMN / 7);

export const report: PageFile<ReportView> = {
  path: ({ hub }) => hubFile(hub, REPORT),
  text: (view) => {
    const { site, asOf, hub, hubVerdict, darkStyle, render } = view;
    const { nodes } = hubVerdict;
    const proof = proveNights(addNights(nodes), describeNodes(nodes));
    const lines = wrap(nameWorst(hubVerdict) || proof, MAX_CHARS, 3);
    const quiet = listSilenced(hubVerdict, site.timezone, asOf);
    if (quiet !== "") lines.push(clip(quiet, MAX_CHARS));
    if (hub.message !== undefined) lines.push(clip(hub.message, MAX_CHARS));
    const top = HEAD + lines.length * LINE + PARAGRAPH_GAP;
    const { parts, bottom } = placeNodes(view, top);
    return render("report.svg.hbs", {
      conclusion: clip(concludeHub(hubVerdict), 70),
      proof,
      darkStyle,
      width: WIDTH,
      height: bottom + FOOT,
      left: MARGIN,
      right: WIDTH - MARGIN,
      asOf: printFullTime(asOf, site.timezone),
      zone: site.timezone,
      lines: lines.map((text, i) => ({ text, y: HEAD + (i + 1) * LINE })),
      nodes: parts,
      foot: bottom,
      key: clip([explainMarks(nodes), hub.reporturl].filter((text) => text !== undefined).join(" · "), MAX_CHARS),
    });
  },
};

/** Two nodes a row; the taller one gives the height of the row. */
function placeNodes(view: ReportView, top: number) {
  const parts: ReturnType<typeof nodeContext>[] = [];
  let y = top;
  for (let i = 0; i < view.overviews.length; i += 2) {
    const pair = [i, i + 1].filter((index) => index < view.overviews.length);
    parts.push(...pair.map((index) => nodeContext(view, index, MARGIN + (index - i) * (COLUMN + GUTTER), y)));
    const heights = pair.map((index) => scaled(view.overviews[index]!, COLUMN).height);
    y += NODE_HEAD + Math.max(...heights) + NODE_FOOT + NODE_GAP;
  }
  return { parts, bottom: y };
}

function nodeContext({ site, asOf, hubVerdict, overviews }: ReportView, index: number, x: number, y: number) {
  const verdict = hubVerdict.nodes[index]!;
  const overview = overviews[index]!;
  const troubles = troublesOfNode(verdict);
  const { node, status, collected } = verdict;
  const others = nameOthers(status, troubles, [], troublesOfNode(verdict, silenced).length);
  const strip = drawStrip([verdict], site.timezone, STRIP);
  const plotTop = y + NODE_HEAD;
  return {
    x,
    y,
    name: clip(node, 20),
    mark: mark(status),
    words: nameStatus(status, troubles) + (others === "" ? "" : `, ${others}`),
    strip,
    stripX: x + COLUMN - strip.width,
    stripY: y - STRIP.height + 6,
    overview: framed(overview, `node${index}-`, x, plotTop, COLUMN),
    collected: clip(describeVisit(collected, site.timezone, asOf), MAX_COLUMN_CHARS),
    collectedY: plotTop + scaled(overview, COLUMN).height + NODE_FOOT,
  };
}

/** Breaks a text at spaces into at most `maxLines` lines of `maxChars`; an ellipsis marks what was cut. */
function wrap(text: string, maxChars: number, maxLines: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > maxChars) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  const kept = lines.slice(0, maxLines).map((kept) => clip(kept, maxChars));
  return lines.length > maxLines ? [...kept.slice(0, -1), `${clip(kept.at(-1)!, maxChars - 2)} …`] : kept;
}

function clip(text: string, maxChars: number): string {
  const all = Array.from(text);
  return all.length <= maxChars ? text : `${all.slice(0, maxChars - 1).join("")}…`;
}
