// The map: ground, areas by reported holder, signs for gateways, sites and facilities.

import type { Style } from "../data/blocks";
import { pick } from "../data/pick";
import { dimension, pathsOf, pointOf, polygonsOf } from "../data/rows";
import { el, flat } from "../dom/el";
import { kindIcon, siteSign, statusSign } from "../dom/signs";
import { page } from "../model/page";
import type { Drawn, Layer } from "../model/rows";
import { standingWord, statusWord } from "../model/statuses";
import { bestAnswer, isSite, keyOf } from "../model/store";
import { kindWord } from "../model/values";
import { nameOf } from "../model/words";
import { areaStyle } from "./areas";
import { board, byZoom, NEAR } from "./board";
import { clustered } from "./clusters";
import * as L from "./leaflet";
import { press } from "./press";
import { roadGroup } from "./roads";

// All layers, or those of some kinds.
export function drawLayers(kinds?: string[]): void {
  page.layers.forEach((layer) => {
    if (kinds && kinds.indexOf(layer.kind) < 0) return;
    const shown = board.groups[layer.name]
      ? board.map.hasLayer(board.groups[layer.name])
      : layer.visible;
    if (board.groups[layer.name]) board.groups[layer.name].remove();
    board.groups[layer.name] = drawGroup(layer);
    if (shown) board.groups[layer.name].addTo(board.map);
  });
}

export function drawGroup(layer: Layer): L.LayerGroup {
  return DRAW[layer.kind](layer);
}

const DRAW: Record<string, (layer: Layer) => L.LayerGroup> = {
  base: base,
  area: areas,
  road: (layer: Layer) => roadGroup(layer),
  link: links,
  gateway: signs,
  place: signs,
  obstacle: signs,
};

function styleFor(layer: Layer, row: Drawn): Style {
  return pick(layer.styles, row[layer.by] as string, layer.style);
}

function base(layer: Layer) {
  const renderer = L.svg({ pane: "base", padding: 0.5 });
  return L.layerGroup(
    layer.rows.filter((row) => row.shape.length).map((row) => ground(layer, row, renderer)),
  );
}

function ground(layer: Layer, row: Drawn, renderer: L.Renderer): L.Layer {
  const look = styleFor(layer, row);
  const said = {
    renderer: renderer,
    interactive: false,
    weight: look.width || 1,
    color: look.color || "#888",
    dashArray: look.dash,
    opacity: look.opacity || 1,
  };
  const dims = dimension(row.shape);
  if (!dims) return L.circleMarker(pointOf(row.shape), Object.assign(said, { radius: 3 }));
  if (dims === 1) return L.polyline(pathsOf(row.shape), said);
  const land = layer.role === "boundaries" || row.kind === "land";
  return L.polygon(
    polygonsOf(row.shape),
    Object.assign(said, {
      fillColor: look.fill || (land ? "#faf8f2" : look.color || "#888"),
      fillOpacity: look.fill || land ? 1 : 0.3,
    }),
  );
}

function areas(layer: Layer) {
  const renderer = L.svg({ pane: "area", padding: 0.5 });
  return L.layerGroup(
    layer.rows
      .filter((row) => row.shape.length)
      .map((row) => {
        const said = { renderer: renderer, interactive: false };
        return L.polygon(polygonsOf(row.shape), Object.assign(said, areaStyle(row, layer)));
      }),
  );
}

function links(layer: Layer) {
  const renderer = L.svg({ pane: "link", padding: 0.5 });
  return L.layerGroup(
    layer.rows
      .filter((row) => row.shape.length)
      .map((row) => {
        const look = styleFor(layer, row);
        return L.polyline(pathsOf(row.shape), {
          renderer: renderer,
          interactive: false,
          color: look.color || "#0072B2",
          weight: look.width || 2,
          dashArray: look.dash || "1 5",
        });
      }),
  );
}

function signs(layer: Layer) {
  const rows = layer.rows.filter((row) => row.shape.length);
  if (layer.kind !== "place" || !rows.some(isSite)) {
    return byZoom(
      rows.map((row) => ({ from: fromZoom(layer, row), make: () => sign(layer, row) })),
    );
  }
  return clustered(rows.map((row) => ({ row: row, marker: sign(layer, row) })));
}

// Small signs wait until one is near.
function fromZoom(layer: Layer, row: Drawn) {
  return layer.kind === "gateway" || page.head.hubs.indexOf(row.id) >= 0 ? 0 : NEAR;
}

function sign(layer: Layer, row: Drawn): L.Marker {
  const look = SIGN[layer.kind](row);
  const box = el("div", { class: "at " + (look.look || layer.kind) }, look.node);
  const marker = L.marker(pointOf(row.shape), {
    icon: L.divIcon({ html: box, className: "", iconSize: [look.size, look.size] }),
    alt: flat(nameOf(row) + ": " + look.words),
    title: flat(nameOf(row)),
    keyboard: layer.kind === "gateway" || look.hub,
    zIndexOffset: look.over,
    riseOnHover: true,
  });
  const tell = () => {
    press(layer.kind, row, marker.getLatLng());
  };
  marker.on("click", tell);
  marker.on("keypress", (event) => {
    if (event.originalEvent.key === "Enter") tell();
  });
  marker.on("add", () => {
    const node = marker.getElement();
    node?.setAttribute("aria-label", marker.options.alt || "");
    if (!marker.options.keyboard) node?.setAttribute("role", "img");
  });
  return marker;
}

/** How a sign looks, and what it says. */
interface Sign {
  node: SVGElement;
  size: number;
  over: number;
  words: string;
  look?: string;
  hub?: boolean;
}

const SIGN: Record<string, (row: Drawn) => Sign> = {
  gateway: (row: Drawn) => {
    const status = row.reading_status || row.status || "unknown";
    return {
      node: statusSign(status, "gateway", 22),
      size: 26,
      over: 600,
      words: standingWord(keyOf(row), status, "gateway"),
    };
  },
  place: (row: Drawn) => {
    const best = bestAnswer(row);
    const hub = page.head.hubs.indexOf(row.id) >= 0;
    const words = best ? statusWord(best.status, "place") : kindWord(row.kind);
    if (!isSite(row)) {
      return {
        node: kindIcon(row.kind, hub ? 24 : 17, hub),
        size: hub ? 24 : 17,
        hub: hub,
        over: hub ? 500 : 100,
        words: words,
        look: hub ? "hub" : "facility",
      };
    }
    return {
      node: siteSign(best ? best.status : "unknown", 17),
      size: 18,
      over: 300,
      words: words,
      look: "site",
    };
  },
  obstacle: (row: Drawn) => ({
    node: statusSign("obstacle", "obstacle", 15),
    size: 15,
    over: 200,
    words: kindWord(row.kind),
  }),
};
