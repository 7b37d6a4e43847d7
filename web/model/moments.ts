import { page } from "./page";
import { store } from "./store";

// The moments as they were told, each kind spread out when first asked for, and the numbers of the
// one that is shown, of the map's own, and of the one compared with.
export const moments = { told: null, at: 0, home: 0, before: 0 };

export const KINDS = ["area", "gateway", "road", "place", "corridor"];

export function loadTimeline(block) {
  if (!block) return;
  moments.told = block;
  moments.told.spread = {};
  moments.home = Math.max(0, moments.told.moments.indexOf(page.head.as_of));
  moments.before = Math.max(0, moments.told.moments.indexOf(page.head.previous || ""));
  if (moments.before === moments.home)
    moments.before = moments.home ? moments.home - 1 : Math.min(1, moments.told.moments.length - 1);
  moments.at = moments.home;
}

export function isAway() {
  return Boolean(moments.told) && moments.at !== moments.home;
}

// The moment shown, in words.
export function shownMoment() {
  return moments.told ? moments.told.moments[moments.at] : page.head.as_of;
}

// A kind's values at every moment, from the first and the differences after it.
export function spread(kind) {
  if (!moments.told.spread[kind]) {
    let row = moments.told[kind].is[0].slice();
    moments.told.spread[kind] = [row].concat(
      moments.told[kind].is.slice(1).map((moves) => {
        row = row.slice();
        for (let i = 0; i < moves.length; i += 2) row[moves[i]] = moves[i + 1];
        return row;
      }),
    );
  }
  return moments.told.spread[kind];
}

function valueAt(kind, number, moment) {
  return moments.told[kind].of[spread(kind)[moment][number]];
}

// The rows of the layers as they were at a moment.
export function take(moment) {
  ["area", "gateway"].forEach((kind) => {
    if (!moments.told[kind]) return;
    const places = new Map(moments.told[kind].ids.map((id, i) => [id, i]));
    store[kind + "s"].forEach((row) => {
      const number = places.get(row.id);
      if (number === undefined) return;
      valueAt(kind, number, moment).forEach((value, i) => {
        row[moments.told[kind + "_look"][i]] = value;
      });
    });
  });
  store.roads.forEach((row) => {
    if (row.apart === undefined) return;
    const word = valueAt("road", row.apart, moment);
    row.silent = word === "silent";
    row.reading_status = row.silent ? "open" : word;
  });
  page.past =
    moment === moments.home
      ? null
      : {
          place: valuesByKey("place", moment),
          corridor: valuesByKey("corridor", moment),
        };
}

export function valuesByKey(kind, moment) {
  return new Map(moments.told[kind].ids.map((id, i) => [id, valueAt(kind, i, moment)]));
}

// For whom the figures of other moments are worked out.
export function timelineMover() {
  return moments.told ? moments.told.mover : page.head.mover;
}
