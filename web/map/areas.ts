// Areas by who is reported there.

import type { Style } from "../data/blocks";
import { pick } from "../data/pick";
import { patternPaint } from "../dom/signs";
import { page } from "../model/page";
import type { Drawn, Layer } from "../model/rows";

// How an area looks: who is reported there, how well known, how old.
/** How an area is filled and edged. */
export interface Look {
  color?: string;
  fillColor?: string;
  fillOpacity?: number;
  dashArray?: string;
  weight?: number;
  opacity?: number;
}

/** What decides how an area looks. */
type Known = Partial<Drawn>;

export function areaStyle(row: Known, layer: Layer): Look {
  const styles: Record<string, Style | undefined> = layer.styles;
  const holder = row.control || "unknown";
  const old = row.expired || row.stale;
  const edge: Look = { weight: 1.3, dashArray: old ? "5 4" : undefined, opacity: 0.9 };
  if (row.basis === "contradicted" || holder === "contested") {
    const look = styles.contested || { color: "#8a6d00", fill: "#f0e442" };
    return Object.assign(edge, {
      color: look.color,
      fillOpacity: 1,
      fillColor: patternPaint("cross", look.color || "", look.fill),
    });
  }
  if (row.basis !== "claim" || holder === "unknown") {
    const look: Style = styles.unknown || { color: "#777777" };
    return Object.assign(edge, {
      color: look.color,
      weight: 0.9,
      fillOpacity: 0.6,
      fillColor: patternPaint(look.pattern || "hatch", look.color || ""),
    });
  }
  if (holder === "none") {
    const look = styles.none || { color: "#5f7f6f", fill: "#dfe9e2" };
    return Object.assign(edge, { color: look.color, fillColor: look.fill, fillOpacity: 0.55 });
  }
  const colour = pick(page.head.colours, colourOf(row), "#555555");
  return Object.assign(edge, {
    color: colour,
    fillColor: colour,
    fillOpacity: [0.22, 0.27, 0.36, 0.45, 0.52][row.reliability || 0],
  });
}

export function colourOf(row: Known): string | undefined {
  return page.choice.colourBy === "coalition" && row.coalition ? row.coalition : row.control;
}
