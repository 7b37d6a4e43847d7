// Everybody who lives here, as a raster models it: who is reached, within how many hours, who is
// not; and which ways would carry how many out. Worked out when the reader opens it.

import type { Child } from "../dom/el";
import { byId, el, fillAnew, fromData, heads } from "../dom/el";
import { statusSign } from "../dom/signs";
import { isSupposing, page } from "../model/page";
import { statusWord } from "../model/statuses";
import { hubName, nameOfKey, store } from "../model/store";
import { RANK } from "../model/styles";
import { kindWord } from "../model/values";
import { dateWords, figure, phrase, plural, say, t } from "../model/words";
import { asking } from "./asking";

const ARRIVES = ["reachable", "restricted", "presumed"];

const HOURS = [60, 120, 240, Infinity];

const MOST = 8; // roads and places of refuge that are named

export function drawPeople() {
  const box = byId<HTMLDetailsElement>("people");
  box.hidden = !store.people.length;
  box.ontoggle = () => {
    if (box.open) fill();
  };
  if (box.open) fill();
}

function fill() {
  fillAnew(byId("people-body"), askedHead(), sums(), leaving());
}

// A figure of a model: to the hundred.
function about(people: number) {
  return figure(100 * Math.round(people / 100));
}

function askedHead() {
  const head = page.head,
    hub = page.net ? page.choice.hub : "";
  const left = store.people.filter(
    (row) => row.persons_modelled === undefined || row.persons_modelled === null,
  ).length;
  return [
    el(
      "p",
      { class: "asked" },
      t(
        "Modelled by a population raster, not counted. Each quarter counts as its middle is reached.",
      ),
      " ",
      fromData(say(head.movers[mover()].title)),
      " · ",
      hub
        ? [t("from {place}", { place: "" }), fromData(hubName(hub))]
        : t("from the nearest departure point that reaches it"),
      " · ",
      t("As reported on {date}", { date: dateWords(head.as_of) }),
    ),
    isSupposing() ? el("p", { class: "mark" }, t("Supposition, not a report")) : null,
    left
      ? el(
          "p",
          { class: "asked" },
          plural("{n} quarter has no figure", "{n} quarters have no figure", left),
        )
      : null,
  ];
}

function mover() {
  return page.net ? page.choice.mover : page.head.mover;
}

function sums() {
  const status: Record<string, number> = {},
    band = [0, 0, 0, 0];
  let beyond = 0;
  asking.quarters().forEach((row) => {
    const people = row.persons_modelled || 0,
      minutes = row.minutes;
    status[row.status] = (status[row.status] || 0) + people;
    if (ARRIVES.indexOf(row.status) < 0 || minutes === null) beyond += people;
    else band[HOURS.findIndex((most) => minutes <= most)] += people;
  });
  const left = page.head.people;
  const byStatus = RANK.filter((one) => one !== "misplaced" || status[one]).map((one): Row => {
    const sign = statusSign(one, "place", 16);
    return [[sign, " ", statusWord(one, "place")], status[one]];
  });
  const nowhere: Row[] = left?.uncovered ? [[t("In no quarter of this map"), left.uncovered]] : [];
  const hours = [t("up to 1 hour"), t("1 to 2 hours"), t("2 to 4 hours"), t("more than 4 hours")];
  const byHours = hours.map((words, i): Row => [words, band[i]]);
  return [
    table([t("Status"), t("People")], byStatus.concat(nowhere)),
    table(
      [t("Time from the departure point"), t("People")],
      byHours.concat([[t("not reached, or unknown"), beyond]]),
    ),
  ];
}

/** Words and how many people. */
type Row = [Child, number];

function table(titles: string[], rows: Row[]) {
  return el(
    "table",
    { class: "counts" },
    heads(titles),
    el(
      "tbody",
      {},
      rows.map((row) =>
        el(
          "tr",
          { class: row[1] ? "" : "none" },
          el("th", { scope: "row" }, row[0]),
          el("td", {}, about(row[1] || 0)),
        ),
      ),
    ),
  );
}

// Ways out of the quarters, as the library worked them out for the map's own vehicle.
function leaving() {
  const out = page.head.leaving;
  if (!out) return null;
  const stay = out.status.cut_off || 0,
    go = ARRIVES.reduce((sum, one) => sum + (out.status[one] || 0), 0);
  const part = (title: string, rows: (string | number)[][], key: string) =>
    rows.length
      ? table(
          [title, t("People")],
          rows.slice(0, MOST).map((row) => [fromData(nameOfKey(key + row[0])), Number(row[1])]),
        )
      : null;
  return [
    el("h3", {}, t("Ways out")),
    el(
      "p",
      { class: "asked" },
      phrase("leaving", out.kinds.map(kindWord).join(", ")),
      " ",
      fromData(say(page.head.movers[page.head.mover].title)),
      " · ",
      t("as reported"),
    ),
    el(
      "p",
      {},
      el("strong", {}, t("With such a way: {n}", { n: about(go) })),
      " · ",
      t("without: {n}", { n: about(stay) }),
    ),
    part(t("By way of"), out.corridors, "road."),
    part(t("Towards"), out.facilities, "infrastructure."),
  ];
}
