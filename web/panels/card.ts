// The movement card: one page to print for one planned movement, for internal readers only.

import { correction, generate } from "lean-qr";
import { type Position, pointOf } from "../data/rows";
import type { Child } from "../dom/el";
import { byId, el, fromData, heads, svg } from "../dom/el";
import { statusSign } from "../dom/signs";
import type { Way } from "../engine/alternatives";
import { mgrs } from "../engine/mgrs";
import { isSupposing, network, page } from "../model/page";
import type { Claim } from "../model/rows";
import { statusWord } from "../model/statuses";
import { actorName, nameOfKey, store } from "../model/store";
import { claimKind, claimValue, hoursWords } from "../model/values";
import {
  dateWords,
  departureWords,
  kmWords,
  minutesWords,
  plural,
  reliabilityWords,
  say,
  t,
} from "../model/words";
import type { Question } from "./asked";
import { gatewayWords, question } from "./asked";
import { supposedWord } from "./supposed";

const SURE = ["reachable", "restricted"];

const MOST_POINTS = 18; // of the way in the square code: more would not scan from paper

let before: Element | null = null;

export function openCard() {
  const answer = question();
  if (!answer?.row || page.head.audience !== "internal") return;
  closeCard();
  before = document.activeElement;
  const box = el(
    "div",
    {
      id: "card",
      role: "dialog",
      "aria-modal": "true",
      tabindex: -1,
      "aria-label": t("Movement card"),
      onkeydown: (event) => {
        if (event.key === "Escape") closeCard();
      },
    },
    buttons(),
    makeCard(answer),
  );
  document.body.appendChild(box);
  others(true);
  document.body.classList.add("with-card");
  box.focus();
}

export function closeCard() {
  const box = byId("card");
  if (!box) return;
  box.remove();
  others(false);
  document.body.classList.remove("with-card");
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
}

// What stands under the card can neither be reached nor read out while it is open.
function others(away: boolean) {
  Array.prototype.forEach.call(document.body.children, (node) => {
    if (node.id !== "card" && node.tagName !== "SCRIPT") node.inert = away;
  });
}

function buttons() {
  return el(
    "p",
    { class: "card-buttons" },
    el(
      "button",
      {
        type: "button",
        class: "act",
        onclick: () => {
          window.print();
        },
      },
      t("Print"),
    ),
    " ",
    el("button", { type: "button", class: "act", onclick: closeCard }, t("Close")),
  );
}

export function makeCard(answer: Question) {
  return el(
    "article",
    { class: "movement", tabindex: 0 },
    header(answer),
    facts(answer),
    el("div", { class: "two" }, blanks(), code(answer)),
    stations(answer),
    contacts(),
    sources(answer),
    el(
      "p",
      { class: "small" },
      t(
        "Reports, not promises: confirm with the " +
          "gateways and the security focal point before setting out.",
      ),
    ),
  );
}

function header(answer: Question) {
  const head = page.head;
  return el(
    "header",
    {},
    el("h2", {}, t("Movement card"), t(": "), name(answer.from), " → ", name(answer.to)),
    el(
      "p",
      {},
      el("strong", {}, t("As reported on {date}", { date: dateWords(head.as_of) })),
      " · ",
      t("Valid until {date}", { date: dateWords(head.expires) }),
      " · ",
      t("internal: do not pass on"),
      head.illustrative.length ? [" · ", el("strong", {}, t("Illustrative data"))] : "",
    ),
    SURE.indexOf((answer.way || answer.row).status) >= 0
      ? null
      : el("p", { class: "mark" }, t("This way is not reported passable all along.")),
    isSupposing()
      ? el(
          "p",
          { class: "mark" },
          t("Supposition, not a report"),
          t(": "),
          Object.keys(page.supposed).map((key, i) => [
            i ? "; " : "",
            name(key),
            " (" + supposedWord(page.supposed[key]) + ")",
          ]),
        )
      : null,
  );
}

function name(key: string) {
  return fromData(nameOfKey(key));
}

function facts(answer: Question) {
  const row = answer.row,
    way = answer.way,
    latest = answer.told?.latest_departure;
  const minutes = way ? way.minutes : row.minutes,
    km = way ? way.km : row.km;
  return el(
    "table",
    { class: "facts" },
    el(
      "tbody",
      {},
      fact(t("Vehicle"), fromData(say(page.head.movers[row.mover].title))),
      fact(t("Status"), [
        statusSign(way ? way.status : row.status, "place", 14),
        " ",
        statusWord(way ? way.status : row.status, "place"),
      ]),
      fact(
        t("Time and distance"),
        [minutesWords(minutes), kmWords(km)].filter(Boolean).join(" · "),
      ),
      fact(
        t("Latest departure for a return the same day"),
        latest ? departureWords(latest) : line(),
      ),
      fact(t("From"), [name(answer.from), " ", spot(answer.from)]),
      fact(t("To"), [name(answer.to), " ", spot(answer.to)]),
    ),
  );
}

function fact(title: string, value: Child) {
  return el("tr", {}, el("th", { scope: "row" }, title), el("td", {}, value));
}

function line() {
  return el("span", { class: "blank" }, "\u00a0");
}

// Where a place is: its own point, decimal and as a grid reference.
function positionOf(key: string): Position | null {
  const row = store.drawnByKey.get(key),
    net = network(),
    place = net.placeOf.get(key);
  if (row?.shape.length && !row.anchor) return pointOf(row.shape);
  return place && place.node >= 0 ? [net.lat[place.node] / 1e5, net.lon[place.node] / 1e5] : null;
}

function spot(key: string) {
  const at = positionOf(key);
  return !at
    ? ""
    : el(
        "span",
        { class: "spot" },
        at[0].toFixed(5) + ", " + at[1].toFixed(5) + " · " + mgrs(at[0], at[1]),
      );
}

function blanks() {
  const titles = [
    t("Date"),
    t("Departure"),
    t("Convoy leader"),
    t("Vehicles and plates"),
    t("Load"),
    t("Radio channel and call signs"),
  ];
  return el(
    "table",
    { class: "facts fill" },
    el(
      "tbody",
      {},
      titles.map((title) => fact(title, line())),
    ),
  );
}

function stations(answer: Question) {
  const keys = answer.way ? answer.way.gateways : answer.row.gateways;
  return [
    el("h3", {}, t("Gateways in order")),
    keys.length
      ? el(
          "table",
          { class: "list" },
          heads(["", t("Name"), t("Status"), t("Reported hours"), t("Position"), t("Passed at")]),
          el("tbody", {}, keys.map(station)),
        )
      : el("p", {}, t("This way passes no gateway.")),
    quarters(answer),
  ];
}

function station(key: string, i: number) {
  const said = gatewayWords(key);
  return el(
    "tr",
    {},
    el("td", {}, String(i + 1)),
    el("th", { scope: "row" }, name(key)),
    el(
      "td",
      {},
      statusSign(said.status, "gateway", 13),
      " ",
      said.words,
      said.since ? el("small", {}, " " + said.since) : "",
    ),
    el("td", {}, said.windows.map(hoursWords).join("; ")),
    el("td", {}, spot(key)),
    el("td", {}, line()),
  );
}

// The quarters along the way with who is reported there.
function quarters(answer: Question) {
  const keys = answer.way ? answer.way.areas : answer.row.areas;
  if (!keys.length) return null;
  return el(
    "p",
    { class: "small" },
    el("strong", {}, t("Areas in order")),
    t(": "),
    keys.map((key, i) => {
      const control = store.stateByKey.get(key)?.control;
      const held = control && control !== "unknown" && control !== "none";
      return [i ? " → " : "", name(key), held ? [" (", fromData(actorName(control)), ")"] : ""];
    }),
  );
}

function contacts() {
  const titles = [
    t("Security focal point"),
    t("Departure"),
    t("Arrival"),
    t("Access and gateways"),
    t("Medical help"),
  ];
  return [
    el("h3", {}, t("Contacts")),
    el(
      "table",
      { class: "list fill" },
      el(
        "tbody",
        {},
        titles.map((title) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, title),
            el("td", {}, line()),
            el("td", {}, line()),
          ),
        ),
      ),
    ),
  ];
}

function sources(answer: Question) {
  const ids = answer.way ? answer.way.claims : answer.row.claims;
  const claims = ids
    .map((id) => store.claimById.get(id))
    .filter((claim): claim is Claim => Boolean(claim));
  if (!claims.length) return el("p", { class: "small" }, t("No report speaks of this way."));
  return [
    el("h3", {}, t("Reports behind it")),
    el(
      "ul",
      { class: "small" },
      claims.slice(0, 14).map((claim) => {
        const source = [claim.publisher || claim.source_id, claim.title].filter(Boolean);
        return el(
          "li",
          {},
          name(claim.subject_type + "." + claim.subject),
          t(": "),
          claimKind(claim.kind),
          " ",
          fromData(claimValue(claim)),
          " · ",
          t("as of {date}", { date: dateWords(claim.as_of) }),
          " · ",
          plural("{n} day", "{n} days", claim.age_days || 0),
          " · ",
          reliabilityWords(claim.reliability),
          " · ",
          fromData(source.join(", ")),
        );
      }),
      claims.length > 14
        ? el(
            "li",
            {},
            plural("… and {n} more report", "… and {n} more reports", claims.length - 14),
          )
        : null,
    ),
  ];
}

// Fewer positions: those farthest from the line between their neighbours stay.
function thinned(positions: Position[], most: number) {
  let kept = [0, positions.length - 1];
  const far = (p: Position, a: Position, b: Position) => {
    const k = Math.cos((p[0] * Math.PI) / 180);
    const dx = (b[1] - a[1]) * k,
      dy = b[0] - a[0];
    const px = (p[1] - a[1]) * k,
      py = p[0] - a[0];
    const along = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(px - along * dx, py - along * dy);
  };
  while (kept.length < Math.min(most, positions.length)) {
    let worst = 0,
      at = -1;
    for (let i = 1; i < kept.length; i++) {
      for (let j = kept[i - 1] + 1; j < kept[i]; j++) {
        const away = far(positions[j], positions[kept[i - 1]], positions[kept[i]]);
        if (away > worst) {
          worst = away;
          at = j;
        }
      }
    }
    if (at < 0 || worst < 2e-5) break;
    kept = kept.concat(at).sort((x, y) => x - y);
  }
  return kept.map((i) => positions[i]);
}

// The way as a small GPX route, for phones that read it from the square code.
export function gpx(way: Way) {
  const points = thinned(way.line, MOST_POINTS).map(
    (at) => '<rtept lat="' + at[0].toFixed(4) + '" lon="' + at[1].toFixed(4) + '"/>',
  );
  return (
    '<gpx version="1.1" creator="potay" xmlns="http://www.topografix.com/GPX/1/1"><rte>' +
    points.join("") +
    "</rte></gpx>"
  );
}

// The square code of a way, as light modules and dark ones.
export function squareCode(way: Way) {
  return generate(gpx(way), { minCorrectionLevel: correction.L });
}

function code(answer: Question) {
  if (!answer.way) return null;
  const square = squareCode(answer.way);
  let d = "";
  for (let y = 0; y < square.size; y++) {
    for (let x = 0; x < square.size; x++) {
      if (square.get(x, y)) d += "M" + x + " " + y + "h1v1h-1z";
    }
  }
  const wide = square.size + 8;
  return el(
    "figure",
    { class: "qr" },
    svg(
      "svg",
      {
        role: "img",
        "aria-label": t("The way as a square code (GPX)"),
        viewBox: "-4 -4 " + wide + " " + wide,
        "shape-rendering": "crispEdges",
      },
      svg("rect", { x: -4, y: -4, width: wide, height: wide, fill: "#fff" }),
      svg("path", { d: d, fill: "#000" }),
    ),
    el("figcaption", {}, t("The way as a square code (GPX)")),
  );
}
