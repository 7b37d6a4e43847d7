const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  Object.keys(attributes || {}).forEach((name) => {
    const value = attributes[name];
    if (name.slice(0, 2) === "on") node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      node.setAttribute(name, value === true ? "" : value);
  });
  children.forEach((child) => {
    if (child === null || child === undefined || child === "" || child === false) return;
    if (Array.isArray(child)) fill(node, null, child);
    else node.appendChild(child.nodeType ? child : document.createTextNode(String(child)));
  });
  return node;
}

// el("p", {class: "x"}, "text", node, [more]): text stays text.
export function el(tag, attributes?, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

export function byId(id) {
  return document.getElementById(id);
}

export function fillAnew(node, ...children) {
  while (node.firstChild) node.removeChild(node.firstChild);
  return fill(node, null, children);
}

// Words from data, kept apart from the reading direction of what stands around them.
export function fromData(text) {
  return el("bdi", { class: "data" }, text);
}

// The same words where only a plain string fits: without marks that turn the direction.
export function flat(text) {
  return String(text).replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
}
