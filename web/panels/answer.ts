// The answer first: of when this is, how many can be reached, one sentence for each main road.

import { byId, el, fillAnew, flat, fromData, heads, link, svg } from "../dom/el";
import { patternPaint, siteSign, statusSign } from "../dom/signs";
import { board } from "../map/board";
import { isHeavy } from "../map/roads";
import { showRoad } from "../map/show";
import { shownMoment, timelineMover } from "../model/moments";
import { page, redraw } from "../model/page";
import type { Corridor, Totals } from "../model/rows";
import { statusWord } from "../model/statuses";
import { bestAnswer, communeName, hubName, isSite, keyOf, nameOfKey, store } from "../model/store";
import { RANK, styleOf } from "../model/styles";
import {
  ageWords,
  dateWords,
  daysSince,
  figure,
  hasPhrase,
  hourOf,
  languages,
  nameOf,
  phrase,
  plural,
  rangeWords,
  say,
  t,
} from "../model/words";
import { corridorStatus, corridorsInOrder, isNational, sentence, WORST_FIRST } from "./corridors";
import { reopen } from "./popups";
import { jump } from "./reasons";
import { isHeld } from "./timeline";

const FEW = 3;

export function drawHead() {
  const head = page.head,
    days = daysSince(head.as_of, Date.now());
  const hour = hourOf(head.as_of);
  document.documentElement.lang = page.choice.language;
  document.title = flat(say(head.title));
  document.querySelectorAll("[data-t]").forEach((node) => {
    node.textContent = t(node.getAttribute("data-t") || "");
  });
  fillAnew(byId("title"), fromData(say(head.title)));
  fillAnew(
    byId("moment"),
    el(
      "strong",
      {},
      t("As reported on {date}", { date: dateWords(head.as_of) }),
      hour ? ", " + hour : "",
    ),
    " · ",
    days >= 0 ? ageWords(days) : t("in the future"),
    say(head.subtitle) ? [" · ", fromData(say(head.subtitle))] : "",
  );
  const chart = board.map.getContainer();
  chart.setAttribute("role", "region");
  chart.setAttribute("aria-label", t("Map"));
  banners(days);
}

// What a reader must know before anything else, by the reader's own clock.
function banners(days: number) {
  const head = page.head,
    now = Date.now(),
    expired = now > Date.parse(head.expires);
  const said = [];
  if (hasPhrase("warn_public")) {
    said.push(el("p", { class: "banner told" }, el("strong", {}, phrase("warn_public"))));
  }
  if (expired) {
    said.push(
      banner(
        "worn",
        t("Out of date"),
        t(
          "This page was valid until {date}. It shows " +
            "what was reported then; do not plan a movement with it.",
          { date: dateWords(head.expires) },
        ),
      ),
    );
  }
  if (days < 0) {
    said.push(
      banner(
        "worn",
        t("Check your clock"),
        t("This device's date is before the date of the page."),
      ),
    );
  }
  if (head.illustrative.length) {
    said.push(
      el(
        "details",
        { class: "banner sample" },
        el(
          "summary",
          {},
          el("strong", {}, t("Illustrative data")),
          " ",
          t("Not for operations: parts are fictitious or simplified."),
        ),
        el(
          "ul",
          {},
          head.illustrative.map((title) => el("li", {}, fromData(title))),
        ),
      ),
    );
  }
  Object.keys(head.what_if).forEach((key) => {
    said.push(
      banner(
        "sample",
        t("What if"),
        t("Assumed, not reported:"),
        nameOfKey(key) + " = " + head.what_if[key],
      ),
    );
  });
  fillAnew(byId("banners"), said);
  const stamp = byId("stamp");
  stamp.hidden = !expired;
  stamp.textContent = t("Out of date") + " · " + dateWords(head.as_of);
}

function banner(look: string, title: string, text: string, data?: string) {
  return el(
    "p",
    { class: "banner " + look },
    el("strong", {}, title),
    " ",
    text,
    data ? [" ", fromData(data)] : "",
  );
}

export function drawChoices() {
  const head = page.head,
    choice = page.choice;
  fillAnew(
    byId("languages"),
    languages().map(([language, name]) =>
      el(
        "button",
        {
          type: "button",
          lang: language,
          title: name,
          "aria-pressed": String(choice.language === language),
          onclick: () => {
            choose("language", language);
          },
        },
        language.toUpperCase(),
      ),
    ),
  );
  const asked = new Set(store.access.map((row) => row.mover));
  const movers = Object.keys(head.movers).filter(
    (name) => name === head.mover || page.net || asked.has(name),
  );
  options(
    "mover",
    movers.map((name) => [name, say(head.movers[name].title)]),
  );
  byId<HTMLSelectElement>("mover").disabled = isHeld();
  options(
    "hub",
    [["", t("all departure points")]].concat(head.hubs.map((id) => [id, hubName(id)])),
  );
}

type Choice = "language" | "mover" | "hub";

function options(name: "mover" | "hub", entries: string[][]): void {
  const select = byId<HTMLSelectElement>(name);
  fillAnew(
    select,
    entries.map((entry) =>
      el("option", { value: entry[0], selected: page.choice[name] === entry[0] }, flat(entry[1])),
    ),
  );
  select.onchange = () => {
    choose(name, select.value);
  };
}

function choose(name: Choice, value: string): void {
  Object.assign(page.choice, { [name]: value });
  redraw();
  reopen();
}

// Sites and people by status, for the chosen vehicle from the chosen place.
/** Sites and people of a status. */
interface Count {
  status: string;
  sites: number;
  people: number;
}

export function countsByStatus(): Count[] {
  const counts = RANK.map((status) => ({ status: status, sites: 0, people: 0 }));
  store.places.filter(isSite).forEach((row) => {
    const best = bestAnswer(row);
    const count = counts[RANK.indexOf(best ? best.status : "unknown")];
    if (!count) return;
    count.sites += 1;
    count.people += row.persons || 0;
  });
  return counts;
}

export function drawCounts() {
  const counts = countsByStatus(),
    sum = (key: "sites" | "people") => counts.reduce((total, one) => total + one[key], 0);
  const sites = sum("sites"),
    people = sum("people"),
    head = page.head;
  if (head.audience === "public") return drawTotals();
  if (!sites) {
    fillAnew(byId("counts"), el("p", {}, t("This page holds no displacement sites.")));
    return;
  }
  const hub = page.past ? "" : page.choice.hub;
  const mover = page.past ? timelineMover() : page.choice.mover;
  fillAnew(
    byId("counts"),
    el(
      "p",
      { class: "asked" },
      page.past ? el("strong", {}, dateWords(shownMoment()), " · ") : null,
      fromData(say(head.movers[mover].title)),
      " · ",
      hub
        ? [t("from {place}", { place: "" }), fromData(hubName(hub))]
        : t("from the nearest departure point that reaches it"),
    ),
    bar(counts, people),
    el(
      "table",
      { class: "counts" },
      heads([t("Status"), t("Sites"), t("People")]),
      el(
        "tbody",
        {},
        counts.filter((one) => one.sites || one.status !== "misplaced").map(countRow),
      ),
      el(
        "tfoot",
        {},
        el(
          "tr",
          {},
          el("th", { scope: "row" }, t("All")),
          el("td", {}, figure(sites)),
          el("td", {}, figure(people)),
        ),
      ),
    ),
  );
}

// For the public: ranges by commune, and how places are reached by what is told.
function drawTotals() {
  const rows = store.site_totals
    .slice()
    .sort((a, b) => Number(b.persons_from || 0) - Number(a.persons_from || 0));
  fillAnew(byId("answer-title"), t("Displaced people by commune"));
  fillAnew(
    byId("counts"),
    rows.length
      ? el(
          "table",
          { class: "counts totals" },
          heads([t("Commune"), t("People"), t("Sites")]),
          el("tbody", {}, rows.map(totalRow)),
        )
      : null,
    el("p", { class: "asked" }, phrase(rows.length ? "totals" : "no_totals")),
  );
  fillAnew(byId("facilities"), facilities());
}

function totalRow(row: Totals) {
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, fromData(communeName(row.commune))),
    el("td", {}, rangeWords(row.persons_from as number, row.persons_to as number)),
    el("td", {}, rangeWords(row.sites_from as number, row.sites_to as number)),
  );
}

// Ports, airports and so on by status, for the chosen vehicle from the chosen place.
function facilities() {
  const found = store.places.map((row) => bestAnswer(row)).filter(Boolean);
  if (!found.length) return null;
  return [
    el("h2", {}, t("Facilities")),
    el(
      "p",
      { class: "asked" },
      fromData(say(page.head.movers[page.choice.mover].title)),
      " · ",
      t("from the nearest departure point that reaches it"),
    ),
    el(
      "table",
      { class: "counts" },
      el(
        "tbody",
        {},
        RANK.map((status) => {
          const n = found.filter((one) => one?.status === status).length;
          return n
            ? el(
                "tr",
                {},
                el(
                  "th",
                  { scope: "row" },
                  statusSign(status, "place", 16),
                  " ",
                  statusWord(status, "place"),
                  few(status),
                ),
                el("td", {}, figure(n)),
              )
            : null;
        }),
      ),
    ),
  ];
}

// The places of a status by name, where they are few.
function few(status: string) {
  const rows = store.places.filter((row) => bestAnswer(row)?.status === status);
  return rows.length > FEW
    ? null
    : el(
        "small",
        {},
        t(": "),
        rows.map((row, i) => [i ? ", " : "", jump(keyOf(row))]),
      );
}

function countRow(one: Count) {
  return el(
    "tr",
    { class: one.sites ? "" : "none" },
    el("th", { scope: "row" }, siteSign(one.status, 16), " ", statusWord(one.status, "place")),
    el("td", {}, figure(one.sites)),
    el("td", {}, figure(one.people)),
  );
}

function bar(counts: Count[], people: number) {
  let at = 0;
  const parts = counts
    .filter((one) => one.people)
    .map((one) => {
      const wide = (100 * one.people) / people,
        x = at;
      at += wide;
      const look = styleOf("place", one.status);
      const fill =
        one.status === "unknown"
          ? patternPaint("hatch", look.color || "", "#ffffff")
          : one.status === "presumed"
            ? patternPaint("dots", "#ffffff", look.color)
            : look.color;
      return svg("rect", {
        x: x + "%",
        width: wide + "%",
        height: 14,
        fill: fill,
        stroke: "#fff",
        "stroke-width": 1,
      });
    });
  return svg("svg", { class: "bar", width: "100%", height: 14, "aria-hidden": "true" }, parts);
}

export function drawCorridors() {
  const rows = corridorsInOrder(),
    national = rows.filter(isNational);
  const others = rows.filter((row) => !isNational(row));
  fillAnew(
    byId("corridors"),
    el("ul", { class: "corridors" }, national.map(corridor)),
    others.length ? more(others) : null,
  );
}

let opened = window.innerWidth > 800;

// The other main roads, summed up by status where there is no room for them.
function more(rows: Corridor[]) {
  const counts = WORST_FIRST.map((status) => {
    const n = rows.filter((row) => corridorStatus(row) === status).length;
    return n ? [" ", statusSign(status, "road", 15), " ", figure(n)] : null;
  });
  const box = el(
    "details",
    {
      class: "more",
      open: opened,
      ontoggle: () => {
        opened = box.open;
      },
    },
    el("summary", {}, plural("{n} other main road", "{n} other main roads", rows.length), counts),
    el("ul", { class: "corridors" }, rows.map(corridor)),
  );
  return box;
}

function corridor(row: Corridor) {
  return el(
    "li",
    {},
    statusSign(corridorStatus(row), "road", 20),
    el(
      "div",
      {},
      link(() => showRoad(row.ref), fromData(nameOf(row))),
      " ",
      el("span", { class: "sentence" }, sentence(row)),
    ),
  );
}

export function drawNotes() {
  const head = page.head;
  const problems = head.findings.filter(
    (one) => one.severity === "warning" || one.severity === "error",
  );
  fillAnew(
    byId("notes"),
    el("p", {}, phrase("note_" + head.audience)),
    head.generalised.map((one) =>
      el(
        "p",
        {},
        fromData(say(one.layer)),
        ": ",
        t("drawn simplified by up to {n} m to keep this page quick", { n: one.metres }),
        one.left
          ? [
              "; ",
              plural("{n} small street is not drawn", "{n} small streets are not drawn", one.left),
            ]
          : null,
      ),
    ),
    head.unasked
      ? el(
          "p",
          {},
          t(
            "This map has {n} pieces of road. That is too many for the page " +
              "to work out routes and suppositions by itself: ask for them with potay on a computer, or " +
              "have a page made of a smaller area.",
            { n: figure(head.unasked) },
          ),
        )
      : null,
    page.layers
      .filter(isHeavy)
      .map((layer) =>
        el("p", {}, fromData(say(layer.title)), ": ", t("small streets appear as you come closer")),
      ),
    problems.length
      ? el(
          "details",
          {},
          el(
            "summary",
            {},
            plural("{n} warning from the inputs", "{n} warnings from the inputs", problems.length),
          ),
          el(
            "ul",
            {},
            problems.slice(0, 50).map((one) => el("li", {}, fromData(one.sentence))),
          ),
        )
      : null,
  );
}
