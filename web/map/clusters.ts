// Sites that stand close together, seen from afar: one badge with their number and their statuses.

import { el, flat, svg } from "../dom/el";
import { statusSign } from "../dom/signs";
import type { Drawn } from "../model/rows";
import { statusWord } from "../model/statuses";
import { bestAnswer } from "../model/store";
import { RANK, styleOf } from "../model/styles";
import { figure, plural, t } from "../model/words";
import { whileShown } from "./board";
import * as L from "./leaflet";

const NEAR = 13; // zoom

const CELL = 40; // pixels

const ROUND = 2 * Math.PI * 12.5; // length of the ring

/** A site and its marker. */
interface Site {
  row: Drawn;
  marker: L.Marker;
}

/** How many sites have a status. */
interface Share {
  status: string;
  n: number;
}

// A group of markers that draws badges in place of crowds until one comes near.
export function clustered(entries: Site[]): L.LayerGroup {
  const group = L.layerGroup();
  whileShown(group, "zoomend", (map) => {
    group.clearLayers();
    cells(map, entries).forEach((cell) => {
      group.addLayer(cell.length > 1 ? badge(map, cell) : cell[0].marker);
    });
  });
  return group;
}

// Markers by the square of the screen's grid they fall into; each alone once one is near.
function cells(map: L.Map, entries: Site[]): Site[][] {
  if (map.getZoom() >= NEAR) return entries.map((one) => [one]);
  const found = new Map<string, Site[]>();
  entries.forEach((one) => {
    const at = map.project(one.marker.getLatLng());
    const key = Math.floor(at.x / CELL) + " " + Math.floor(at.y / CELL);
    const known = found.get(key);
    if (known) known.push(one);
    else found.set(key, [one]);
  });
  return Array.from(found.values());
}

function statuses(cell: Site[]) {
  const count = RANK.map((status) => ({
    status: status,
    n: cell.filter((one) => {
      const best = bestAnswer(one.row);
      return (best ? best.status : "unknown") === status;
    }).length,
  }));
  return count.filter((one) => one.n);
}

function badge(map: L.Map, cell: Site[]) {
  const found = statuses(cell),
    worst = found[found.length - 1].status;
  const words =
    plural("{n} site", "{n} sites", cell.length) +
    t(": ") +
    found.map((one) => figure(one.n) + " " + statusWord(one.status, "place")).join(", ");
  const node = el(
    "div",
    { class: "at cluster" },
    ring(found, cell.length),
    statusSign(worst, "place", 14),
  );
  const middle = cell.reduce<L.LatLngTuple>(
    (sum, one) => {
      const at = one.marker.getLatLng();
      return [sum[0] + at.lat / cell.length, sum[1] + at.lng / cell.length];
    },
    [0, 0],
  );
  const marker = L.marker(middle, {
    icon: L.divIcon({ html: node, className: "", iconSize: [32, 32] }),
    alt: flat(words),
    title: flat(words),
    zIndexOffset: 350,
  });
  const closer = () => {
    const box = L.latLngBounds(cell.map((one) => one.marker.getLatLng()));
    const zoom = Math.max(map.getBoundsZoom(box), map.getZoom() + 1);
    map.setView(box.getCenter(), Math.min(zoom, 15), { animate: false });
  };
  marker.on("click", closer);
  marker.on("keypress", (event) => {
    if (event.originalEvent.key === "Enter") closer();
  });
  marker.on("add", () => {
    marker.getElement()?.setAttribute("aria-label", words);
  });
  return marker;
}

function ring(found: Share[], total: number) {
  let turned = 0;
  const arcs = found.map((one) => {
    const long = (ROUND * one.n) / total,
      from = turned;
    turned += long;
    return svg("circle", {
      cx: 16,
      cy: 16,
      r: 12.5,
      fill: "none",
      "stroke-width": 6,
      stroke: styleOf("place", one.status).color,
      "stroke-dasharray": Math.max(long - 1.2, 1) + " " + ROUND,
      "stroke-dashoffset": -from,
      transform: "rotate(-90 16 16)",
    });
  });
  return svg(
    "svg",
    { class: "ring", viewBox: "0 0 32 32", width: 32, height: 32, "aria-hidden": "true" },
    svg("circle", { cx: 16, cy: 16, r: 15.8, fill: "#fff" }),
    arcs,
    svg("text", { x: 16, y: 20, "text-anchor": "middle" }, total),
  );
}
