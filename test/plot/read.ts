// Reads a drawing back with an independent XML parser, namespaces checked.
import { SaxesParser } from "saxes";

export interface Drawn {
  name: string;
  attributes: Record<string, string>;
  text: string;
}

export function elements(svg: string): Drawn[] {
  const all: Drawn[] = [];
  const open: Drawn[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const entries = Object.entries(attributes).map(([key, { value }]) => [key, value] as const);
    const element = { name, attributes: Object.fromEntries(entries), text: "" };
    all.push(element);
    open.push(element);
  });
  parser.on("text", (text) => ((open.at(-1) ?? { text: "" }).text += text));
  parser.on("closetag", () => open.pop());
  parser.write(svg).close();
  return all;
}

export function named(svg: string, name: string, className?: string): Drawn[] {
  return elements(svg).filter((e) => e.name === name && (className === undefined || e.attributes.class === className));
}
