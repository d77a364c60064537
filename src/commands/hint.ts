// What should somebody do next who runs the unchanged example?
import { readFileSync } from "node:fs";
import type { Site } from "../model.ts";
import { EXAMPLE } from "./init.ts";

/** Lines to print; none if none of the config files is the example. */
export function hintForExample({ files }: Site): string[] {
  const example = readFileSync(EXAMPLE, "utf8");
  if (!files.some((file) => readFileSync(file, "utf8") === example)) return [];
  return [
    `This was the example. To watch your own backups, edit ${files[0]!}: your hubs, their nodes, and where the backups are.`,
  ];
}
