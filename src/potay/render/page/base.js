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

  const DIGIT = new Uint8Array(128), BASE = 44;
  Array.from({ length: 94 }, function (_, i) { return String.fromCharCode(33 + i); })
    .filter(function (sign) { return "\"&<>\\".indexOf(sign) < 0; })
    .forEach(function (sign, i) { DIGIT[sign.charCodeAt(0)] = i; });

  // A text of signs as whole numbers; see encode.signs.
  potay.numbers = function (text) {
    const found = [];
    let sum = 0, weight = 1;
    for (let i = 0; i < text.length; i++) {
      const digit = DIGIT[text.charCodeAt(i)];
      sum += weight * (digit % BASE);
      weight *= BASE;
      if (digit >= BASE) continue;
      found.push(sum % 2 ? -(sum + 1) / 2 : sum / 2);
      sum = 0;
      weight = 1;
    }
    return found;
  };

  // A block of columns as a list of rows; see encode.columns.
  potay.rows = function (block) {
    const rows = [];
    for (let i = 0; i < block.rows; i++) rows.push({});
    Object.keys(block.columns).forEach(function (name) {
      const column = block.columns[name];
      const values = Array.isArray(column) ? column
        : potay.numbers(column.is).map(function (place) { return column.of[place]; });
      for (let i = 0; i < rows.length; i++) rows[i][name] = values[i];
    });
    return rows;
  };

  // Shapes as paths of [lat, lon]: a point is one path of one position, a line a list of paths,
  // an area a list of polygons, each a list of rings; see outlines.outlines.
  potay.shapes = function (told) {
    const of = potay.numbers(told.of), all = courses(told), shapes = [];
    let at = 0, next = 0;
    const course = function () {
      const name = of[at++];
      if (!name) return all[next++];
      const known = all[next - Math.abs(name)];
      return name > 0 ? known : known.slice().reverse();
    };
    const several = function (count, one) {
      const list = [];
      for (let i = 0; i < count; i++) list.push(one());
      return list;
    };
    const ring = function () {
      return several(of[at++], course).reduce(function (whole, part) {
        return whole.concat(part.slice(0, -1));
      }, []);
    };
    while (at < of.length) {
      const count = Math.floor(of[at] / 3), dimension = of[at++] % 3;
      const parts = several(count, dimension < 2 ? course
        : function () { return several(of[at++], ring); });
      shapes.push(dimension || !count ? parts : parts[0]);
    }
    return shapes;
  };

  // Of a shape that is not empty: 0 a point, 1 lines, 2 an area.
  potay.dimension = function (shape) {
    return !Array.isArray(shape[0][0]) ? 0 : Array.isArray(shape[0][0][0]) ? 2 : 1;
  };

  function courses(told) {
    const moves = potay.numbers(told.courses), all = [], steps = 1e5 / told.step;
    let at = 0, x = 0, y = 0;
    while (at < moves.length) {
      const course = [];
      for (let left = moves[at++]; left > 0; left--) {
        x += moves[at++];
        y += moves[at++];
        course.push([y / steps, x / steps]);
      }
      all.push(course);
    }
    return all;
  }

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
