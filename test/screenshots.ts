// npm run screenshots: every page and plot of a demo, light and dark, as a phone, a laptop and a wall show them.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { chromium } from "playwright-core";
import { demo } from "../src/commands/demo.ts";
import { transports } from "../src/commands/transports.ts";
import { openLog } from "../src/log.ts";
import { CHROMIUM_ARGS, chromiumPath } from "./support/chromium.ts";

const SIZES = { phone: [390, 844], laptop: [1280, 800], wall: [1920, 1080] } as const;
const target = join(import.meta.dirname, "../screenshots");
const dir = mkdtempSync(join(tmpdir(), "scm-backup-monitor-screenshots-"));
const browser = await chromium.launch({ executablePath: chromiumPath()!, args: CHROMIUM_ARGS });
try {
  const log = openLog(process.stderr, false, false);
  const { signal } = new AbortController();
  const env = process.env;
  await demo(join(dir, "demo"), {
    now: Date.now(),
    program: "scm-backup-monitor",
    cwd: dir,
    home: homedir(),
    env,
    signal,
    log,
    transports,
  });
  const out = join(dir, "demo/out");
  const files = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((file) => /\.(html|svg)$/.test(file));
  rmSync(target, { recursive: true, force: true });
  for (const [size, [width, height]] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"] as const) {
      const folder = join(target, `${size}-${colorScheme}`);
      mkdirSync(folder, { recursive: true });
      const context = await browser.newContext({ viewport: { width, height }, colorScheme });
      const page = await context.newPage();
      for (const file of files) {
        log.progress(`${size} ${colorScheme} ${file}`);
        await page.goto(`file://${join(out, file)}`);
        const name = file.replaceAll("/", "_").replace(/\.(html|svg)$/, ".png");
        await page.screenshot({ path: join(folder, name), fullPage: basename(file).endsWith(".html") });
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
  rmSync(dir, { recursive: true, force: true });
}
