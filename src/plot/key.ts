// What do the marks mean? One line under the plot, of those that occur.
import { drawCross, drawDots } from "./marks.ts";
import { widthOf } from "./measure.ts";
import { rectangle } from "./shapes.ts";
import type { Pixel } from "./shapes.ts";
import { append } from "./svg.ts";
import { drawText, faceOf } from "./text.ts";
import type { View } from "./view.ts";

export function drawKey(parent: Element, { panels, unseen }: View, [left, y]: Pixel, hatchId: string): void {
  let x = left;
  const explain = (occurs: boolean, text: string, width: number, draw: (at: Pixel) => void) => {
    if (!occurs) return;
    draw([x + width / 2, y - 4]);
    drawText(parent, "note", [x + width + 7, y], text);
    x += width + 7 + widthOf(text, faceOf("note")) + 20;
  };
  explain(
    panels.some(({ points }) => points.some(({ held }) => held)),
    "still on the node",
    6,
    (at) => drawDots(parent, [at], 5.5),
  );
  explain(
    panels.some(({ missed }) => missed.length > 0),
    "did not come",
    8,
    (at) => drawCross(parent, at, 4),
  );
  explain(unseen.length > 0, "could not look", 16, ([middle, centre]) =>
    append(parent, "path", {
      class: "unseen",
      fill: `url(#${hatchId})`,
      d: rectangle([middle - 8, centre - 6], [middle + 8, centre + 6]),
    }),
  );
}
