// The legend is the layer control: each layer with its switch and with what its signs mean.

import type { Style } from "../data/blocks";
import { pick } from "../data/pick";
import { byId, type Child, el, fillAnew, fromData, svg } from "../dom/el";
import { kindIcon, siteSign, statusSign } from "../dom/signs";
import type { Look } from "../map/areas";
import { areaStyle, colourOf } from "../map/areas";
import { board } from "../map/board";
import { drawLabels } from "../map/labels";
import { hasRelief, reliefShown, switchRelief } from "../map/relief";
import { cap, roadStatus } from "../map/roads";
import { page, redraw } from "../model/page";
import type { Drawn, Layer } from "../model/rows";
import { statusWord } from "../model/statuses";
import { actorName, bestAnswer, isSite } from "../model/store";
import { RANK, styleOf } from "../model/styles";
import { baseWord, kindWord } from "../model/values";
import { phrase, say, t } from "../model/words";

const ORDER = ["road", "gateway", "area", "place", "obstacle", "link", "base"];

// Drawn when the reader opens it.
export function drawLegend() {
  const box = byId<HTMLDetailsElement>("legend");
  box.ontoggle = () => {
    if (box.open && !byId("legend-body").firstChild) fill();
  };
  (box.firstElementChild as HTMLElement).onclick = () => {
    if (!box.open) fill();
  };
  if (box.open) fill();
  else fillAnew(byId("legend-body"));
}

function fill() {
  const layers = page.layers.slice().sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  fillAnew(byId("legend-body"), layers.map(entry), relief());
}

// What must be understood at first sight, always in view below the map.
export function drawKey() {
  const roads = page.layers.filter((layer) => layer.kind === "road")[0];
  const areas = page.layers.filter((layer) => layer.kind === "area")[0];
  const keys = roads ? KEYS.road(roads) : [];
  if (areas) {
    keys.push([
      swatch({ color: "#444", fillColor: "#444", fillOpacity: 0.3 }),
      t("colour: reported holder"),
    ]);
    Array.prototype.push.apply(keys, uncertain(areas).slice(1, 3));
  }
  fillAnew(byId("key"), keys.map(item));
}

/** A sign and what it means. */
type Key = [Child, string];

function item(key: Key) {
  return el("li", {}, key[0], " ", fromData(key[1]));
}

function entry(layer: Layer) {
  const group = board.groups[layer.name];
  const box = el("input", {
    type: "checkbox",
    checked: board.map.hasLayer(group),
    onchange: () => {
      if (box.checked) group.addTo(board.map);
      else group.remove();
      drawLabels();
    },
  });
  return el(
    "fieldset",
    { class: "layer" },
    el("legend", {}, el("label", {}, box, " ", fromData(say(layer.title)))),
    layer.kind === "area" ? switcher(layer) : null,
    el("ul", {}, KEYS[layer.kind](layer).map(item)),
    layer.note ? el("p", { class: "note" }, fromData(say(layer.note))) : null,
  );
}

function relief() {
  return hasRelief()
    ? el(
        "fieldset",
        { class: "layer" },
        el(
          "legend",
          {},
          el(
            "label",
            {},
            el("input", {
              type: "checkbox",
              id: "relief",
              checked: reliefShown(),
              onchange: (event) => {
                switchRelief(event.target.checked);
              },
            }),
            " ",
            t("Relief (modelled)"),
          ),
        ),
      )
    : null;
}

function switcher(layer: Layer) {
  const words = [
    ["control", t("by holder")],
    ["coalition", t("by coalition")],
  ];
  return el(
    "div",
    { class: "switch", role: "radiogroup", "aria-label": t("Colour areas") },
    words.map(([by, word]) =>
      el(
        "label",
        {},
        el("input", {
          type: "radio",
          name: "by-" + layer.name,
          value: by,
          checked: page.choice.colourBy === by,
          onchange: () => {
            page.choice.colourBy = by;
            redraw();
          },
        }),
        " ",
        word,
      ),
    ),
  );
}

// What stands in the data, in a fixed order, so that the legend names nothing that is not there.
function present(
  layer: Layer,
  order: string[],
  told: (row: Drawn) => string | undefined,
): string[] {
  return order.filter((value) => layer.rows.some((row) => told(row) === value));
}

const ROADS = ["open", "silent", "restricted", "presumed", "unknown", "closed", "unfit"];

const KEYS: Record<string, (layer: Layer) => Key[]> = {
  area: (layer: Layer) => holders(layer).concat(uncertain(layer)),
  road: (layer: Layer) =>
    present(layer, ROADS, roadStatus).map((status) => [
      roadSwatch(status),
      statusWord(status, "road"),
    ]),
  gateway: (layer: Layer) => {
    const status = (row: Drawn) => row.reading_status || row.status || "unknown";
    return present(layer, ROADS.concat("abandoned"), status).map((value) => [
      statusSign(value, "gateway", 16),
      statusWord(value, "gateway"),
    ]);
  },
  place: (layer: Layer) => {
    if (!layer.rows.some(isSite)) return facilities(layer);
    const status = (row: Drawn) => bestAnswer(row)?.status;
    return present(layer, RANK, status).map((value) => [
      siteSign(value, 14),
      statusWord(value, "place"),
    ]);
  },
  obstacle: () => [[statusSign("obstacle", "obstacle", 14), t("reported obstacle")]],
  link: (layer: Layer) => lines(layer),
  base: (layer: Layer) => lines(layer),
};

function facilities(layer: Layer): Key[] {
  const kinds = layer.rows.map((row) => row.kind);
  return kinds
    .filter((kind, i) => kinds.indexOf(kind) === i)
    .sort()
    .map((kind) => [kindIcon(kind, 16), kindWord(kind)]);
}

function holders(layer: Layer): Key[] {
  const count = new Map<string, number>();
  layer.rows.forEach((row) => {
    if (row.basis !== "claim" || !row.control) return;
    if (["none", "contested", "unknown"].indexOf(row.control) >= 0) return;
    const id = colourOf(row) || "";
    count.set(id, (count.get(id) || 0) + 1);
  });
  return Array.from(count.entries())
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .map(([id]) => {
      const colour = pick(page.head.colours, id, "#555555");
      return [swatch({ color: colour, fillColor: colour, fillOpacity: 0.45 }), actorName(id)];
    });
}

function uncertain(layer: Layer): Key[] {
  const known: [Partial<Drawn>, string][] = [
    [{ basis: "claim", control: "none" }, t("no group reported")],
    [{ basis: "claim", control: "contested" }, t("contested, or reports contradict")],
    [{ basis: page.head.silence }, phrase("area_silent")],
    [{ basis: "expired", expired: true }, t("unknown: last report expired")],
  ];
  const samples = known.map(([row, words]): Key => [swatch(areaStyle(row, layer)), words]);
  return [
    ...samples,
    [
      swatch({ color: "#444", fillColor: "#fff", fillOpacity: 0, dashArray: "5 4" }),
      t("dashed edge: getting old or expired"),
    ],
    [fade(), t("paler: less reliable")],
  ];
}

function swatch(look: Look) {
  return svg(
    "svg",
    { class: "swatch", width: 26, height: 16, "aria-hidden": "true" },
    svg("rect", {
      x: 1,
      y: 1,
      width: 24,
      height: 14,
      fill: look.fillColor,
      stroke: look.color,
      "fill-opacity": look.fillOpacity,
      "stroke-dasharray": look.dashArray,
      "stroke-width": 1.5,
    }),
  );
}

function fade() {
  return svg(
    "svg",
    { class: "swatch", width: 26, height: 16, "aria-hidden": "true" },
    [0.22, 0.36, 0.52].map((opacity, i) =>
      svg("rect", {
        x: 1 + 8 * i,
        y: 1,
        width: 8,
        height: 14,
        fill: "#333",
        "fill-opacity": opacity,
      }),
    ),
  );
}

export function roadSwatch(status: string) {
  const look = styleOf("road", status);
  const d = "M3 8H42";
  return svg(
    "svg",
    { class: "swatch", width: 44, height: 16, "aria-hidden": "true" },
    svg("path", {
      d: d,
      stroke: look.color,
      "stroke-width": (look.width || 0) * 1.4 || 3,
      "stroke-dasharray": look.dash || null,
      "stroke-linecap": cap(look.dash),
    }),
    status === "closed"
      ? svg("path", { d: d, stroke: look.color, "stroke-width": 11, "stroke-dasharray": "2 11" })
      : null,
  );
}

function stroke(look: Style) {
  return svg(
    "svg",
    { class: "swatch", width: 26, height: 16, "aria-hidden": "true" },
    svg("path", {
      d: "M1 8H25",
      stroke: look.color || "#888",
      "stroke-width": look.width || 1.5,
      "stroke-dasharray": look.dash || null,
    }),
  );
}

function lines(layer: Layer): Key[] {
  const values = layer.by ? layer.rows.map((row) => row[layer.by] as string) : [""];
  const found: Key[] = [];
  values
    .filter((value, i) => values.indexOf(value) === i)
    .forEach((value) => {
      const look = pick(layer.styles, value, layer.style);
      const words = say(look.label) || (layer.by ? baseWord(value) : "");
      const filled = look.fill && swatch({ color: look.color, fillColor: look.fill });
      if (words) found.push([filled || stroke(look), words]);
    });
  return found;
}
