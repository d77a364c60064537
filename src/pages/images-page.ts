// The hub in images only, for looking, printing and copying.
import { layout } from "./layout.ts";
import { href, hubFile, hubNodeOf, IMAGES, nodeFile, REPORT } from "./links.ts";
import { concludeHub, concludeNode } from "../words/conclusions.ts";
import type { HubView, PageFile } from "./views.ts";

export const imagesPage: PageFile<HubView> = {
  path: ({ hub }) => hubFile(hub, IMAGES),
  text: (view) => {
    const { hub, hubVerdict, ranges, sizes, render } = view;
    const path = hubFile(hub, IMAGES);
    const conclusion = concludeHub(hubVerdict);
    const crumbs = [
      { text: hub.srvnode, path: hubFile(hub) },
      { text: "images", path },
    ];
    return render("images.hbs", {
      ...layout(view, path, conclusion, crumbs),
      images: [
        { href: href(path, hubFile(hub, REPORT)), alt: `The report of ${hub.srvnode}. ${conclusion}.` },
        ...hubVerdict.nodes.flatMap((node, i) =>
          ranges.map(({ name, title }) => ({
            href: href(path, nodeFile(hub, hubNodeOf(hub, node.node), `-${name}.svg`)),
            ...sizes[i]!,
            alt: `${title} of ${node.node}. ${concludeNode(node)}.`,
          })),
        ),
      ],
    });
  },
};
