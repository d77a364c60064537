// What do all pages of a run have in common?
import { readFileSync } from "node:fs";
import { EXIT, UserError } from "../errors.ts";
import type { Site } from "../model.ts";
import type { RunView } from "../pages/views.ts";
import { DARK_STYLE, RANGES } from "../plot/plot.ts";
import { openTemplates } from "../templates.ts";
import { generator } from "./generator.ts";

export function runView(site: Site): RunView {
  return {
    site,
    generator: generator(),
    ranges: RANGES,
    darkStyle: DARK_STYLE,
    ownStyle: () => readOwnStyle(site),
    render: openTemplates(site.templates),
  };
}

function readOwnStyle({ style }: Site): string {
  try {
    return style === undefined ? "" : readFileSync(style, "utf8");
  } catch (error) {
    throw new UserError(EXIT.config, [`style: cannot read ${style!}: ${(error as Error).message}`]);
  }
}
