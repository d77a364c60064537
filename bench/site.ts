// npm run bench:site: how large are the pages of 1,000 nodes in 50 hubs, some of which have problems?
import { hubPage } from "../src/pages/hub-page.ts";
import { indexPage } from "../src/pages/index-page.ts";
import * as made from "../test/pages/made.ts";

const late = made.finding("alarm", "nothing since 21 Nov 16:10; every 24 h ± 1 min from 120 backups");
const hubs = Array.from({ length: 50 }, (_, h) => {
  const nodes = Array.from({ length: 20 }, (_, n) => {
    const bad = (i: number) => (h % 5 === 0 && n % 4 === 0 && i === 0 ? { findings: [late] } : {});
    const items = Array.from({ length: 6 }, (_, i) => made.item(`repos/project-${i}`, bad(i)));
    return made.node(`node-${h}-${n}`, items);
  });
  return made.hubVerdict(`H${h}`, `server-${h}`, nodes);
});
const view = made.siteView(hubs);
const pages = hubs.map((_, i) => hubPage.text(made.hubView(view, i)));
say("index, at most 300 kB", indexPage.text(view));
say(
  "largest hub page, at most 150 kB",
  pages.reduce((large, page) => (page.length > large.length ? page : large)),
);

function say(what: string, text: string): void {
  console.log(`${what.padEnd(40)} ${(Buffer.byteLength(text) / 1000).toFixed(0)} kB`);
}
