// The map at other moments, and two of them side by side. What is told of a moment is what was
// known on that day; reasons and tables belong to the map's own moment alone.

import { byId, el, fillAnew, flat, heads } from "../dom/el";
import { siteSign } from "../dom/signs";
import { board, fit, makePanes, markDistance } from "../map/board";
import { drawGroup } from "../map/layers";
import * as L from "../map/leaflet";
import { reliefLayer, reliefShown } from "../map/relief";
import { ringed } from "../map/rings";
import {
  dates,
  isAway,
  KINDS,
  type Kind,
  lookOf,
  moments,
  namesOf,
  spread,
  statusesAt,
  take,
  timelineMover,
} from "../model/moments";
import { page, redraw } from "../model/page";
import { statusWord } from "../model/statuses";
import { isSite, keyOf, store } from "../model/store";
import { RANK } from "../model/styles";
import { dateWords, figure, plural, say, t } from "../model/words";
import { asking } from "./asking";

/** The other map of a comparison: the earlier moment, beside the later. */
interface Second {
  map: L.Map;
  box: HTMLElement;
  groups: L.Layer[];
  tags: HTMLElement[];
  follow: () => void;
  rings?: L.LayerGroup;
}

let second: Second | null = null;

let wished = "";

// Other moments are told for one vehicle: it is the chosen one while they are looked at.
function ride() {
  const held = isHeld();
  if (held && !wished) {
    wished = page.choice.mover;
    page.choice.mover = timelineMover();
  } else if (!held && wished) {
    page.choice.mover = wished;
    wished = "";
  }
}

export function isHeld() {
  return isAway() || Boolean(second);
}

function go(moment: number) {
  moments.at = Math.max(0, Math.min(dates().length - 1, moment));
  ride();
  take(moments.at);
  document.body.classList.toggle("away", isAway());
  board.map.closePopup();
  redraw();
  if (second) drawSecond(second);
}

export function goHome() {
  go(moments.home);
}

export function drawTime() {
  const box = byId("time");
  box.hidden = !moments.told;
  if (!moments.told) return;
  const words = dateWords(dates()[moments.at]),
    active = document.activeElement;
  const had = active && box.contains(active) ? active.id : "";
  fillAnew(
    box,
    el(
      "div",
      { class: "time-row" },
      step(-1, "◀", t("Earlier moment")),
      el("input", {
        type: "range",
        id: "time-slider",
        min: 0,
        max: dates().length - 1,
        step: 1,
        value: moments.at,
        "aria-label": t("Moment"),
        "aria-valuetext": words,
        oninput: (event) => {
          go(Number(event.target.value));
        },
      }),
      step(1, "▶", t("Later moment")),
      el("strong", { class: "time-words" }, words),
      isAway()
        ? el(
            "button",
            { type: "button", id: "time-home", onclick: goHome },
            t("Back to {date}", { date: dateWords(page.head.as_of) }),
          )
        : null,
      el(
        "button",
        {
          type: "button",
          id: "time-compare",
          "aria-pressed": String(Boolean(second)),
          onclick: compare,
        },
        t("Before and after"),
      ),
    ),
    second ? comparison() : null,
    isAway()
      ? el(
          "p",
          { class: "time-note", role: "note" },
          t(
            "The map and figures show what was known on {date}. Reasons, strips and tables are told " +
              "for {home} only.",
            { date: words, home: dateWords(page.head.as_of) },
          ),
        )
      : null,
    isHeld()
      ? el(
          "p",
          { class: "time-note" },
          t("Other moments are told for one vehicle: " + "{mover}.", {
            mover: flat(say(page.head.movers[timelineMover()].title)),
          }),
        )
      : null,
  );
  if (had && byId(had)) byId(had).focus();
}

function step(by: number, sign: string, words: string) {
  return el(
    "button",
    {
      type: "button",
      id: by < 0 ? "time-back" : "time-on",
      "aria-label": words,
      disabled: moments.at + by < 0 || moments.at + by >= dates().length,
      onclick: () => {
        go(moments.at + by);
      },
    },
    sign,
  );
}

// Two moments: the earlier map left, the later right; on a narrow screen one after the other.
function compare() {
  if (second) {
    board.map.off("move", second.follow);
    second.map.remove();
    second.box.remove();
    second.tags[1].remove();
    if (second.rings) second.rings.remove();
    second = null;
    byId("chart").classList.remove("comparing", "show-before");
  } else {
    second = openSecond();
  }
  ride();
  if (second) drawSecond(second);
  redraw();
  fit();
  if (second) align(second);
}

function openSecond(): Second {
  const box = el("div", {
    class: "second-map",
    id: "second-map",
    role: "region",
    "aria-label": t("Map before"),
  });
  const holder = document.querySelector(".chart-map") as HTMLElement;
  holder.insertBefore(box, holder.firstChild);
  byId("chart").classList.add("comparing");
  const options = board.map.options;
  const map = L.map(box, {
    zoomControl: false,
    attributionControl: false,
    minZoom: options.minZoom,
    maxZoom: options.maxZoom,
    center: board.map.getCenter(),
    zoom: board.map.getZoom(),
    keyboard: false,
  });
  makePanes(map);
  box.classList.toggle("sea", board.map.getContainer().classList.contains("sea"));
  const distance = () => {
    markDistance(map);
  };
  map.on("zoomend", distance);
  distance();
  let moving = false;
  const follow = (one: L.Map, other: L.Map) => () => {
    if (moving) return;
    moving = true;
    other.setView(one.getCenter(), one.getZoom(), { animate: false });
    moving = false;
  };
  map.on("move", follow(map, board.map));
  const back = follow(board.map, map);
  board.map.on("move", back);
  const tags = [tag(box), tag(board.map.getContainer())];
  return { map: map, box: box, groups: [], tags: tags, follow: back };
}

// The date on each of the two maps.
function tag(box: HTMLElement) {
  return box.appendChild(el("div", { class: "map-tag" }));
}

function align(second: Second) {
  second.map.invalidateSize({ animate: false });
  second.map.setView(board.map.getCenter(), board.map.getZoom(), { animate: false });
}

function reliefOn(map: L.Map): L.Layer[] {
  const layer = reliefLayer();
  return layer ? [layer.addTo(map)] : [];
}

function drawSecond(second: Second) {
  second.groups.concat(second.rings ? [second.rings] : []).forEach((one) => {
    one.remove();
  });
  second.tags[0].textContent = dateWords(dates()[moments.before]);
  second.tags[1].textContent = dateWords(dates()[moments.at]);
  take(moments.before);
  second.groups = page.layers
    .filter((layer) => board.map.hasLayer(board.groups[layer.name]))
    .map((layer) => drawGroup(layer).addTo(second.map));
  if (reliefShown()) second.groups.push(...reliefOn(second.map));
  take(moments.at);
  asking.refresh();
  const keys = differences().keys;
  second.groups.push(ringed(keys).addTo(second.map));
  second.rings = ringed(keys).addTo(board.map);
}

// What differs between the two moments: drawn things, roads, and people by status.
function differences() {
  const keys: string[] = [];
  const counts: Record<Kind, number> = { area: 0, gateway: 0, road: 0, place: 0, corridor: 0 };
  KINDS.forEach((kind) => {
    const [one, other] = [moments.before, moments.at].map((moment) => spread(kind)[moment] || []);
    const names = namesOf(kind);
    one.forEach((code, i) => {
      if (code === other[i] || !tells(kind, code, other[i])) return;
      counts[kind] += 1;
      if (kind === "area" || kind === "gateway") keys.push(kind + "." + names[i]);
      if (kind === "place" && names[i].indexOf("site.") === 0) keys.push(names[i]);
    });
  });
  return { keys: keys, counts: counts };
}

// Areas and gateways differ by what is reported; growing older alone is no difference.
function tells(kind: Kind, code: number, other: number): boolean {
  if (kind !== "area" && kind !== "gateway") return true;
  const [one, two] = [lookOf(kind, code), lookOf(kind, other)];
  return ["control", "reading_status", "basis"].some((name) => one[name] !== two[name]);
}

function comparison() {
  const found = differences();
  return el(
    "div",
    { class: "compare" },
    el(
      "div",
      { class: "time-row" },
      el(
        "label",
        {},
        t("Before"),
        " ",
        el(
          "select",
          {
            id: "time-before",
            onchange: (event) => {
              moments.before = Number(event.target.value);
              if (second) drawSecond(second);
              drawTime();
            },
          },
          dates().map((moment, i) =>
            el("option", { value: i, selected: i === moments.before }, dateWords(moment)),
          ),
        ),
      ),
      el("span", {}, "→ ", dateWords(dates()[moments.at])),
      el(
        "button",
        {
          type: "button",
          id: "time-flip",
          class: "flip",
          "aria-pressed": String(byId("chart").classList.contains("show-before")),
          onclick: () => {
            byId("chart").classList.toggle("show-before");
            if (second) align(second);
            drawTime();
          },
        },
        t("Show the map before"),
      ),
    ),
    el(
      "p",
      {},
      t("Different: "),
      [
        plural("{n} area", "{n} areas", found.counts.area),
        plural("{n} gateway", "{n} gateways", found.counts.gateway),
        plural("{n} main road", "{n} main roads", found.counts.corridor),
        plural("{n} site or facility", "{n} sites and facilities", found.counts.place),
      ].join(", "),
      ". ",
      t("They are ringed on both maps."),
    ),
    figures(),
  );
}

// Sites and people by status at both moments.
function figures() {
  const sums = [moments.before, moments.at].map((moment) => {
    const found = statusesAt("place", moment),
      sum: Record<string, number> = {};
    store.places.filter(isSite).forEach((row) => {
      const status = found.get(keyOf(row)) || "";
      sum[status] = (sum[status] || 0) + (row.persons || 0);
    });
    return sum;
  });
  const shown = RANK.filter((status) => sums[0][status] || sums[1][status]);
  if (!shown.length) return null;
  return el(
    "table",
    { class: "counts compared" },
    heads([t("People"), dateWords(dates()[moments.before]), dateWords(dates()[moments.at])]),
    el(
      "tbody",
      {},
      shown.map((status) => {
        const a = sums[0][status] || 0,
          b = sums[1][status] || 0;
        return el(
          "tr",
          { class: a === b ? "" : "differs" },
          el("th", { scope: "row" }, siteSign(status, 15), " ", statusWord(status, "place")),
          el("td", {}, figure(a)),
          el("td", {}, figure(b)),
        );
      }),
    ),
  );
}
