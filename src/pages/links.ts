// What is the path of each page, and how does one page link to another?
import { posix, relative } from "node:path";
import type { Hub, HubNode, Site } from "../model.ts";

export const INDEX = "index.html";
export const HELP = "help.html";
export const IMAGES = "images.html";
export const REPORT = "report.svg";
export const REPORT_PNG = "report.png";

export function hubFile({ srvnode }: Pick<Hub, "srvnode">, name = INDEX): string {
  return `${srvnode}/${name}`;
}

/** `ending` as in `.html`, `.csv`, `-90d.svg`. */
export function nodeFile({ srvnode }: Hub, { slug }: HubNode, ending: string): string {
  return `${srvnode}/${slug}${ending}`;
}

/** The configured node of this name. */
export function hubNodeOf({ nodes }: Hub, name: string): HubNode {
  return nodes.find(({ node }) => node === name)!;
}

/**
 * The relative URL from one file of `out` to another. It begins with a dot, since a name like `javascript:x` or `data:x` would
 * otherwise be taken for a scheme (RFC 3986, 4.2).
 */
export function href(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to).split("/").map(encodeURIComponent).join("/");
  return path.startsWith("../") ? path : `./${path}`;
}

/** The relative URL to an absolute path on this machine; undefined outside `out`, since its URL is not known. */
export function hrefToFile(site: Site, from: string, file: string): string | undefined {
  const path = relative(site.out, file);
  return path.startsWith("..") ? undefined : href(from, path);
}
