// What to do next, for who runs the example as it came.
import { readFileSync } from "node:fs";
import type { Site } from "../model.ts";
import { EXAMPLE } from "./init.ts";

export function hintForExample({ files }: Site): string[] {
  const example = readFileSync(EXAMPLE, "utf8");
  if (!files.some((file) => readFileSync(file, "utf8") === example)) return [];
  return [
    `This was the example. To watch your own backups edit ${files[0]!}: the hubs, their nodes and where they lie.`,
  ];
}
