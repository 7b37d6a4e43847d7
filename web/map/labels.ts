// Names on the map: the important ones first, none over another, more of them as one comes closer.

import { pick } from "../data/pick";
import { type Path, type Position, pointOf } from "../data/rows";
import { el, flat, fromData } from "../dom/el";
import { page } from "../model/page";
import type { Drawn } from "../model/rows";
import { actorName, isSite, store } from "../model/store";
import { nameOf } from "../model/words";
import { colourOf } from "./areas";
import { board } from "./board";
import * as L from "./leaflet";

const NARROW = 6.3; // pixels per letter, roughly

const HIGH = 15; // pixels per line

/** A name to be placed: where it may stand, its lines, how it looks, how soon it is placed. */
interface Plan {
  places: Position[];
  lines: string[];
  look: string;
  order: number;
  below: number;
}

/** West, north, east, south on the screen. */
type Box = [number, number, number, number];

let group: L.LayerGroup | null = null;

// kind, from zoom, importance (lower is placed first), class
function candidates(zoom: number): Plan[] {
  const found: Plan[] = [];
  page.layers.forEach((layer) => {
    if (!board.map.hasLayer(board.groups[layer.name])) return;
    layer.rows.forEach((row) => {
      const plan = row.shape.length && pick(PLAN, layer.kind)?.(row, zoom);
      if (plan) found.push(plan);
    });
  });
  return found.concat(shields()).sort((a, b) => a.order - b.order);
}

function named(row: Drawn) {
  return Boolean(row.name || row.name_fr || row.name_ht);
}

const PLAN: Record<string, (row: Drawn, zoom: number) => Plan | null> = {
  base: (row: Drawn, zoom: number) => {
    if (row.layer.role !== "boundaries" || zoom > 12 || !row.anchor) return null;
    return label(row.anchor, [nameOf(row)], "commune", 4);
  },
  area: (row: Drawn, zoom: number) => {
    if (zoom < 12 || !row.anchor) return null;
    const told = row.basis === "claim" && row.control && row.control !== "unknown";
    const holder = told && zoom >= 14 ? actorName(colourOf(row) || "") : "";
    return label(row.anchor, [nameOf(row), holder], "area", 3);
  },
  gateway: (row: Drawn, zoom: number) =>
    zoom < 12 ? null : label([pointOf(row.shape)], [nameOf(row)], "gateway", 2, 20),
  place: (row: Drawn, zoom: number) => {
    const hub = page.head.hubs.indexOf(row.id) >= 0;
    if (!named(row) || zoom < (hub ? 12 : 15)) return null;
    return label([pointOf(row.shape)], [nameOf(row)], hub ? "hub" : "place", hub ? 1 : 5, 20);
  },
};

function label(path: Path, lines: string[], look: string, order: number, below?: number): Plan {
  return {
    places: [path[0]],
    lines: lines.filter(Boolean).map(short),
    look: look,
    order: order,
    below: below || 0,
  };
}

function short(text: string) {
  const plain = flat(text);
  return plain.length > 26 ? plain.slice(0, 25) + "…" : plain;
}

// Road numbers, once per road, on one of its longer pieces in view.
function shields(): Plan[] {
  const view = board.map.getBounds();
  const found = new Map<string, { at: Position; size: number }[]>();
  store.roads.forEach((row) => {
    if (!row.ref || !row.lines || !board.map.hasLayer(board.groups[row.layer.name])) return;
    row.lines.forEach((path) => {
      const middle = path[Math.floor(path.length / 2)];
      if (!view.contains(middle)) return;
      const ref = row.ref || "";
      found.set(ref, [...(found.get(ref) || []), { at: middle, size: path.length }]);
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

function box(plan: Plan, place: Position): Box {
  const at = board.map.latLngToContainerPoint(place);
  const letters = Math.max(...plan.lines.map((one) => one.length));
  const wide = (letters * NARROW) / 2 + 3,
    high = (plan.lines.length * HIGH) / 2;
  return [at.x - wide, at.y + plan.below - high, at.x + wide, at.y + plan.below + high];
}

function clear(a: Box, taken: Box[]): boolean {
  return taken.every((b) => a[2] < b[0] || a[0] > b[2] || a[3] < b[1] || a[1] > b[3]);
}

// Where gateways, sites and hubs stand: a name may not hide them.
function signs(): Box[] {
  const frame = board.map.getSize(),
    near = board.map.getZoom() >= 14;
  const taken: Box[] = [[0, frame.y - 110, 90, frame.y]]; // scale and zoom
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
      const at = board.map.latLngToContainerPoint(pointOf(row.shape));
      taken.push([at.x - size, at.y - size, at.x + size, at.y + size]);
    });
  });
  return taken;
}

export function drawLabels(): void {
  if (group) group.remove();
  const frame = board.map.getSize(),
    taken = signs();
  const marks = L.layerGroup();
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
    marks.addLayer(mark(plan, place));
  });
  group = marks.addTo(board.map);
}

function mark(plan: Plan, place: Position): L.Marker {
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
