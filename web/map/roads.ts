// Roads: thousands of pieces as a handful of lines, one per status and width, found again by click.

import { type Path, type Position, pathsOf } from "../data/rows";
import { page } from "../model/page";
import type { Drawn, Layer } from "../model/rows";
import { store } from "../model/store";
import { styleOf } from "../model/styles";
import { board, byZoom, whileShown } from "./board";
import * as L from "./leaflet";

const ORDER = ["unfit", "silent", "presumed", "open", "unknown", "restricted", "closed"];

const BIG: Record<string, number> = { motorway: 1, trunk: 1, primary: 1 };

const MIDDLE: Record<string, number> = { secondary: 1, tertiary: 1 };

const HEAVY = 2000; // pieces; above it roads are drawn on a canvas

/** Pieces of one status and width: one line to draw instead of hundreds. */
interface Bundle {
  status: string;
  size: number;
  fromZoom: number;
  lines: Path[];
  heavy: boolean;
  boxes?: Float64Array;
}

type Line = L.Polyline & { bundle: Bundle };

export function isHeavy(layer: Layer): boolean {
  return layer.kind === "road" && layer.rows.length > HEAVY;
}

export function roadStatus(row: Drawn): string {
  const own = row["reading_status." + page.choice.mover] as string | undefined;
  const status = own || row.reading_status || "unknown";
  if (row.usable === false && status !== "closed") return "unfit";
  return status === "open" && row.silent ? "silent" : status;
}

function size(row: Drawn): number {
  const word = row.class || "";
  return BIG[word] ? 1.45 : MIDDLE[word] ? 1 : 0.6;
}

// From how far a piece is drawn: where there are very many, small streets wait until one is near.
function fromZoom(layer: Layer, row: Drawn) {
  if (!isHeavy(layer)) return 0;
  return size(row) < 1 ? 14 : size(row) > 1 ? 0 : 12;
}

export function roadGroup(layer: Layer): L.LayerGroup {
  const heavy = isHeavy(layer);
  const renderer = (heavy ? L.canvas : L.svg)({ pane: "road", padding: heavy ? 0.1 : 0.3 });
  const sorted = bundles(layer).sort(
    (a, b) => a.size - b.size || ORDER.indexOf(a.status) - ORDER.indexOf(b.status),
  );
  const drawn = sorted
    .map((one) => casing(one, renderer))
    .concat(...sorted.map((one) => inked(one, renderer)));
  const group = byZoom(drawn.map((one) => ({ from: one.bundle.fromZoom, make: () => one })));
  return heavy ? inView(group, drawn) : group;
}

// Of very many roads only those in view and around it are handed to the renderer.
function inView(group: L.LayerGroup, drawn: Line[]): L.LayerGroup {
  whileShown(group, "moveend", (map) => {
    const view = map.getBounds().pad(0.3);
    const found = new Map<Bundle, Path[]>();
    drawn.forEach((one) => {
      if (!group.hasLayer(one)) return;
      const lines = found.get(one.bundle) || seen(one.bundle, view);
      found.set(one.bundle, lines);
      one.setLatLngs(lines);
    });
  });
  return group;
}

// The lines of a bundle whose box touches the view; the boxes are measured once.
function seen(bundle: Bundle, view: L.LatLngBounds): Path[] {
  const boxes = bundle.boxes || measured(bundle.lines);
  bundle.boxes = boxes;
  const south = view.getSouth(),
    north = view.getNorth(),
    west = view.getWest(),
    east = view.getEast();
  return bundle.lines.filter(
    (_, i) =>
      boxes[4 * i] <= north &&
      boxes[4 * i + 1] >= south &&
      boxes[4 * i + 2] <= east &&
      boxes[4 * i + 3] >= west,
  );
}

function measured(lines: Path[]) {
  const boxes = new Float64Array(4 * lines.length);
  lines.forEach((path, i) => {
    boxes.set([Infinity, -Infinity, Infinity, -Infinity], 4 * i);
    path.forEach((at) => {
      for (let axis = 0; axis < 2; axis++) {
        const low = 4 * i + 2 * axis;
        boxes[low] = Math.min(boxes[low], at[axis]);
        boxes[low + 1] = Math.max(boxes[low + 1], at[axis]);
      }
    });
  });
  return boxes;
}

// Pieces of one status and width together: one line to draw instead of hundreds.
function bundles(layer: Layer): Bundle[] {
  const found = new Map<string, Bundle>();
  layer.rows.forEach((row) => {
    row.lines = row.lines || pathsOf(row.shape);
    row.fromZoom = fromZoom(layer, row);
    const status = roadStatus(row),
      key = status + " " + size(row);
    const known = found.get(key);
    if (known) known.lines.push(...row.lines);
    else {
      const lines = row.lines.slice();
      const heavy = isHeavy(layer);
      found.set(key, { status, size: size(row), fromZoom: row.fromZoom, lines, heavy });
    }
  });
  return Array.from(found.values());
}

function line(bundle: Bundle, renderer: L.Renderer, look: L.PathOptions): Line {
  const drawn = L.polyline(
    bundle.heavy ? [] : bundle.lines,
    Object.assign(
      {
        renderer: renderer,
        interactive: false,
        smoothFactor: 1.2,
        lineJoin: "round" as const,
      },
      look,
    ),
  );
  return Object.assign(drawn, { bundle: bundle });
}

function casing(bundle: Bundle, renderer: L.Renderer) {
  const width = (styleOf("road", bundle.status).width || 2) * bundle.size;
  return line(bundle, renderer, {
    color: "#ffffff",
    weight: width + (bundle.size < 1 ? 1.2 : 2.5),
    opacity: 0.9,
  });
}

// Dashes keep square ends; no dash, and a dash of no length, are drawn round (dots).
export function cap(dash?: string): "round" | "butt" {
  return !dash || parseFloat(dash) < 1 ? "round" : "butt";
}

// One or two lines per status: dashes and cross-bars tell statuses apart without colour.
function inked(bundle: Bundle, renderer: L.Renderer): Line[] {
  const look = styleOf("road", bundle.status);
  const width = (look.width || 2) * bundle.size;
  const drawn = [
    line(bundle, renderer, {
      color: look.color,
      weight: width,
      dashArray: look.dash,
      lineCap: cap(look.dash),
    }),
  ];
  if (bundle.status === "closed") {
    drawn.push(
      line(bundle, renderer, {
        color: look.color,
        weight: width + 6,
        dashArray: "2 11",
        lineCap: "butt",
      }),
    );
  }
  return drawn;
}

// The road piece within a finger's width of a place on the map; the nearest wins.
export function nearestRoad(at: L.LatLng): Drawn | null {
  const reach = L.Browser.mobile ? 14 : 8;
  const spot = board.map.latLngToLayerPoint(at);
  const edge = board.map.layerPointToLatLng(spot.add([reach, reach]));
  const span = [Math.abs(edge.lat - at.lat), Math.abs(edge.lng - at.lng)];
  let best: Drawn | null = null;
  let least = 1;
  store.roads.forEach((row) => {
    if (Number(row.fromZoom) > board.map.getZoom() || !shown(row.layer)) return;
    (row.lines || []).forEach((path) => {
      for (let i = 1; i < path.length; i++) {
        const away = distance(at, path[i - 1], path[i], span);
        if (away < least) {
          least = away;
          best = row;
        }
      }
    });
  });
  return best;
}

function shown(layer: Layer) {
  return board.map.hasLayer(board.groups[layer.name]);
}

// Distance of a spot from a segment in units of the finger's width.
function distance(at: L.LatLng, a: Position, b: Position, span: number[]) {
  const ax = (a[1] - at.lng) / span[1],
    ay = (a[0] - at.lat) / span[0];
  const bx = (b[1] - at.lng) / span[1],
    by = (b[0] - at.lat) / span[0];
  if ((ax > 1 && bx > 1) || (ax < -1 && bx < -1) || (ay > 1 && by > 1) || (ay < -1 && by < -1))
    return 2;
  const dx = bx - ax,
    dy = by - ay;
  const along = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(ax + along * dx, ay + along * dy);
}
