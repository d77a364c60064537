// Elements of an SVG, made by DOM calls in the one document of this process, and the file they become. What one drawing
// made the next one takes over and changes: making an element costs ten times what changing it does.

export type Attributes = Readonly<Record<string, string | number>>;

/** An element, and what it was given last. */
export interface Part {
  readonly element: Element;
  readonly parts: Part[];
  /** So many of its parts belong to this drawing; what follows is an earlier one's. */
  drawn: number;
  /** One object for many elements, told apart by its identity. */
  style: Attributes;
  readonly keys: string[];
  readonly values: (string | number)[];
  text: string;
}

export const NONE: Attributes = {};

const NAMESPACE = "http://www.w3.org/2000/svg";
let opening: Promise<Document> | undefined;
const roots = new Map<string, Part>();

/** A root that stands alone, in no document. Drawings of one kind, which are much alike, take over from one another. */
export async function openRoot(kind: string, style: Attributes, attributes: Attributes): Promise<Part> {
  opening ??= openDocument();
  const document = await opening;
  const kept = roots.get(kind);
  const root = kept && fits(kept, "svg", style, attributes) ? kept : create(document, "svg", style, attributes);
  roots.set(kind, root);
  update(root, style, attributes, "");
  return root;
}

/** What is the same for many elements stands in a `style`, one constant object. */
export function append(parent: Part, name: string, style: Attributes, attributes: Attributes, text = ""): Part {
  let part = parent.parts[parent.drawn];
  if (!part || !fits(part, name, style, attributes)) {
    const next = part?.element ?? null;
    part = create(parent.element.ownerDocument, name, style, attributes);
    parent.element.insertBefore(part.element, next);
    parent.parts.splice(parent.drawn, 0, part);
  }
  parent.drawn++;
  update(part, style, attributes, text);
  return part;
}

/** The file, an element a line: what an XMLSerializer writes, which takes five times as long. */
export function serialise(root: Part): string {
  return `${print(root, ` xmlns="${NAMESPACE}"`, "\n")}\n`;
}

// Loading jsdom takes about a second and 98 MB: who draws nothing does without.
async function openDocument(): Promise<Document> {
  const { JSDOM } = await import("jsdom");
  return new JSDOM(`<svg xmlns="${NAMESPACE}"/>`, { contentType: "image/svg+xml" }).window.document;
}

function create(document: Document, name: string, style: Attributes, attributes: Attributes): Part {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(style)) element.setAttribute(key, String(value));
  return { element, parts: [], drawn: 0, style, keys: Object.keys(attributes), values: [], text: "" };
}

/** Only what has the same attributes in the same order: the bytes of a drawing do not tell what was drawn before it. */
function fits(part: Part, name: string, style: Attributes, attributes: Attributes): boolean {
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

/** A tenth of a pixel is all that anybody sees. */
function round(value: string | number): string | number {
  return typeof value === "number" ? Math.round(value * 10) / 10 : value;
}

/** Removes what this drawing did not take over, and prints what it did. */
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

/** What the attributes of a style look like, once they were written. */
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
