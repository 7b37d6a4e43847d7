// How a status looks wherever it stands: shape and glyph first, colour second, patterns for areas.

import { pick } from "../data/pick";
import { styleOf } from "../model/styles";
import { byId, svg } from "./el";

const BODY: Record<string, (c: string) => SVGElement> = {
  circle: (c: string) => svg("circle", { cx: 10, cy: 10, r: 8.5, fill: c }),
  triangle: (c: string) => svg("path", { d: "M10 1 19.5 18H.5Z", fill: c }),
  ring: (c: string) =>
    svg("circle", { cx: 10, cy: 10, r: 7.3, fill: "#fff", stroke: c, "stroke-width": 3 }),
  question: (c: string) =>
    svg("circle", {
      cx: 10,
      cy: 10,
      r: 8,
      fill: "#f2f2f2",
      stroke: c,
      "stroke-width": 2,
      "stroke-dasharray": "3 2",
    }),
  cross: (c: string) => svg("rect", { x: 1.5, y: 1.5, width: 17, height: 17, fill: c }),
  diamond: (c: string) => svg("path", { d: "M10 0 20 10 10 20 0 10Z", fill: c }),
  bar: (c: string) => svg("circle", { cx: 10, cy: 10, r: 8, fill: c }),
  plain: (c: string) =>
    svg("circle", { cx: 10, cy: 10, r: 7.6, fill: "#fff", stroke: c, "stroke-width": 2 }),
  square: (c: string) => svg("rect", { x: 2, y: 2, width: 16, height: 16, fill: c }),
};

const STROKE = { fill: "none", "stroke-width": 2.6, "stroke-linecap": "round" };

const MARK: Record<string, string[]> = {
  circle: ["M6 10.3 9 13.3 14.3 7", "#fff"],
  triangle: ["M10 7.5V12M10 15.2v.1", "#221"],
  ring: ["M7.5 10h5", "#345"],
  question: ["M7.6 7.6C7.8 4.6 12.6 4.8 12.4 7.7 12.2 9.6 10 9.6 10 11.6M10 14.8v.1", "#444"],
  cross: ["M6 6 14 14M14 6 6 14", "#fff"],
  diamond: ["M10 5.5V11M10 14.4v.1", "#fff"],
  bar: ["M6 10h8", "#fff"],
  plain: ["", "#fff"],
  square: ["", "#fff"],
};

// The sign of a status: an SVG node; decorative, for words always stand beside it.
export function statusSign(status: string, kind: string, size?: number): SVGElement {
  const look = styleOf(kind || "place", status);
  const shape = look.symbol && BODY[look.symbol] ? look.symbol : "question";
  const mark = MARK[shape];
  return svg(
    "svg",
    {
      class: "sign",
      viewBox: "0 0 20 20",
      width: size || 18,
      height: size || 18,
      "aria-hidden": "true",
    },
    BODY[shape](look.color || ""),
    svg("path", Object.assign({ d: mark[0], stroke: mark[1] }, STROKE)),
  );
}

// A displacement site: a roof over the same glyph, so that it is no gateway.
export function siteSign(status: string, size: number) {
  const look = styleOf("place", status);
  const shape = look.symbol && BODY[look.symbol] ? look.symbol : "question";
  const pale = shape === "ring" || shape === "question";
  return svg(
    "svg",
    {
      class: "sign",
      viewBox: "0 -4 20 24",
      width: size,
      height: size * 1.2,
      "aria-hidden": "true",
    },
    svg("path", {
      d: "M10-3 19.5 5V19H.5V5Z",
      fill: pale ? "#fff" : look.color,
      stroke: pale ? look.color : "#fff",
      "stroke-width": pale ? 2.4 : 1.2,
      "stroke-dasharray": shape === "question" ? "3 2" : null,
    }),
    svg(
      "g",
      { transform: "translate(0 2)" },
      svg("path", Object.assign({ d: MARK[shape][0], stroke: MARK[shape][1] }, STROKE)),
    ),
  );
}

// Own small pictograms on a 12 × 12 grid.
const ICONS: Record<string, string> = {
  port: "M6 1.5v9M6 3.2h0M3.6 4.4h4.8M1.5 7c.6 3 8.4 3 9 0",
  airport: "M6 .8V11M6 4.2 1 7.4M6 4.2l5 3.2M4.2 11h3.6",
  helipad: "M3.4 2v8M8.6 2v8M3.4 6h5.2",
  hospital: "M6 1.5v9M1.5 6h9",
  clinic: "M6 3v6M3 6h6",
  fuel_terminal: "M2.5 11V1.5h4V11M1.5 11h6M6.5 4.5h2.4V9c0 1.6 1.8 1.6 1.8 0V4.2L9.2 2.6",
  warehouse: "M1.5 10.5V4.8L6 1.8l4.5 3v5.7M4 10.5V7h4v3.5",
  market: "M1.5 4.5 2.6 2h6.8l1.1 2.5ZM2.5 4.5v6h7v-6",
  water_point: "M6 1.2C8.6 4.6 9.4 6 9.4 7.6a3.4 3.4 0 0 1-6.8 0C2.6 6 3.4 4.6 6 1.2Z",
  police: "M6 1.2 10 2.7V6c0 2.4-1.7 4-4 5-2.3-1-4-2.6-4-5V2.7Z",
  school: "M1 4.5 6 2l5 2.5L6 7ZM3 5.6v3.2c1.6 1.4 4.4 1.4 6 0V5.6",
  bridge: "M.8 8.5h10.4M2 8.5c1.4-5 6.6-5 8 0M4 8.5V6M8 8.5V6",
  other: "M6 5v2",
};

export function kindIcon(kind: string, size: number, hub?: boolean) {
  return svg(
    "svg",
    { class: "sign", viewBox: "0 0 20 20", width: size, height: size, "aria-hidden": "true" },
    svg("rect", {
      x: 1,
      y: 1,
      width: 18,
      height: 18,
      rx: hub ? 9 : 3,
      fill: hub ? "#123a5c" : "#fff",
      stroke: hub ? "#fff" : "#333",
      "stroke-width": 1.4,
    }),
    svg(
      "path",
      Object.assign({}, STROKE, {
        d: pick(ICONS, kind, ICONS.other),
        "stroke-width": 1.5,
        stroke: hub ? "#fff" : "#222",
        transform: "translate(4 4)",
      }),
    ),
  );
}

// A pattern by name and colour as a paint: `url(#…)`, made once.
const LINES: Record<string, [string, number]> = {
  hatch: ["M-1 9 9-1M-1 1 1-1M7 9 9 7", 0.8],
  cross: ["M-1 9 9-1M-1 1 1-1M7 9 9 7M-1-1 9 9M-1 7 1 9M7-1 9 1", 1.5],
  dots: ["M2 2v.1M6 6v.1", 1.8],
};

export function patternPaint(pattern: string, colour: string, under?: string) {
  const id = ["p", pattern, colour.slice(1), (under || "none").slice(1)].join("-");
  if (!byId(id)) {
    const tile = svg(
      "pattern",
      { id: id, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
      under ? svg("rect", { width: 8, height: 8, fill: under, "fill-opacity": 0.6 }) : null,
      svg("path", {
        d: LINES[pattern][0],
        stroke: colour,
        "stroke-width": LINES[pattern][1],
        "stroke-linecap": "round",
        fill: "none",
      }),
    );
    byId("patterns").appendChild(tile);
  }
  return "url(#" + id + ")";
}

export function prepareSigns() {
  document.body.appendChild(
    svg(
      "svg",
      { width: 0, height: 0, class: "patterns", "aria-hidden": "true" },
      svg("defs", { id: "patterns" }),
    ),
  );
}
