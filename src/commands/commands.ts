// Which commands are there? A new one is a file beside this one, which defines its own arguments, and a line here.
import type { CommandLine } from "./options.ts";

/** Loaded when it is needed: a plugin must not wait for the drawing stage. The first is the default. */
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
