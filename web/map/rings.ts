import { store } from "../model/store";
import * as L from "./leaflet";

export function ringed(keys) {
  const look = { color: "#b5008f", weight: 3, fill: false, interactive: false, pane: "changed" };
  return L.layerGroup(
    Array.from(new Set(keys))
      .map((key) => {
        const row = store.drawnByKey.get(key);
        if (!row?.shape.length) return null;
        if (row.layer.kind === "area") {
          return L.polygon(row.shape, look);
        }
        return L.circleMarker(row.shape[0], Object.assign({ radius: 13 }, look));
      })
      .filter(Boolean),
  );
}
