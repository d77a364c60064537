// write: makes the pages, when all hubs are judged and drawn.
import { HUB_FILES, NODE_FILES, SHARED_FILES, SITE_FILES } from "../pages/files.ts";
import { INLINED, SHOWN } from "../pages/hub-page.ts";
import { nodeFile } from "../pages/links.ts";
import { sizeOf } from "../pages/picture.ts";
import type { HubView, SiteView } from "../pages/views.ts";
import { RANGES } from "../plot/plot.ts";
import type { DrawnHub } from "./draw.ts";
import type { Output } from "./output.ts";

/** Writes all pages. The index comes last, so that it never links to pages that are not there yet. */
export async function writePages(view: SiteView, drawn: DrawnHub[], output: Output): Promise<void> {
  await output.write(SHARED_FILES, view);
  for (const { hub, hubVerdict, recent } of drawn) {
    output.world.log.progress(`writing the pages of ${hub.srvnode}`);
    const [sizes, plots] = [[] as HubView["sizes"], [] as string[]];
    for (const [i, hubNode] of hub.nodes.entries()) {
      const plot = await output.read(nodeFile(hub, hubNode, `-${RANGES[0]!.name}.svg`));
      sizes.push(sizeOf(plot));
      if (hub.nodes.length <= INLINED) plots.push(await output.read(nodeFile(hub, hubNode, `-${SHOWN}.svg`)));
      const [history, nodeVerdict] = [recent[i]!, hubVerdict.nodes[i]!];
      await output.write(NODE_FILES, { ...view, hub, hubNode, history, nodeVerdict, plot });
    }
    await output.write(HUB_FILES, { ...view, hub, hubVerdict, sizes, plots });
  }
  await output.write(SITE_FILES, view);
}
