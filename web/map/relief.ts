// Relief under the map: tones drawn on a canvas here, so that the page carries few bytes of it.

import type { ReliefBlock } from "../data/blocks";
import { board } from "./board";
import * as L from "./leaflet";

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

let relief: ReliefBlock | null = null;

let picture = "";

let shown = true;

let overlay: L.ImageOverlay | null = null;

export function loadRelief(block: ReliefBlock | undefined): void {
  relief = block || null;
}

// Dark or bright over the ground, as far from level as the tone is.
function draw(relief: ReliefBlock): string {
  const canvas = document.createElement("canvas");
  canvas.width = relief.columns;
  canvas.height = relief.rows;
  const pen = canvas.getContext("2d");
  if (!pen) return "";
  const sheet = pen.createImageData(relief.columns, relief.rows);
  for (let i = 0; i < relief.tones.length; i++) {
    const away = SIGNS.indexOf(relief.tones[i]) - relief.flat;
    sheet.data.fill(away > 0 ? 255 : 50, 4 * i, 4 * i + 3);
    sheet.data[4 * i + 3] = away > 0 ? 14 * away : -7 * away;
  }
  pen.putImageData(sheet, 0, 0);
  return canvas.toDataURL("image/png");
}

export function reliefLayer(): L.ImageOverlay | null {
  if (!relief) return null;
  picture = picture || draw(relief);
  const box = relief.bounds;
  return L.imageOverlay(
    picture,
    [
      [box[1], box[0]],
      [box[3], box[2]],
    ],
    { pane: "shade", interactive: false, alt: "" },
  );
}

export function hasRelief() {
  return Boolean(relief);
}

export function reliefShown() {
  return Boolean(relief) && shown;
}

export function drawRelief() {
  if (overlay) overlay.remove();
  overlay = (reliefShown() && reliefLayer()?.addTo(board.map)) || null;
}

export function switchRelief(on: boolean) {
  shown = on;
  drawRelief();
}
