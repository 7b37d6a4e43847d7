"use strict";
// The floor of the page: one name for everything, DOM nodes without markup, tables as rows.
// Data is only ever placed as text: nothing in this page writes innerHTML or markup from data.

const potay = {
  draws: [], // what is drawn again when the reader chooses a language, vehicle or place
  choice: { language: "fr", mover: "", hub: "", colourBy: "control" },
};

(function () {
  const SVG = "http://www.w3.org/2000/svg";

  function fill(node, attributes, children) {
    Object.keys(attributes || {}).forEach(function (name) {
      const value = attributes[name];
      if (name.slice(0, 2) === "on") node.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false)
        node.setAttribute(name, value === true ? "" : value);
    });
    children.forEach(function (child) {
      if (child === null || child === undefined || child === "" || child === false) return;
      if (Array.isArray(child)) fill(node, null, child);
      else node.appendChild(child.nodeType ? child : document.createTextNode(String(child)));
    });
    return node;
  }

  // el("p", {class: "x"}, "text", node, [more]): text stays text.
  potay.el = function (tag, attributes) {
    const children = Array.prototype.slice.call(arguments, 2);
    return fill(document.createElement(tag), attributes, children);
  };

  potay.svg = function (tag, attributes) {
    const children = Array.prototype.slice.call(arguments, 2);
    return fill(document.createElementNS(SVG, tag), attributes, children);
  };

  potay.byId = function (id) {
    return document.getElementById(id);
  };

  potay.replace = function (node) {
    while (node.firstChild) node.removeChild(node.firstChild);
    return fill(node, null, Array.prototype.slice.call(arguments, 1));
  };

  // Words from data, kept apart from the reading direction of what stands around them.
  potay.data = function (text) {
    return potay.el("bdi", { class: "data" }, text);
  };

  // The same words where only a plain string fits: without marks that turn the direction.
  potay.flat = function (text) {
    return String(text).replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
  };

  const SIGNS = Array.from({ length: 94 }, function (_, i) { return String.fromCharCode(33 + i); })
    .filter(function (sign) { return "\"&<>\\".indexOf(sign) < 0; }).join("");

  // A coded column's value by row: one sign for each row, or two.
  function coded(column, rows) {
    const wide = column.is.length > rows;
    return function (i) {
      const at = wide ? SIGNS.length * SIGNS.indexOf(column.is[2 * i]) +
        SIGNS.indexOf(column.is[2 * i + 1]) : SIGNS.indexOf(column.is[i]);
      return column.of[at];
    };
  }

  // A block of columns as a list of rows; see encode.columns.
  potay.rows = function (block) {
    const rows = [];
    for (let i = 0; i < block.rows; i++) rows.push({});
    Object.keys(block.columns).forEach(function (name) {
      const column = block.columns[name];
      const at = Array.isArray(column)
        ? function (i) { return column[i]; }
        : coded(column, block.rows);
      for (let i = 0; i < rows.length; i++) rows[i][name] = at(i);
    });
    return rows;
  };

  // A path of steps as [lat, lon] positions; see encode.shapes.
  potay.path = function (steps) {
    const positions = [];
    let x = 0, y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      positions.push([y / 1e5, x / 1e5]);
    }
    return positions;
  };

  // A table's entry for a key that comes from data: never one that every object inherits.
  potay.pick = function (table, key, otherwise) {
    return Object.prototype.hasOwnProperty.call(table, key) ? table[key] : otherwise;
  };

  // Marks a message that is said elsewhere, so that the catalogues know it.
  potay.later = function (id) {
    return id;
  };

  potay.redraw = function () {
    potay.draws.forEach(function (draw) { draw(); });
  };

  potay.block = function (id) {
    return JSON.parse(potay.byId(id).textContent);
  };
})();
