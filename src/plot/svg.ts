// Elements of an SVG, made by DOM calls in the one document of this process, and the file they become.

export type Attributes = Record<string, string | number>;

const NAMESPACE = "http://www.w3.org/2000/svg";
let opening: Promise<Document> | undefined;

/** A root that stands alone: it is in no document until it is written. */
export async function createRoot(attributes: Attributes): Promise<Element> {
  opening ??= openDocument();
  return create(await opening, "svg", attributes);
}

export function append(parent: Element, name: string, attributes: Attributes, text?: string): Element {
  const child = create(parent.ownerDocument, name, attributes);
  if (text !== undefined) child.textContent = text;
  parent.append(child);
  return child;
}

/** The file, an element a line. */
export function serialise(root: Element): string {
  indent(root, "\n");
  const { XMLSerializer } = root.ownerDocument.defaultView!;
  return `${new XMLSerializer().serializeToString(root)}\n`;
}

// Loading jsdom takes about a second and 98 MB: who draws nothing does without.
async function openDocument(): Promise<Document> {
  const { JSDOM } = await import("jsdom");
  return new JSDOM(`<svg xmlns="${NAMESPACE}"/>`, { contentType: "image/svg+xml" }).window.document;
}

function create(document: Document, name: string, attributes: Attributes): Element {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(round(value)));
  return element;
}

/** A tenth of a pixel is all that anybody sees. */
function round(value: string | number): string | number {
  return typeof value === "number" ? Math.round(value * 10) / 10 : value;
}

function indent(element: Element, margin: string): void {
  const children = [...element.children];
  if (children.length === 0) return;
  for (const child of children) {
    child.before(`${margin}  `);
    indent(child, `${margin}  `);
  }
  element.append(margin);
}
