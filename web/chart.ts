// A quick look at frames: layers of rows with the page's signs; every word is placed as text.

import type { Style } from "./data/blocks";
import { pick } from "./data/pick";
import { byId, el, fromData, svg } from "./dom/el";
import { patternPaint, prepareSigns, statusSign } from "./dom/signs";
import { page } from "./model/page";
import { readSigns, styleOf } from "./model/styles";

/** Rows to look at; see chart.py. */
interface Sheet {
  title: string;
  kind: string;
  point: boolean;
  faint: boolean;
  styles: Record<string, Style>;
  labels: Record<string, string>;
  values: string[];
  rows: GeoJSON.FeatureCollection<GeoJSON.Geometry, Properties>;
  layer: L.Layer;
}

interface Properties {
  look: string;
  told: [string, string][];
}

interface Course extends L.PathOptions {
  dashArray?: string;
}

// Wakes a map up: layers bottom first, what a row says under the pointer, and a legend.
export function start(map: L.Map) {
  const told = JSON.parse(byId("potay-chart").textContent || "");
  readSigns({ access: [], signs: told.signs });
  page.layers = told.sheets; // where the styles of values are looked for
  prepareSigns();
  map.attributionControl.setPrefix(false);
  L.control.scale({ imperial: false }).addTo(map);
  told.sheets.forEach((sheet: Sheet) => {
    sheet.layer = drawn(sheet).addTo(map);
  });
  legend(map, told.sheets).addTo(map);
  if (told.bounds) map.fitBounds(told.bounds, { animate: false, padding: [10, 10] });
  document.body.classList.add("ready");
}

function drawn(sheet: Sheet) {
  return L.geoJSON<Properties>(sheet.rows, {
    style: (row) => course(sheet, row?.properties.look || ""),
    pointToLayer: (row, at) => sign(sheet, row.properties.look, at),
    onEachFeature: (row, layer) => {
      if (!row.properties.told.length) return;
      layer.bindTooltip(words(row.properties.told), { sticky: true });
      layer.bindPopup(words(row.properties.told));
    },
  });
}

function course(sheet: Sheet, value: string): Course {
  const look = pick(sheet.styles, value) || styleOf(sheet.kind, value);
  const style: Course = {
    color: look.color || "#555555",
    weight: look.width || 1,
    opacity: look.opacity || 1,
  };
  if (look.dash) style.dashArray = look.dash;
  if (sheet.kind !== "area") return style;
  style.fillColor = look.pattern
    ? patternPaint(look.pattern, look.color || "", look.fill)
    : look.fill || look.color;
  return Object.assign(style, { weight: 1, fillOpacity: look.pattern ? 1 : 0.55 });
}

function sign(sheet: Sheet, value: string, at: L.LatLng) {
  const node = statusSign(value, sheet.kind, 18);
  return L.marker(at, { icon: L.divIcon({ html: node, className: "mark", iconSize: [18, 18] }) });
}

function words(told: [string, string][]) {
  return el(
    "table",
    { class: "told" },
    told.map((pair) => el("tr", null, el("th", null, pair[0]), el("td", null, fromData(pair[1])))),
  );
}

// What each sign means; a layer is shown or not by the box before its title.
function legend(map: L.Map, sheets: Sheet[]) {
  const control = new L.Control({ position: "bottomright" });
  control.onAdd = () => {
    const box = el(
      "div",
      { class: "legend" },
      sheets.map((sheet) => {
        if (sheet.faint || !sheet.values.length) return null;
        const shown = el("input", {
          type: "checkbox",
          checked: true,
          onchange: () => {
            if (shown.checked) sheet.layer.addTo(map);
            else sheet.layer.remove();
          },
        });
        return el(
          "section",
          null,
          el("label", null, shown, " ", sheet.title),
          sheet.values.map((value) => {
            const label = pick(sheet.labels, value, value);
            return el("div", null, swatch(sheet, value), fromData(label));
          }),
        );
      }),
    );
    L.DomEvent.disableScrollPropagation(box);
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  return control;
}

function swatch(sheet: Sheet, value: string) {
  if (sheet.point) return statusSign(value, sheet.kind, 14);
  const look = course(sheet, value),
    area = sheet.kind === "area";
  return svg(
    "svg",
    { width: 22, height: 12, "aria-hidden": "true" },
    area
      ? svg("rect", {
          x: 1,
          y: 1,
          width: 20,
          height: 10,
          stroke: look.color,
          fill: look.fillColor,
          "fill-opacity": look.fillOpacity,
        })
      : svg("path", {
          d: "M1 6H21",
          stroke: look.color,
          "stroke-width": look.weight,
          "stroke-dasharray": look.dashArray,
          "stroke-linecap": "round",
        }),
  );
}
