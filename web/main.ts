// Wake up: read the data blocks, then draw the answer, the map, and the rest while the reader reads.

import { readData } from "./dom/block";
import { byId } from "./dom/el";
import { prepareSigns } from "./dom/signs";
import { fit, lookAtView, makeMap } from "./map/board";
import { drawLabels } from "./map/labels";
import { drawLayers } from "./map/layers";
import * as L from "./map/leaflet";
import { whenPressed } from "./map/press";
import { drawRelief, loadRelief } from "./map/relief";
import { listenToMap } from "./map/show";
import { loadTables } from "./model/load";
import { loadTimeline } from "./model/moments";
import { type Language, page } from "./model/page";
import { index } from "./model/store";
import { drawChoices, drawCorridors, drawCounts, drawHead, drawNotes } from "./panels/answer";
import { asking } from "./panels/asking";
import { drawChanges } from "./panels/changes";
import { drawFoot } from "./panels/foot";
import { drawKey, drawLegend } from "./panels/legend";
import { drawPeople } from "./panels/people";
import { openPopup } from "./panels/popups";
import { drawStrips, resized } from "./panels/strips";
import { drawTables } from "./panels/tables";
import { drawTime } from "./panels/timeline";

// folium's line that makes the map asks for Leaflet by its name.
Object.assign(globalThis, { L: { CRS: L.CRS, latLng: L.latLng, map: L.map } });

export function start(map: L.Map) {
  const blocks = readData();
  loadTables(blocks);
  if (blocks.network) asking.openNetwork(blocks.network);
  index();
  loadTimeline(blocks.timeline);
  loadRelief(blocks.relief);
  page.choice.language = page.head.language as Language;
  page.choice.mover = page.head.mover;
  prepareSigns();
  makeMap(map);
  const answer: (() => void)[] = [
    asking.refresh,
    drawHead,
    asking.drawSupposed,
    drawChoices,
    drawCounts,
    drawChanges,
    drawCorridors,
    drawPeople,
    drawNotes,
    asking.drawAsk,
    drawTime,
    drawKey,
  ]; // the last two share the map's room
  const chart: (() => void)[] = [() => drawLayers(), drawLabels, asking.drawSupposedMarks];
  const below = [drawLegend, drawStrips, drawTables, drawFoot];
  page.draws.push(...answer, ...chart, ...below);
  draw(answer);
  lookAtView();
  listen(map);
  afterPaint(() => {
    draw(chart);
    drawRelief();
    document.body.classList.add("charted");
    oneByOne(below, () => {
      document.body.classList.add("ready");
    });
  });
}

function draw(draws: (() => void)[]) {
  draws.forEach((one) => {
    one();
  });
}

// Soon, but not before what stands in the page now is seen.
function afterPaint(act: () => void) {
  requestAnimationFrame(() => {
    setTimeout(act, 0);
  });
}

// The rest in pieces, whenever the browser has nothing else to do; all of it before printing.
function oneByOne(draws: (() => void)[], done: () => void) {
  const left = draws.slice(),
    idle = window.requestIdleCallback || ((act: () => void) => setTimeout(act, 20));
  const all = () => {
    while (left.length) left.shift()?.();
  };
  window.addEventListener("beforeprint", all);
  idle(
    function next() {
      left.shift()?.();
      if (left.length) {
        idle(next, { timeout: 200 });
        return;
      }
      window.removeEventListener("beforeprint", all);
      done();
    },
    { timeout: 200 },
  );
}

function listen(map: L.Map) {
  const legend = byId<HTMLDetailsElement>("legend");
  legend.open = window.innerWidth > 1500;
  listenToMap();
  whenPressed(openPopup);
  map.on("moveend", drawLabels);
  window.addEventListener("resize", fit);
  window.addEventListener("resize", resized);
  window.addEventListener("beforeprint", fit);
  L.DomEvent.disableClickPropagation(legend);
  L.DomEvent.disableScrollPropagation(legend);
}

// What can be asked of a page by its name, as the tests do.
export { board } from "./map/board";
export { cap, nearestRoad, roadStatus } from "./map/roads";
export { showOnMap, showRoad } from "./map/show";
export { page } from "./model/page";
export { bestAnswer, store } from "./model/store";
export { styleOf } from "./model/styles";
export { claimKind, claimValue, hoursWords, tollWords } from "./model/values";
export { ageWords, dateWords, figure, minutesWords } from "./model/words";
export { csv } from "./panels/copy";
export { paragraph } from "./panels/corridors";
export { openPopup } from "./panels/popups";
