import { page } from "../model/page";
import * as L from "./leaflet";

// Leaflet's map and its layers by name.
export const board = { map: null, groups: {} };

const PANES = { base: 210, shade: 215, area: 220, changed: 235, road: 240, link: 250, label: 620 };

export const NEAR = 12;

export function makeMap(map) {
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

export function makePanes(map) {
  Object.keys(PANES).forEach((name) => {
    map.createPane(name).style.zIndex = PANES[name];
    map.getPane(name).style.pointerEvents = "none";
  });
}

// Signs shrink, and small ones wait, while one looks from afar; see map.css.
function distance() {
  markDistance(board.map);
}

export function markDistance(map) {
  const zoom = map.getZoom(),
    box = map.getContainer();
  box.classList.toggle("far", zoom < NEAR);
  box.classList.toggle("middle", zoom >= NEAR && zoom < 14);
}

// A group of things that appear from their own zoom on, each made when it is first seen; the
// later ones stay above the earlier ones.
export function byZoom(entries) {
  const group = L.layerGroup();
  let map = null,
    count = 0;
  const seen = () => {
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
      if (one.layer.bringToFront) one.layer.bringToFront();
    });
  };
  group.on("add", () => {
    map = group._map;
    map.on("zoomend", seen);
    seen();
  });
  group.on("remove", () => {
    map.off("zoomend", seen);
  });
  return group;
}

// The sheet fills what the head leaves of the window, so that answer and map are seen at once.
export function fit() {
  const top = document.querySelector(".sheet").offsetTop;
  document.documentElement.style.setProperty("--top", top + "px");
  board.map.invalidateSize({ animate: false });
}
