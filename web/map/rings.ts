// Rings round what changed, and a broad edge round areas.

import { pointOf, polygonsOf } from "../data/rows";
import { store } from "../model/store";
import * as L from "./leaflet";

export function ringed(keys: string[]): L.LayerGroup {
  const look = { color: "#b5008f", weight: 3, fill: false, interactive: false, pane: "changed" };
  const group = L.layerGroup();
  new Set(keys).forEach((key) => {
    const row = store.drawnByKey.get(key);
    if (!row?.shape.length) return;
    group.addLayer(
      row.layer.kind === "area"
        ? L.polygon(polygonsOf(row.shape), look)
        : L.circleMarker(pointOf(row.shape), Object.assign({ radius: 13 }, look)),
    );
  });
  return group;
}
