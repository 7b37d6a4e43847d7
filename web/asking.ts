// A page that carries the network: it answers questions and follows suppositions.

import { drawLabels } from "./map/labels";
import { drawLayers } from "./map/layers";
import { openNetwork, quarters, refresh } from "./model/live";
import { drawCorridors, drawCounts } from "./panels/answer";
import { askButton, drawAsk } from "./panels/ask";
import { asking } from "./panels/asking";
import { drawKey, drawLegend } from "./panels/legend";
import { drawPeople } from "./panels/people";
import { drawStrips } from "./panels/strips";
import {
  drawSupposed,
  drawSupposedMarks,
  supposeBox,
  supposedBadge,
  supposeRoad,
  whenSupposed,
} from "./panels/suppose";
import { supposedWord } from "./panels/supposed";
import { drawTables } from "./panels/tables";

Object.assign(asking, {
  openNetwork,
  quarters,
  refresh,
  drawAsk,
  askButton,
  drawSupposed,
  drawSupposedMarks,
  supposeBox,
  supposeRoad,
  supposedBadge,
  supposedWord,
});

whenSupposed(
  [
    refresh,
    drawSupposed,
    drawCounts,
    drawCorridors,
    () => {
      drawLayers(["road", "gateway", "place", "link"]);
    },
    drawAsk,
    drawSupposedMarks,
  ],
  [drawPeople, drawKey, drawLegend, drawLabels, drawStrips, drawTables],
);

export { mgrs } from "./engine/mgrs";
export * from "./main";
export { answerFor, quarters } from "./model/live";
export { askWay } from "./panels/ask";
export { question } from "./panels/asked";
export { closeCard, gpx, openCard, squareCode } from "./panels/card";
export { suppose } from "./panels/suppose";
export { supposedLines } from "./panels/supposed";
