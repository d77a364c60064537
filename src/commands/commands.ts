// Which commands are there? To add one, add a file beside this one, which defines its own arguments, and a line here.
import type { CommandLine } from "./options.ts";

/** Loaded on demand: a plugin must not wait until the plot code is loaded. The first is the default. */
export const COMMANDS: Record<string, () => Promise<{ commandLine: CommandLine }>> = {
  run: () => import("./run.ts"),
  collect: () => import("./collect.ts"),
  build: () => import("./build.ts"),
  check: () => import("./check.ts"),
  watch: () => import("./watch.ts"),
  doctor: () => import("./doctor.ts"),
  rename: () => import("./rename.ts"),
  demo: () => import("./demo.ts"),
  init: () => import("./init.ts"),
};
