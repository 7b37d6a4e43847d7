// From a click on the map, or a name elsewhere in the page, to what is told of a thing.

import type { Path } from "../data/rows";
import { pathsOf, pointOf, polygonsOf } from "../data/rows";
import { redraw } from "../model/page";
import { store } from "../model/store";
import { ROAD_RANK } from "../model/styles";
import { board } from "./board";
import * as L from "./leaflet";
import { press } from "./press";
import { nearestRoad, roadStatus } from "./roads";

// A click on the ground: the nearest road within a finger's width, else the area under it.
export function listenToMap() {
  board.map.on("click", (event: L.LeafletMouseEvent) => {
    const road = nearestRoad(event.latlng);
    if (road) press("road", road, event.latlng);
    else {
      const area = areaAt(event.latlng);
      if (area) press("area", area, event.latlng);
    }
  });
}

export function areaAt(at: L.LatLng) {
  return store.areas.filter(
    (row) =>
      board.map.hasLayer(board.groups[row.layer.name]) &&
      polygonsOf(row.shape).some((part) => part.filter((ring) => inRing(at, ring)).length % 2),
  )[0];
}

function inRing(at: L.LatLng, ring: Path) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i],
      b = ring[j];
    if (
      a[0] > at.lat !== b[0] > at.lat &&
      at.lng < ((b[1] - a[1]) * (at.lat - a[0])) / (b[0] - a[0]) + a[1]
    )
      inside = !inside;
  }
  return inside;
}

// Show a thing on the map and tell about it: from a table, a sentence, a pop-up.
export function showOnMap(key: string) {
  const row = store.drawnByKey.get(key);
  if (!row?.shape.length) return;
  if (!board.map.hasLayer(board.groups[row.layer.name])) {
    board.groups[row.layer.name].addTo(board.map);
    redraw();
  }
  const at = pointOf(row.anchor || row.shape);
  board.map.setView(at, Math.max(board.map.getZoom(), 14), { animate: false });
  press(row.layer.kind, row, at);
  board.map.getContainer().scrollIntoView({ block: "nearest" });
}

export function showRoad(corridor: string) {
  const pieces = store.roads.filter((row) => row.corridor === corridor || row.road === corridor);
  if (!pieces.length) return;
  const all = pieces.reduce((box, row) => {
    (row.lines || pathsOf(row.shape)).forEach((path) => {
      path.forEach((position) => {
        box.extend(position);
      });
    });
    return box;
  }, L.latLngBounds([]));
  board.map.fitBounds(all, { animate: false, padding: [30, 30] });
  const worst = pieces
    .slice()
    .sort((a, b) => ROAD_RANK.indexOf(roadStatus(b)) - ROAD_RANK.indexOf(roadStatus(a)))[0];
  const path = (worst.lines || pathsOf(worst.shape))[0];
  press("road", worst, path[Math.floor(path.length / 2)]);
  board.map.getContainer().scrollIntoView({ block: "nearest" });
}

// A place of a road on the map, over so many kilometres, with what is said of the road there.
export function showSpot(spot: number[], km: number) {
  const at = L.latLng(spot[1] / 1e5, spot[0] / 1e5);
  board.map.setView(at, km > 12 ? 11 : 14, { animate: false });
  const road = nearestRoad(at);
  if (road) press("road", road, at);
  board.map.getContainer().scrollIntoView({ block: "nearest" });
}
