// A thing on the map is pressed: whoever tells about it says here that they do.

import type { Position } from "../data/rows";
import type { Drawn } from "../model/rows";
import type { LatLng } from "./leaflet";

/** Where on the map. */
export type At = LatLng | Position;
export type Press = (kind: string, row: Drawn, at: At) => void;

let told: Press = () => undefined;

export function whenPressed(act: Press): void {
  told = act;
}

export function press(kind: string, row: Drawn, at: At): void {
  told(kind, row, at);
}
