// Ask: from where, with which vehicle, to where. The answer with its reasons, and other ways.

import { byId, el, fillAnew, flat, fromData } from "../dom/el";
import { statusSign } from "../dom/signs";
import type { Way } from "../engine/alternatives";
import { board } from "../map/board";
import * as L from "../map/leaflet";
import { isSupposing, network, page } from "../model/page";
import type { Claim, Drawn } from "../model/rows";
import { statusWord } from "../model/statuses";
import { bestAnswer, isAsk, keyOf, nameOfKey, store } from "../model/store";
import { hoursWords } from "../model/values";
import {
  dateWords,
  departureWords,
  figure,
  kmWords,
  minutesWords,
  phrase,
  plural,
  say,
  t,
} from "../model/words";
import type { Question } from "./asked";
import { asked, carriesWords, departure, gatewayWords, modeWord, question } from "./asked";
import { makeCard, openCard } from "./card";
import { type PlaceField, placeField } from "./places";
import { jump, readings, report, stops, through } from "./reasons";

const REACHED = ["reachable", "restricted", "presumed", "unknown"];

/** Where one asks from and to, in the language it was made in. */
interface Form {
  language: string;
  from: PlaceField;
  to: PlaceField;
}

let form: Form | null = null;

let drawn: L.LayerGroup | null = null;

export function askWay(from: string, to: string): void {
  asked.from = from || asked.from || departure();
  asked.to = to || asked.to;
  asked.way = 0;
  asked.open = true;
  drawAsk();
  if (asked.from && asked.to) look();
}

// The button in a place's pop-up: the way there from where it is reached best.
export function askButton(row: Drawn) {
  const key = keyOf(row);
  if (!page.net?.placeOf.has(key)) return null;
  return el(
    "p",
    {},
    el(
      "button",
      {
        type: "button",
        class: "act",
        onclick: () => {
          const best = bestAnswer(row);
          board.map.closePopup();
          askWay(best ? "infrastructure." + best.hub : departure(), key);
          byId("ask").scrollIntoView({ block: "start" });
          byId("ask-result").focus({ preventScroll: true });
        },
      },
      t("Ask for the way"),
    ),
  );
}

export function drawAsk() {
  if (!page.net) return;
  const box = panel();
  const fields = form?.language === page.choice.language ? form : makeForm(box);
  opener(box).setAttribute("aria-expanded", String(asked.open));
  byId("ask-body").hidden = !asked.open;
  fields.from.set(asked.from);
  fields.to.set(asked.to);
  vehicles();
  const answer = question();
  fillAnew(byId("ask-result"), answer ? answerTold(answer) : null);
  drawWay(answer);
}

function opener(box: HTMLElement): HTMLElement {
  return box.firstElementChild as HTMLElement;
}

function panel(): HTMLElement {
  let box = byId("ask");
  if (!box) {
    box = el(
      "section",
      { class: "ask", id: "ask" },
      el("button", {
        type: "button",
        class: "opener",
        "aria-controls": "ask-body",
        onclick: () => {
          asked.open = !asked.open;
          asked.from = asked.from || departure();
          drawAsk();
        },
      }),
      el(
        "div",
        { id: "ask-body" },
        el("form", {
          id: "ask-form",
          onsubmit: (event) => {
            event.preventDefault();
          },
        }),
        el("div", { id: "ask-result", tabindex: -1, "aria-live": "polite" }),
      ),
    );
    byId("counts").insertAdjacentElement("afterend", box);
  }
  return box;
}

function makeForm(box: HTMLElement): Form {
  const choose = (name: "from" | "to") => (key: string) => {
    if (key) {
      asked[name] = key;
      askWay("", "");
    }
  };
  const made = {
    language: page.choice.language,
    from: placeField("ask-from", t("From"), choose("from")),
    to: placeField("ask-to", t("To"), choose("to")),
  };
  fillAnew(opener(box), t("Ask for a way"));
  fillAnew(
    byId("ask-form"),
    made.from.node,
    made.to.node,
    el("label", { for: "ask-mover" }, t("Vehicle")),
    el("select", {
      id: "ask-mover",
      onchange: (event) => {
        const select = byId<HTMLSelectElement>("mover");
        select.value = event.target.value;
        select.dispatchEvent(new Event("change"));
      },
    }),
  );
  form = made;
  return made;
}

function vehicles() {
  fillAnew(
    byId("ask-mover"),
    network().movers.map((name) =>
      el(
        "option",
        { value: name, selected: name === page.choice.mover },
        flat(say(page.head.movers[name].title)),
      ),
    ),
  );
}

function answerTold(answer: Question) {
  const title = el("h3", {}, name(answer.from), " → ", name(answer.to));
  if (answer.same) return [title, el("p", {}, t("Both are the same place."))];
  if (answer.off) {
    return [
      title,
      el("p", {}, name(answer.off), t(": "), t("no road that joins the others is near it")),
    ];
  }
  return el(
    "article",
    { class: "result" },
    title,
    headline(answer),
    times(answer),
    gateways(answer),
    hindrance(answer),
    reports(answer),
    wayList(answer),
    answer.row.status === "misplaced" || !makeCard
      ? null
      : el(
          "p",
          {},
          el("button", { type: "button", class: "act", onclick: openCard }, t("Movement card")),
        ),
  );
}

function name(key: string) {
  return fromData(nameOfKey(key));
}

function headline(answer: Question) {
  const row = answer.row;
  return [
    el(
      "p",
      { class: "badge" },
      statusSign(row.status, "place", 22),
      " ",
      el("strong", {}, statusWord(row.status, "place")),
      [minutesWords(row.minutes), kmWords(row.km)].filter(Boolean).map((one) => [" · ", one]),
    ),
    isSupposing() ? el("p", { class: "mark" }, t("Supposition, not a report")) : null,
    row.blocked_by.some(isAsk) ? el("p", { class: "mark" }, phrase("status_ask")) : null,
    el(
      "p",
      { class: "asked" },
      fromData(say(page.head.movers[row.mover].title)),
      " · ",
      t("As reported on {date}", { date: dateWords(page.head.as_of) }),
    ),
  ];
}

function times(answer: Question) {
  const row = answer.row;
  return [
    REACHED.indexOf(row.status) < 0
      ? null
      : el("p", {}, t("Latest departure for a return the same day"), t(": "), latest(answer)),
    (row.detour_minutes || 0) > 1
      ? el(
          "p",
          {},
          t("{n} longer than with nothing closed", { n: minutesWords(row.detour_minutes) }),
        )
      : null,
    row.status === "misplaced" ? null : readings(row),
  ];
}

// The hour, where the library worked it out for this pair as reported; else who tells it.
function latest(answer: Question) {
  if (!answer.told) return t("not worked out in this page; potay tells it");
  const hour = answer.told.latest_departure;
  return el("strong", {}, hour ? departureWords(hour) : t("none found"));
}

function gateways(answer: Question) {
  const keys = answer.row.gateways;
  if (!keys.length) return null;
  return [
    el("h4", {}, t("Gateways in order")),
    el(
      "ol",
      { class: "stations" },
      keys.map((key) => {
        const said = gatewayWords(key);
        return el(
          "li",
          {},
          statusSign(said.status, "gateway", 16),
          " ",
          jump(key),
          t(": "),
          said.words,
          said.since ? " · " + said.since : "",
          said.windows.length ? " · " + said.windows.map(hoursWords).join("; ") : "",
        );
      }),
    ),
  ];
}

function hindrance(answer: Question) {
  const row = answer.row;
  if (!row.blocked_by.length) return null;
  return [stops(row), through(t("would have to be reported open:"), row.would_open)];
}

// Every report the answer rests on: who said it, when, how sure.
function reports(answer: Question) {
  const claims = claimsOf(answer);
  if (!claims.length) return null;
  return el(
    "details",
    {},
    el(
      "summary",
      {},
      plural("{n} report behind this answer", "{n} reports behind this answer", claims.length),
    ),
    el(
      "ul",
      { class: "claims" },
      claims.map((claim) =>
        el(
          "li",
          { class: claim.holds ? "holds" : "old" },
          name(claim.subject_type + "." + claim.subject),
          t(": "),
          report(claim),
        ),
      ),
    ),
  );
}

function claimsOf(answer: Question) {
  const ids =
    answer.row.claims.length || !answer.ways.length ? answer.row.claims : answer.ways[0].claims;
  return ids.map((id) => store.claimById.get(id)).filter((claim): claim is Claim => Boolean(claim));
}

function wayList(answer: Question) {
  if (!answer.ways.length) return null;
  return [
    el("h4", {}, t("Ways")),
    el(
      "ol",
      { class: "ways" },
      answer.ways.map((way, i) => wayItem(answer, way, i)),
    ),
  ];
}

function wayItem(answer: Question, way: Way, i: number) {
  const modes = way.modes.filter((mode) => mode !== "road");
  return el(
    "li",
    { class: way === answer.way ? "chosen" : "" },
    el(
      "button",
      {
        type: "button",
        class: "link",
        "aria-pressed": String(way === answer.way),
        onclick: () => {
          asked.way = i;
          drawAsk();
          look();
        },
      },
      t("Show on the map"),
    ),
    " ",
    statusSign(way.status, "place", 15),
    " ",
    statusWord(way.status, "place"),
    " · ",
    minutesWords(way.minutes),
    " · ",
    kmWords(way.km),
    modes.length ? " · " + modes.map(modeWord).join(", ") : "",
    el(
      "div",
      { class: "known" },
      way.gateways.length
        ? [t("by way of"), " ", fromData(way.gateways.map(nameOfKey).join(", ")), ". "]
        : "",
      carriesWords(way.carries),
      ". ",
      way.usable ? "" : [el("strong", {}, t("This vehicle cannot use it.")), " "],
      i && way.independent ? t("Stands and falls with none of the others.") : "",
      t("chance that this way is passable: {n} %", {
        n: figure(100 * way.probability, way.probability < 0.1 ? 1 : 0),
      }),
      ".",
    ),
  );
}

// The way on the map: a broad line under a dark one, dashed where it is a link.
function drawWay(answer: Question | null): void {
  if (drawn) drawn.remove();
  drawn = null;
  if (!answer?.way) return;
  const line = answer.way.line,
    renderer = wayRenderer();
  const said = { renderer: renderer, interactive: false, lineJoin: "round" as const };
  drawn = L.layerGroup([
    L.polyline(line, Object.assign({ color: "#ffffff", weight: 18, opacity: 0.8 }, said)),
    L.polyline(line, Object.assign({ color: "#7b3fc4", weight: 14, opacity: 0.5 }, said)),
    L.circleMarker(
      line[0],
      Object.assign(
        { radius: 7, color: "#5b2a86", weight: 3, fillColor: "#fff", fillOpacity: 1 },
        said,
      ),
    ),
    L.circleMarker(
      line[line.length - 1],
      Object.assign(
        { radius: 7, color: "#fff", weight: 2, fillColor: "#5b2a86", fillOpacity: 1 },
        said,
      ),
    ),
  ]).addTo(board.map);
}

let renderer: L.Renderer | null = null;

function wayRenderer(): L.Renderer {
  if (!renderer) {
    const pane = board.map.createPane("way");
    pane.style.zIndex = "235"; // under the roads' own signs of status
    pane.style.pointerEvents = "none";
    renderer = L.svg({ pane: "way", padding: 0.5 });
  }
  return renderer;
}

function look() {
  const answer = question();
  if (!answer?.way) return;
  board.map.fitBounds(L.latLngBounds(answer.way.line), { animate: false, padding: [40, 40] });
}
