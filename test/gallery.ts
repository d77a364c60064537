// npm run gallery: everything that a plot may have to show, on one page, for a person to look at: gallery/index.html.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { styleSheet } from "../src/pages/style-sheet.ts";
import { openTemplates } from "../src/templates.ts";
import type { SiteView } from "../src/pages/views.ts";
import { CHROMIUM_ARGS, chromiumPath } from "./support/chromium.ts";
import { drawSituation } from "./support/gallery/draw.ts";
import { SITUATIONS } from "./support/gallery/situations.ts";

const target = join(import.meta.dirname, "../gallery");
rmSync(target, { recursive: true, force: true });
mkdirSync(target);
const sections = [];
for (const situation of SITUATIONS) {
  const pictures = await drawSituation(situation);
  for (const { file, svg } of pictures) writeFileSync(join(target, file), svg);
  const images = pictures.map(
    ({ file }) => `<figure><a href="${file}"><img src="${file}" alt="${file}" style="width: auto"></a></figure>`,
  );
  sections.push([`<h2>${situation.name}</h2>`, `<p class="soft">${situation.says}</p>`, ...images].join("\n"));
}
writeFileSync(
  join(target, "style.css"),
  styleSheet.text({ render: openTemplates(), ownStyle: () => "" } as unknown as SiteView),
);
writeFileSync(
  join(target, "index.html"),
  `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Gallery of plots</title>
<link rel="stylesheet" href="style.css">
<main>
<h1>Gallery of plots</h1>
${sections.join("\n")}
</main>
</html>
`,
);
const executablePath = chromiumPath();
if (executablePath) await photograph(executablePath);
process.stdout.write(`${SITUATIONS.length} situations: ${join(target, "index.html")}\n`);

/** The page in the light and in the dark: light.png, dark.png. */
async function photograph(executablePath: string): Promise<void> {
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
  try {
    for (const colorScheme of ["light", "dark"] as const) {
      const context = await browser.newContext({ viewport: { width: 1100, height: 800 }, colorScheme });
      const page = await context.newPage();
      await page.goto(`file://${join(target, "index.html")}`);
      await page.screenshot({ path: join(target, `${colorScheme}.png`), fullPage: true });
      await context.close();
    }
  } finally {
    await browser.close();
  }
}
