// Where does each page lie, and how does one link to another?
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

/** What a verdict calls by its name, as the config has it. */
export function hubNodeOf({ nodes }: Hub, name: string): HubNode {
  return nodes.find(({ node }) => node === name)!;
}

/**
 * The relative URL from one file of `out` to another. It begins with a dot: a name like `javascript:x` or `data:x` would
 * else be taken for a scheme (RFC 3986, 4.2).
 */
export function href(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to).split("/").map(encodeURIComponent).join("/");
  return path.startsWith("../") ? path : `./${path}`;
}

/** The same to a file anywhere on this machine; undefined outside `out`, since nobody knows its URL. */
export function hrefToFile(site: Site, from: string, file: string): string | undefined {
  const path = relative(site.out, file);
  return path.startsWith("..") ? undefined : href(from, path);
}
