// Makes SVG files with the DOM. Each drawing reuses the elements of the one before: changing an element takes a tenth of the
// time of making one.

export type Attributes = Readonly<Record<string, string | number>>;

/** An element, and what it was last set to. */
export interface Part {
  readonly element: Element;
  readonly parts: Part[];
  /** The number of parts that belong to this drawing; those after them are from an earlier one. */
  drawn: number;
  /** Shared by many elements and compared by identity. */
  style: Attributes;
  readonly keys: string[];
  readonly values: (string | number)[];
  text: string;
}

export const NONE: Attributes = {};

const NAMESPACE = "http://www.w3.org/2000/svg";
let opening: Promise<Document> | undefined;
const roots = new Map<string, Part>();

/** A root element outside of any document. It reuses the last drawing of the same `kind`, since those are much alike. */
export async function openRoot(kind: string, style: Attributes, attributes: Attributes): Promise<Part> {
  opening ??= openDocument();
  const document = await opening;
  const kept = roots.get(kind);
  const root = kept && isReusable(kept, "svg", style, attributes) ? kept : create(document, "svg", style, attributes);
  roots.set(kind, root);
  update(root, style, attributes, "");
  return root;
}

/** Appends an element. `style` has the attributes that many elements share: one constant object. Numbers are pixels. */
export function append(parent: Part, name: string, style: Attributes, attributes: Attributes, text = ""): Part {
  let part = parent.parts[parent.drawn];
  if (!part || !isReusable(part, name, style, attributes)) {
    const next = part?.element ?? null;
    part = create(parent.element.ownerDocument, name, style, attributes);
    parent.element.insertBefore(part.element, next);
    parent.parts.splice(parent.drawn, 0, part);
  }
  parent.drawn++;
  update(part, style, attributes, text);
  return part;
}

/** The text of the file, an element a line. Same as XMLSerializer, which takes five times as long. */
export function serialise(root: Part): string {
  return `${print(root, ` xmlns="${NAMESPACE}"`, "\n")}\n`;
}

// Loaded on first use: jsdom takes about a second and 98 MB.
async function openDocument(): Promise<Document> {
  const { JSDOM } = await import("jsdom");
  return new JSDOM(`<svg xmlns="${NAMESPACE}"/>`, { contentType: "image/svg+xml" }).window.document;
}

function create(document: Document, name: string, style: Attributes, attributes: Attributes): Part {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(style)) element.setAttribute(key, String(value));
  return { element, parts: [], drawn: 0, style, keys: Object.keys(attributes), values: [], text: "" };
}

/** Requires the same attributes in the same order, so that the bytes of a drawing do not depend on earlier ones. */
function isReusable(part: Part, name: string, style: Attributes, attributes: Attributes): boolean {
  if (part.element.localName !== name) return false;
  if (part.style !== style && Object.keys(part.style).join() !== Object.keys(style).join()) return false;
  let i = 0;
  for (const key in attributes) if (part.keys[i++] !== key) return false;
  return i === part.keys.length;
}

function update(part: Part, style: Attributes, attributes: Attributes, text: string): void {
  const { element, keys, values } = part;
  if (part.style !== style) {
    for (const [key, value] of Object.entries(style)) element.setAttribute(key, String(value));
    part.style = style;
  }
  for (let i = 0; i < keys.length; i++) {
    const value = round(attributes[keys[i]!]!);
    if (value !== values[i]) element.setAttribute(keys[i]!, String((values[i] = value)));
  }
  if (text !== part.text) element.textContent = part.text = text;
  part.drawn = 0;
}

/** To a tenth of a pixel; nobody sees less. */
function round(value: string | number): string | number {
  return typeof value === "number" ? Math.round(value * 10) / 10 : value;
}

/** Removes the elements that this drawing did not reuse, and prints the others. */
function print(part: Part, namespace: string, margin: string): string {
  const { element, parts, drawn, style, keys } = part;
  if (drawn < parts.length) for (const { element } of parts.splice(drawn)) element.remove();
  let tag = `<${element.localName}${namespace}`;
  let constant = printed.get(style);
  if (constant === undefined) printed.set(style, (constant = printAttributes(element, Object.keys(style))));
  tag += constant + printAttributes(element, keys);
  let inner = parts.length === 0 ? printText(element.textContent) : "";
  for (const child of parts) inner += `${margin}  ${print(child, "", `${margin}  `)}`;
  if (inner === "") return `${tag}/>`;
  return `${tag}>${inner}${parts.length === 0 ? "" : margin}</${element.localName}>`;
}

/** The attributes of each style as text. */
const printed = new WeakMap<Attributes, string>();

function printAttributes(element: Element, keys: string[]): string {
  let text = "";
  for (const key of keys) text += ` ${key}="${printValue(element.getAttribute(key)!)}"`;
  return text;
}

function printValue(value: string): string {
  return value.replace(/[&<>"\t\n\r]/g, (character) => ENTITIES[character]!);
}

function printText(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character]!);
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#x9;",
  "\n": "&#xA;",
  "\r": "&#xD;",
};
