// Reads drawings with an independent XML parser that checks namespaces.
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

/** The points of a path, absolute, in tenths of a pixel. Arcs are ignored. */
export function placesOf(d: string): [number, number][] {
  let [left, top] = [0, 0];
  let start = [left, top] as [number, number];
  return [...d.matchAll(/([MmlhvZ])(-?[\d.]+)?,?(-?[\d.]+)?/g)].map(([, command, ...numbers]) => {
    const [x, y] = numbers.map((number) => Math.round(10 * (Number(number) || 0))) as [number, number];
    if (command === "M") [left, top] = [x, y];
    else if (command === "Z") [left, top] = start;
    else if (command === "v") top += x;
    else [left, top] = [left + x, top + y];
    if (command === "M" || command === "m") start = [left, top];
    return [left, top];
  });
}
