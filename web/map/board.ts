// What the map stands on: Leaflet's map, its panes, and groups that follow how near one looks.

import { page } from "../model/page";
import * as L from "./leaflet";

// Leaflet's map and its layers by name.
// The map stands there before anything is drawn.
export const board = { map: {} as L.Map, groups: {} as Record<string, L.LayerGroup> };

/** Something on the map that is made when it is first seen, from a zoom on. */
interface Entry {
  from: number;
  make: () => L.Layer;
  layer?: L.Layer;
}

const PANES: Record<string, number> = {
  base: 210,
  shade: 215,
  area: 220,
  changed: 235,
  road: 240,
  link: 250,
  label: 620,
};

export const NEAR = 12; // zoom from which small signs are shown

export function makeMap(map: L.Map) {
  board.map = map;
  map.attributionControl.setPrefix(false);
  L.zoom({ position: "bottomleft", zoomInTitle: "+", zoomOutTitle: "−" }).addTo(map);
  L.scale({ imperial: false }).addTo(map);
  makePanes(map);
  map.on("zoomend", distance);
  const sea = page.layers.some(
    (layer) => layer.role === "boundaries" || (layer.styles.land && layer.kind === "base"),
  );
  map.getContainer().classList.toggle("sea", sea);
}

// What the map opens on, once the head has its height and the map its room.
export function lookAtView() {
  const view = page.head.view;
  fit();
  board.map.fitBounds(
    [
      [view[1], view[0]],
      [view[3], view[2]],
    ],
    { animate: false },
  );
  distance();
}

export function makePanes(map: L.Map) {
  Object.keys(PANES).forEach((name) => {
    const pane = map.createPane(name);
    pane.style.zIndex = String(PANES[name]);
    pane.style.pointerEvents = "none";
  });
}

// Signs shrink, and small ones wait, while one looks from afar; see map.css.
function distance() {
  markDistance(board.map);
}

export function markDistance(map: L.Map) {
  const zoom = map.getZoom(),
    box = map.getContainer();
  box.classList.toggle("far", zoom < NEAR);
  box.classList.toggle("middle", zoom >= NEAR && zoom < 14);
}

// A group of things that appear from their own zoom on, each made when it is first seen; the
// later ones stay above the earlier ones.
export function byZoom(entries: Entry[]): L.LayerGroup {
  const group = L.layerGroup();
  let count = 0;
  whileShown(group, "zoomend", (map) => {
    const shown = entries.filter((one) => map.getZoom() >= one.from);
    if (shown.length === count) return;
    count = shown.length;
    entries.forEach((one) => {
      if (shown.includes(one)) {
        one.layer = one.layer || one.make();
        group.addLayer(one.layer);
      } else if (one.layer) group.removeLayer(one.layer);
    });
    shown.forEach((one) => {
      if (one.layer instanceof L.Path) one.layer.bringToFront();
    });
  });
  return group;
}

// Does something when a group comes on a map, and at each event of that map until it leaves it.
export function whileShown(group: L.LayerGroup, event: string, act: (map: L.Map) => void): void {
  let map: L.Map | null = null;
  const follow = () => {
    if (map) act(map);
  };
  group.on("add", () => {
    map = (group as unknown as { _map: L.Map })._map;
    map.on(event, follow);
    act(map);
  });
  group.on("remove", () => {
    map?.off(event, follow);
  });
}

// The sheet fills what the head leaves of the window, so that answer and map are seen at once.
export function fit() {
  const top = (document.querySelector(".sheet") as HTMLElement).offsetTop;
  document.documentElement.style.setProperty("--top", top + "px");
  board.map.invalidateSize({ animate: false });
}
