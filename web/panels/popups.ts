// What is said of one thing: reported state first, then why, from whom, how old, and who disagrees.

import { pick } from "../data/pick";
import type { Child } from "../dom/el";
import { el, fromData, link } from "../dom/el";
import { statusSign } from "../dom/signs";
import { board } from "../map/board";
import * as L from "../map/leaflet";
import type { At } from "../map/press";
import { roadStatus } from "../map/roads";
import { shownMoment } from "../model/moments";
import { page } from "../model/page";
import type { Best, Drawn, State } from "../model/rows";
import { standingWord, statusWord } from "../model/statuses";
import {
  actorName,
  answersFor,
  basisOf,
  bestAnswer,
  hubName,
  isAsk,
  isSite,
  keyOf,
  stateOfKey,
  store,
} from "../model/store";
import { hoursWords, kindWord, roadClass, stateWords, tollWords } from "../model/values";
import {
  basisWords,
  dateWords,
  kmWords,
  minutesWords,
  nameOf,
  phrase,
  plural,
  reliabilityWords,
  say,
  t,
} from "../model/words";
import { asking } from "./asking";
import { askWords, claimList, jump, readings, stops, through } from "./reasons";
import { goHome } from "./timeline";

const PAVED = ["paved", "asphalt", "concrete", "paving_stones", "sett", "cobblestone"];

let opened: { kind: string; row: Drawn; at: At } | null = null;

// The reader's focus goes into the pop-up and, when it closes, back to where it was.
export function openPopup(kind: string, row: Drawn, at: At): void {
  const before = document.activeElement,
    told = content(kind, row);
  const popup = L.popup({
    maxWidth: 320,
    minWidth: 220,
    maxHeight: 340,
    autoPanPaddingTopLeft: [12, 44],
    autoPanPaddingBottomRight: [12, 12],
  });
  popup.on("remove", () => {
    opened = null;
    const inside =
      told.contains(document.activeElement) || document.activeElement === document.body;
    if (inside && before instanceof HTMLElement) before.focus({ preventScroll: true });
  });
  popup.setLatLng(at).setContent(told).openOn(board.map);
  popup
    .getElement()
    ?.querySelector("a.leaflet-popup-close-button")
    ?.setAttribute("aria-label", t("Close"));
  told.focus({ preventScroll: true });
  opened = { kind: kind, row: row, at: at };
}

// In the new language, where it stood.
export function reopen() {
  if (opened) openPopup(opened.kind, opened.row, opened.at);
}

function content(kind: string, row: Drawn) {
  const close = (event: KeyboardEvent) => {
    if (event.key === "Escape") board.map.closePopup();
  };
  return el(
    "article",
    { class: "popup", tabindex: -1, onkeydown: close },
    el("h3", {}, fromData(nameOf(row))),
    page.past ? then(kind, row) : BODY[kind](row),
  );
}

// At another moment: how it stood then; reports are told for the map's own moment.
function then(kind: string, row: Drawn) {
  const best = kind === "place" ? bestAnswer(row) : null;
  const told: Record<string, () => Child> = {
    area: () => [holder(row), el("p", {}, basisWords(row.basis))],
    gateway: () => [
      badge(row.reading_status || "unknown", "gateway"),
      el("p", {}, basisWords(row.basis)),
    ],
    road: () => badge(roadStatus(row), "road"),
    place: () => (best ? badge(best.status, "place") : null),
  };
  return [
    el("p", { class: "kind" }, dateWords(shownMoment())),
    pick(told, kind)?.(),
    link(goHome, t("Back to {date}", { date: dateWords(page.head.as_of) })),
  ];
}

const BODY: Record<string, (row: Drawn) => Child> = {
  area: (row: Drawn) => {
    const key = "area." + row.id;
    return [
      subtitle(t("Area"), row.commune),
      holder(row),
      known(row),
      asking.supposedBadge(key),
      ask(key),
      reports(key),
      asking.supposeBox(key),
    ];
  },
  gateway: (row: Drawn) => {
    const status = row.reading_status || row.status || "unknown";
    const key = "gateway." + row.id;
    return [
      subtitle(t("Gateway"), roadName(row.corridor || "")),
      asking.supposedBadge(key) || badge(status, "gateway", key),
      known(row),
      hours(row),
      reports(key),
      asking.supposeBox(key),
    ];
  },
  road: (row: Drawn) => [
    subtitle(t("Road"), row.ref),
    badge(roadStatus(row), "road"),
    facts(row),
    (row.governors || []).some(isAsk) ? el("p", {}, askWords()) : null,
    because(row),
    asking.supposeRoad(row),
  ],
  place: place,
  obstacle: (row: Drawn) => [
    subtitle(t("Obstacle"), kindWord(row.kind)),
    note(row.note),
    asking.supposedBadge("obstacle." + row.id),
    ask("obstacle." + row.id),
    reports("obstacle." + row.id),
    asking.supposeBox("obstacle." + row.id),
  ],
};

function subtitle(kind: string, more?: string) {
  return el("p", { class: "kind" }, kind, more ? [" · ", fromData(more)] : "");
}

function badge(status: string, kind: string, key?: string): HTMLElement {
  return el(
    "p",
    { class: "badge" },
    statusSign(status, kind, 20),
    " ",
    el("strong", {}, key ? standingWord(key, status, kind) : statusWord(status, kind)),
  );
}

// That a report which may not be shown here would close it: no value, no date, no source.
function ask(key: string) {
  return isAsk(key)
    ? el(
        "p",
        { class: "badge" },
        statusSign("unknown", "gateway", 20),
        " ",
        el("strong", {}, askWords()),
      )
    : null;
}

function note(text?: string) {
  return text ? el("p", { class: "note" }, fromData(text)) : null;
}

function roadName(corridor: string) {
  const found = store.corridors.filter((one) => one.ref === corridor)[0];
  return found ? nameOf(found) : corridor;
}

function holder(row: Drawn) {
  const held = row.basis === "claim" && row.control && row.control !== "unknown";
  const contested = row.basis === "contradicted" || row.control === "contested";
  const words = contested
    ? t("contested")
    : held
      ? actorName(row.control || "")
      : row.basis === "not_told"
        ? basisWords(row.basis)
        : t("unknown");
  const group = held && row.control !== "none" && !contested;
  return [
    el("p", { class: "badge" }, t("Reported control:"), " ", el("strong", {}, fromData(words))),
    group && row.coalition && row.coalition !== row.control
      ? el("p", {}, t("Coalition:"), " ", fromData(actorName(row.coalition)))
      : null,
  ];
}

// Basis, age and reliability in one line each.
function known(row: Drawn) {
  const basis = basisOf(row);
  const means = pick({ not_told: "untold_means", withheld: "ask_means" }, basis);
  const lines = [means ? phrase(means) : basisWords(basis)];
  const claim = store.claimById.get(stateOf(row)?.claim_id || "");
  if (claim) lines.push(t("as of {date}", { date: dateWords(claim.as_of) }));
  if (row.basis === "claim" || row.basis === "contradicted") {
    if (typeof row.age_days === "number")
      lines.push(
        plural("{n} day old on the map's date", "{n} days old on the map's date", row.age_days),
      );
    lines.push(reliabilityWords(row.reliability));
    if (row.stale) lines.push(t("getting old: confirm before relying on it"));
  }
  const last = stateOf(row)?.last;
  if (row.basis === "expired" && last)
    lines.push(t("last report: {what}", { what: stateWords(last) }));
  return el("p", { class: "known" }, lines.filter(Boolean).join(" · "));
}

function stateOf(row: Drawn) {
  return store.stateByKey.get(keyOf(row));
}

function hours(row: Drawn) {
  const state = stateOf(row);
  return [
    list(t("Reported hours"), row.windows || state?.windows, hoursWords),
    list(t("Curfew"), state?.curfews, hoursWords),
    list(t("Reported tolls"), row.tolls || state?.tolls, tollWords),
  ];
}

function list(title: string, items: string[] | undefined, words: (item: string) => string) {
  return items?.length ? el("p", {}, title + t(": "), fromData(items.map(words).join("; "))) : null;
}

function facts(row: Drawn) {
  const words: string[] = [];
  if (row.class) words.push(roadClass(row.class));
  if (row.surface) words.push(PAVED.indexOf(row.surface) >= 0 ? t("paved") : t("unpaved"));
  if (row.bridge === true) words.push(t("bridge"));
  return words.length ? el("p", { class: "known" }, words.join(" · ")) : null;
}

// What decides about a piece of road, each with its own reports.
function because(row: Drawn) {
  const road = "road." + row.road;
  const keys = (row.governors || []).concat(store.claimsByKey.has(road) ? [road] : []);
  if (!keys.length) {
    return el("p", { class: "known" }, phrase("ungoverned"));
  }
  return keys
    .filter((key, i) => keys.indexOf(key) === i)
    .slice(0, 4)
    .map((key) => {
      const state = stateOfKey(key);
      return el(
        "div",
        { class: "reason" },
        el(
          "h4",
          {},
          jump(key),
          t(": "),
          page.supposed[key] ? asking.supposedWord(page.supposed[key]) : stands(key, state),
        ),
        claimList(key, state),
      );
    });
}

// What is reported of a subject and on what that rests; one phrase where nothing is.
function stands(key: string, state: State) {
  if (isAsk(key)) return basisWords("withheld");
  if (state.basis === "not_told") return basisWords(state.basis);
  const words = [state.status, state.control].filter((word) => word && word !== "unknown")[0];
  return [fromData(stateWords(words || "unknown")), " (", basisWords(state.basis), ")"];
}

function place(row: Drawn) {
  const site = isSite(row);
  return [
    subtitle(site ? t("Displacement site") : kindWord(row.kind), row.commune),
    row.persons
      ? el(
          "p",
          {},
          plural("{n} person", "{n} people", row.persons),
          row.households ? " · " + plural("{n} household", "{n} households", row.households) : "",
        )
      : null,
    row.own_status ? badge(row.own_status, "gateway") : null,
    el("p", { class: "known" }, say(page.head.movers[page.choice.mover].title)),
    asking.askButton(row),
    answers(row),
    note(row.note),
    reports(keyOf(row)),
    asking.supposeBox(keyOf(row)),
  ];
}

// From the departure point that serves best in full, from the others in a line.
function answers(row: Drawn): Child {
  const best = bestAnswer(row);
  if (!best) return null;
  const others = answersFor(row).filter((one) => one !== best);
  return [answer(best, true), others.map((one) => answer(one, false))];
}

function answer(row: Best, whole: boolean): HTMLElement {
  const way = [minutesWords(row.minutes), kmWords(row.km)].filter(Boolean).join(" · ");
  const title = [
    statusSign(row.status, "place", 16),
    " ",
    t("from {place}", { place: "" }),
    fromData(hubName(row.hub || "")),
    t(": "),
    statusWord(row.status, "place"),
    way ? " · " + way : "",
  ];
  const told = [
    through(t("by way of"), row.gateways),
    stops(row),
    through(t("would have to be reported open:"), row.would_open),
    readings(row),
  ];
  return whole
    ? el("div", { class: "reason" }, el("h4", {}, title), told)
    : el("details", { class: "reason" }, el("summary", {}, title), told);
}

function reports(key: string) {
  return claimList(key, store.stateByKey.get(key) || {});
}
