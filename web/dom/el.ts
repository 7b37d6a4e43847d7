// DOM nodes without markup. Data is only ever placed as text: nothing in this program writes markup
// from data.

const SVG = "http://www.w3.org/2000/svg";

/** What can stand in a node: text stays text, what is not there is left out. */
export type Child = Node | string | number | boolean | null | undefined | Child[];

// biome-ignore lint/suspicious/noExplicitAny: each event has its own kind
type Listener = (event: any) => void;
type Attributes = Record<string, string | number | boolean | null | undefined | Listener>;

function fill<Filled extends Element>(
  node: Filled,
  attributes: Attributes | null | undefined,
  children: Child[],
): Filled {
  Object.entries(attributes || {}).forEach(([name, value]) => {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      node.setAttribute(name, value === true ? "" : String(value));
  });
  children.forEach((child) => {
    if (child === null || child === undefined || child === "" || child === false) return;
    if (Array.isArray(child)) fill(node, null, child);
    else node.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  });
  return node;
}

// el("p", {class: "x"}, "text", node, [more]): text stays text.
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes?: Attributes | null,
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  return fill(document.createElement(tag), attributes, children);
}

// Words that are pressed like a link.
export function link(go: () => void, ...words: Child[]): HTMLButtonElement {
  const pressed = () => {
    go();
  };
  return el("button", { type: "button", class: "link", onclick: pressed }, ...words);
}

// The titles over the columns of a table.
export function heads(titles: Child[]): HTMLTableSectionElement {
  const cells = titles.map((title) => el("th", { scope: "col" }, title));
  return el("thead", {}, el("tr", {}, cells));
}

export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes?: Attributes | null,
  ...children: Child[]
): SVGElementTagNameMap[Tag] {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

// A node of the page's markup, or one that was made under this id.
export function byId<Found extends HTMLElement = HTMLElement>(id: string): Found {
  return document.getElementById(id) as Found;
}

export function fillAnew<Filled extends Element>(node: Filled, ...children: Child[]): Filled {
  while (node.firstChild) node.removeChild(node.firstChild);
  return fill(node, null, children);
}

// Words from data, kept apart from the reading direction of what stands around them.
export function fromData(text?: string | null): HTMLElement {
  return el("bdi", { class: "data" }, text);
}

// The same words where only a plain string fits: without marks that turn the direction.
export function flat(text: unknown): string {
  return String(text).replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
}
