// Names on the map: the important ones first, none over another, more of them as one comes closer.

import { el, flat, fromData } from "../dom/el";
import { page } from "../model/page";
import { actorName, isSite, store } from "../model/store";
import { nameOf } from "../model/words";
import { colourOf } from "./areas";
import { board } from "./board";
import * as L from "./leaflet";

const NARROW = 6.3;

const HIGH = 15;

let group = null;

// kind, from zoom, importance (lower is placed first), class
function candidates(zoom) {
  const found = [];
  page.layers.forEach((layer) => {
    if (!board.map.hasLayer(board.groups[layer.name])) return;
    layer.rows.forEach((row) => {
      const plan = PLAN[layer.kind] && row.shape.length ? PLAN[layer.kind](row, zoom) : null;
      if (plan) found.push(plan);
    });
  });
  return found.concat(shields()).sort((a, b) => a.order - b.order);
}

function named(row) {
  return Boolean(row.name || row.name_fr || row.name_ht);
}

const PLAN = {
  base: (row, zoom) => {
    if (row.layer.role !== "boundaries" || zoom > 12 || !row.anchor) return null;
    return label(row.anchor, [nameOf(row)], "commune", 4);
  },
  area: (row, zoom) => {
    if (zoom < 12 || !row.anchor) return null;
    const told = row.basis === "claim" && row.control && row.control !== "unknown";
    const holder = told && zoom >= 14 ? actorName(colourOf(row)) : "";
    return label(row.anchor, [nameOf(row), holder], "area", 3);
  },
  gateway: (row, zoom) => (zoom < 12 ? null : label(row.shape, [nameOf(row)], "gateway", 2, 20)),
  place: (row, zoom) => {
    const hub = page.head.hubs.indexOf(row.id) >= 0;
    if (!named(row) || zoom < (hub ? 12 : 15)) return null;
    return label(row.shape, [nameOf(row)], hub ? "hub" : "place", hub ? 1 : 5, 20);
  },
};

function label(path, lines, look, order, below?) {
  return {
    places: [path[0]],
    lines: lines.filter(Boolean).map(short),
    look: look,
    order: order,
    below: below || 0,
  };
}

function short(text) {
  const plain = flat(text);
  return plain.length > 26 ? plain.slice(0, 25) + "…" : plain;
}

// Road numbers, once per road, on one of its longer pieces in view.
function shields() {
  const view = board.map.getBounds(),
    found = new Map();
  store.roads.forEach((row) => {
    if (!row.ref || !row.lines || !board.map.hasLayer(board.groups[row.layer.name])) return;
    row.lines.forEach((path) => {
      const middle = path[Math.floor(path.length / 2)];
      if (!view.contains(middle)) return;
      if (!found.has(row.ref)) found.set(row.ref, []);
      found.get(row.ref).push({ at: middle, size: path.length });
    });
  });
  return Array.from(found.entries()).map((entry) => {
    const places = entry[1].sort((a, b) => b.size - a.size).slice(0, 12);
    return {
      places: places.map((one) => one.at),
      lines: [short(entry[0])],
      look: "shield",
      order: 0,
      below: 0,
    };
  });
}

function box(plan, place) {
  const at = board.map.latLngToContainerPoint(place);
  const letters = Math.max.apply(
    null,
    plan.lines.map((one) => one.length),
  );
  const wide = (letters * NARROW) / 2 + 3,
    high = (plan.lines.length * HIGH) / 2;
  return [at.x - wide, at.y + plan.below - high, at.x + wide, at.y + plan.below + high];
}

function clear(a, taken) {
  return taken.every((b) => a[2] < b[0] || a[0] > b[2] || a[3] < b[1] || a[1] > b[3]);
}

// Where gateways, sites and hubs stand: a name may not hide them.
function signs() {
  const frame = board.map.getSize(),
    near = board.map.getZoom() >= 14;
  const taken = [[0, frame.y - 110, 90, frame.y]]; // scale and zoom
  page.layers.forEach((layer) => {
    if (!board.map.hasLayer(board.groups[layer.name])) return;
    layer.rows.forEach((row) => {
      const size =
        layer.kind === "gateway"
          ? near
            ? 11
            : 8
          : layer.kind !== "place"
            ? 0
            : isSite(row)
              ? near
                ? 8
                : 6
              : page.head.hubs.indexOf(row.id) >= 0
                ? 11
                : 0;
      if (!size || !row.shape.length) return;
      const at = board.map.latLngToContainerPoint(row.shape[0]);
      taken.push([at.x - size, at.y - size, at.x + size, at.y + size]);
    });
  });
  return taken;
}

export function drawLabels() {
  if (group) group.remove();
  const frame = board.map.getSize(),
    taken = signs();
  group = L.layerGroup();
  candidates(board.map.getZoom()).forEach((plan) => {
    const place = plan.places.filter((one) => {
      const where = box(plan, one);
      return (
        where[2] > 0 &&
        where[0] < frame.x &&
        where[3] > 0 &&
        where[1] < frame.y &&
        clear(where, taken)
      );
    })[0];
    if (!plan.lines.length || !place) return;
    taken.push(box(plan, place));
    group.addLayer(mark(plan, place));
  });
  group.addTo(board.map);
}

function mark(plan, place) {
  const lines = plan.lines.map((one, i) =>
    el("span", { class: i ? "second" : "first" }, fromData(one)),
  );
  const node = el("div", { class: "label " + plan.look, "aria-hidden": "true" }, lines);
  const icon = L.divIcon({
    html: node,
    className: "",
    iconSize: [0, 0],
    iconAnchor: [0, -plan.below],
  });
  return L.marker(place, { icon: icon, pane: "label", interactive: false, keyboard: false });
}
