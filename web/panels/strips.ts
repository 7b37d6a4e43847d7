// Each main road as a straight strip by kilometre: what passes, who is reported there, what stands
// on it. Where marks stand close they are moved apart; the kilometres written are the true ones.

import { pick } from "../data/pick";
import type { Child } from "../dom/el";
import { byId, el, fillAnew, flat, fromData, link, svg } from "../dom/el";
import { statusSign } from "../dom/signs";
import { positionsOf } from "../engine/network";
import { areaStyle, colourOf, type Look } from "../map/areas";
import { cap } from "../map/roads";
import { showOnMap, showRoad, showSpot } from "../map/show";
import { page } from "../model/page";
import type { Bridge, Corridor, Drawn, Standing, Stretch } from "../model/rows";
import { standingWord } from "../model/statuses";
import { actorName, nameOfKey, store } from "../model/store";
import { styleOf } from "../model/styles";
import { hoursWords, kindWord, tollWords } from "../model/values";
import { basisWords, figure, kmWords, nameOf, plural, t } from "../model/words";
import {
  corridorStatus,
  corridorsInOrder,
  isNational,
  isSilent,
  paragraph,
  stretchWord,
} from "./corridors";

const LEFT = 14; // pixels

const SLANT = 38; // degrees

const LETTER = 6.1; // pixels per letter

/** What stands on a strip at a kilometre; `x` in pixels once it is placed. */
interface Mark {
  kind: "stretch" | "gateway" | "obstacle" | "bridge";
  km: number;
  x: number;
  to: number; // where a stretch ends, in pixels
  key: string;
  drawn?: Drawn;
  stretch?: Stretch;
  bridge?: Bridge;
  at: number[];
}

/** From one mark to the next: kilometres, and pixels that are needed. */
interface Span {
  km: number;
  least: number;
}

/** From kilometre to pixel. */
interface Frame {
  stops: { km: number; gap: number; x: number }[];
  width: number;
  at: (km: number) => number;
}

const GAP = { gateway: 21, obstacle: 17, bridge: 26, stretch: 9 };

const STEEP = 6; // percent: lorries lose a fifth of their speed

const VERY_STEEP = 10; // and half

const shown = { open: false };

let room = 340; // pixels

export function drawStrips() {
  const rows = corridorsInOrder();
  const national: Corridor[] = [];
  const others: Corridor[] = [];
  rows.forEach((row) => {
    (isNational(row) ? national : others).push(row);
  });
  const first = national.length ? national : others;
  byId("strips").hidden = !rows.length;
  room = byId("strips-body").clientWidth || 340; // asked once: it lays out the page
  fillAnew(
    byId("strips-body"),
    first.map(strip),
    national.length && others.length ? more(others) : null,
  );
}

function more(rows: Corridor[]) {
  const body = el("div", {});
  const fill = () => {
    if (!body.firstChild) fillAnew(body, rows.map(strip));
  };
  const box = el(
    "details",
    {
      open: shown.open,
      ontoggle: () => {
        shown.open = box.open;
        if (box.open) fill();
      },
    },
    el("summary", {}, plural("{n} other main road", "{n} other main roads", rows.length)),
    body,
  );
  if (shown.open) fill();
  return box;
}

function strip(row: Corridor) {
  const marks = marksOf(row);
  return el(
    "figure",
    { class: "strip" },
    el(
      "figcaption",
      {},
      statusSign(corridorStatus(row), "road", 18),
      " ",
      link(() => showRoad(row.ref), fromData(nameOf(row))),
      row.km ? " · " + kmWords(row.km) : null,
    ),
    el("p", { class: "sentence" }, fromData(paragraph(row))),
    row.stretches.length ? el("div", { class: "strip-scroll" }, drawn(row, marks)) : null,
    climb(row),
    limits(marks),
    said(row),
  );
}

// Everything that has a place on the strip, in order of kilometre.
function marksOf(row: Corridor): Mark[] {
  const found: Mark[] = [];
  const nowhere = { x: 0, to: 0, key: "", at: [] };
  row.stretches.forEach((stretch) => {
    found.push({ ...nowhere, kind: "stretch", km: stretch.from, stretch });
  });
  const stands = (kind: "gateway" | "obstacle", all: Standing[]) => {
    all.forEach(({ km, key }) => {
      found.push({ ...nowhere, kind, km, key, drawn: store.drawnByKey.get(key) });
    });
  };
  stands("gateway", row.gateways);
  stands("obstacle", row.obstacles);
  row.bridges.forEach((bridge) => {
    const km = (bridge.from + bridge.to) / 2;
    found.push({ ...nowhere, kind: "bridge", km, bridge, at: spotAt(row, km) });
  });
  return found.sort((a, b) => a.km - b.km);
}

// Where a kilometre of a road lies: on the network, else about the middle of its stretch.
function spotAt(row: Corridor, km: number): number[] {
  const net = page.net;
  let left = 1000 * km;
  const piece =
    net &&
    pick(net.block.chains || {}, row.ref, [] as number[]).filter((one) => {
      left -= net.metres[one];
      return left <= 0;
    })[0];
  if (net && (piece || piece === 0)) {
    const line = positionsOf(net, piece),
      spot = line[line.length >> 1];
    return [spot[1] * 1e5, spot[0] * 1e5];
  }
  return row.stretches.filter((one) => one.to >= km)[0]?.at || [];
}

// From kilometre to pixel: in proportion, but never closer than marks need to be read.
function scale(row: Corridor, marks: Mark[], width: number): Frame {
  const stops = marks
    .map((one) => ({ km: one.km, gap: GAP[one.kind], x: 0 }))
    .concat([{ km: row.km, gap: GAP.stretch, x: 0 }]);
  const spans = stops.slice(1).map((stop, i) => {
    const near = Math.max(stop.gap, stops[i].gap);
    return {
      km: stop.km - stops[i].km,
      least: stop.km > stops[i].km || apart(marks[i], marks[i + 1]) ? near : 0,
    };
  });
  const need = spans.reduce((sum, one) => sum + one.least, 0);
  const room = Math.max(width, need),
    widths = shared(spans, room);
  const at = [0];
  widths.forEach((one) => {
    at.push(at[at.length - 1] + one);
  });
  stops.forEach((stop, i) => {
    stop.x = at[i];
  });
  return {
    stops: stops,
    width: room,
    at: (km: number) => {
      const next = stops.findIndex((stop) => stop.km >= km);
      const i = next < 0 ? stops.length - 1 : Math.max(1, next);
      const a = stops[i - 1],
        b = stops[i] || a,
        part = b.km > a.km ? (km - a.km) / (b.km - a.km) : 0;
      return a.x + part * (b.x - a.x);
    },
  };
}

// Two signs at the same kilometre stand beside each other; a border stays under its sign.
function apart(a?: Mark, b?: Mark): boolean {
  return Boolean(a && b && a.kind !== "stretch" && b.kind !== "stretch");
}

function shared(spans: Span[], room: number) {
  let flexible = spans.filter((one) => one.km > 0),
    perKm = 0;
  for (;;) {
    const fixed = spans.reduce((sum, one) => sum + (flexible.indexOf(one) < 0 ? one.least : 0), 0);
    const km = flexible.reduce((sum, one) => sum + one.km, 0);
    perKm = km ? (room - fixed) / km : 0;
    const kept = flexible.filter((one) => one.km * perKm >= one.least);
    if (kept.length === flexible.length) break;
    flexible = kept;
  }
  return spans.map((one) => (flexible.indexOf(one) < 0 ? one.least : one.km * perKm));
}

function short(text: string) {
  const plain = flat(text);
  return plain.length > 20 ? plain.slice(0, 19) + "…" : plain;
}

function drawn(row: Corridor, marks: Mark[]): SVGElement {
  const box = room - 24; // the frame around it
  const names = marks.filter((one) => one.kind === "gateway");
  const longest = names.reduce((most, one) => Math.max(most, short(nameOfKey(one.key)).length), 0);
  const lean = longest * LETTER,
    radians = (SLANT * Math.PI) / 180;
  const right = LEFT + (names.length ? lean * Math.cos(radians) * 0.6 : 0);
  const line = names.length ? Math.round(lean * Math.sin(radians)) + 26 : 18;
  const frame = scale(row, marks, box - LEFT - right - 2);
  marks.forEach((one, i) => {
    one.x = LEFT + frame.stops[i].x;
  });
  const end = LEFT + frame.width;
  const nodes = signs(marks, line, end);
  const hills = slopes(row, frame, line);
  const low = line + (hills.length ? 10 : 0),
    wide = Math.ceil(end + right),
    high = low + 48;
  const sheet = svg(
    "svg",
    {
      width: wide,
      height: high,
      viewBox: "0 0 " + wide + " " + high,
      role: "group",
      "aria-label": flat(nameOf(row)) + ", " + kmWords(row.km),
    },
    kilometres(row, marks, end, low),
    hills,
    nodes,
  );
  roving(sheet);
  return sheet;
}

function signs(marks: Mark[], line: number, end: number) {
  const stretches = marks.filter((one) => one.kind === "stretch");
  stretches.forEach((one, i) => {
    one.to = i + 1 < stretches.length ? stretches[i + 1].x : end;
  });
  const others = marks.filter((one) => one.kind !== "stretch");
  return stretches.concat(others).map((one) => DRAW[one.kind](one, line));
}

// A thing on the strip: named for everyone, pressed by finger, mouse or key.
function pressed(mark: Mark, words: string, act: () => void, nodes: Child): SVGElement {
  const tell = () => {
    act();
  };
  return svg(
    "g",
    {
      role: "button",
      tabindex: -1,
      class: "on-strip",
      "aria-label": words,
      "data-km": mark.km,
      onclick: tell,
      onkeydown: (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          tell();
        }
      },
    },
    svg("title", {}, words),
    nodes,
  );
}

const DRAW: Record<Mark["kind"], (mark: Mark, line: number) => SVGElement> = {
  stretch: (mark, line) => {
    const one = mark.stretch as Stretch,
      wide = Math.max(mark.to - mark.x, 1);
    const band = bandOf(one);
    const status =
      one.usable === false && one.status !== "closed"
        ? "unfit"
        : isSilent(one)
          ? "silent"
          : one.status;
    const words = [kmRange(one), stretchWord(one, status), band.words].filter(Boolean).join(" · ");
    const fits = band.holder && band.holder.length * LETTER + 6 < wide;
    return pressed(
      mark,
      words,
      () => {
        showSpot(one.at, one.to - one.from);
      },
      [
        svg("rect", { x: mark.x, y: line - 12, width: wide, height: 42, fill: "transparent" }),
        svg("rect", {
          x: mark.x,
          y: line + 11,
          width: wide,
          height: 16,
          fill: band.look.fillColor || "#fff",
          stroke: band.look.color || "#b8c0c6",
          "fill-opacity": band.look.fillOpacity === undefined ? 0 : band.look.fillOpacity,
          "stroke-dasharray": band.look.dashArray || null,
          "stroke-width": 1,
        }),
        lines(mark.x, mark.x + wide, line, status),
        fits
          ? svg(
              "text",
              { x: mark.x + wide / 2, y: line + 23, class: "strip-holder" },
              short(band.holder),
            )
          : null,
      ],
    );
  },
  gateway: (mark, line) => {
    const row = mark.drawn,
      status = row?.reading_status || row?.status || "unknown";
    const open = windows(mark);
    const name = nameOfKey(mark.key);
    const words = [
      t("km {n}", { n: figure(mark.km, 1) }),
      t("Gateway") + " " + flat(name),
      standingWord(mark.key, status, "gateway"),
      open,
    ]
      .filter(Boolean)
      .join(" · ");
    return pressed(
      mark,
      words,
      () => {
        showOnMap(mark.key);
      },
      [
        svg("rect", { x: mark.x - 10, y: line - 24, width: 20, height: 36, fill: "transparent" }),
        placed(statusSign(status, "gateway", 17), mark.x - 8.5, line - 8.5),
        open ? clock(mark.x + 8, line - 9) : null,
        svg(
          "text",
          {
            x: mark.x + 1,
            y: line - 13,
            class: "strip-name",
            transform: "rotate(-" + SLANT + " " + (mark.x + 1) + " " + (line - 13) + ")",
          },
          short(name),
        ),
      ],
    );
  },
  obstacle: (mark, line) => {
    const kind = mark.drawn ? kindWord(mark.drawn.kind) : t("Obstacle");
    const words = [t("km {n}", { n: figure(mark.km, 1) }), kind, flat(nameOfKey(mark.key))].join(
      " · ",
    );
    return pressed(
      mark,
      words,
      () => {
        showOnMap(mark.key);
      },
      placed(statusSign("obstacle", "obstacle", 14), mark.x - 7, line - 7),
    );
  },
  bridge: (mark, line) => {
    const x = mark.x,
      bridge = mark.bridge as Bridge,
      limit = bridgeLimit(bridge);
    const words = [
      t("km {n}", { n: figure(mark.km, 1) }),
      t("bridge"),
      limit || t("no limit on record"),
    ].join(" · ");
    return pressed(
      mark,
      words,
      () => {
        showSpot(mark.at, 0);
      },
      [
        svg("rect", { x: x - 12, y: line - 24, width: 24, height: 36, fill: "transparent" }),
        svg("path", {
          class: "strip-bridge",
          d:
            "M" +
            (x - 8) +
            " " +
            (line - 9) +
            "l3 4h10l3-4M" +
            (x - 8) +
            " " +
            (line + 9) +
            "l3-4h10l3 4",
        }),
        bridge.tonnes
          ? svg(
              "text",
              { x: x, y: line - 13, class: "strip-km" },
              t("{n} t", { n: figure(bridge.tonnes) }),
            )
          : null,
      ],
    );
  },
};

function bridgeLimit(bridge: Bridge) {
  return [
    bridge.tonnes ? t("at most {n} t", { n: figure(bridge.tonnes) }) : "",
    bridge.metres ? t("at most {n} m high", { n: figure(bridge.metres, 1) }) : "",
  ]
    .filter(Boolean)
    .join(", ");
}

// Steep parts of a road, from the same grades that slow vehicles down; where the page carries
// the network. Lower and higher teeth tell them apart without colour.
function slopes(row: Corridor, frame: Frame, line: number) {
  return steep(row).map((part) => {
    const x = LEFT + frame.at(part.from),
      wide = LEFT + frame.at(part.to) - x;
    const high = part.grade >= VERY_STEEP ? 9 : 5,
      below = line + 37;
    const words = kmRange(part) + " · " + t("slope {n} %", { n: figure(part.grade) });
    let d = "M" + x + " " + below;
    for (let at = 0; at < wide; at += 5) d += "l2.5-" + high + "l2.5 " + high;
    return svg("g", {}, svg("title", {}, words), svg("path", { d: d + "z", class: "strip-slope" }));
  });
}

/** A part of a road that is steep, in percent. */
interface Steep {
  from: number;
  to: number;
  grade: number;
}

function steep(row: Corridor): Steep[] {
  const net = page.net;
  const found: Steep[] = [];
  let km = 0;
  if (!net) return found;
  pick(net.block.chains || {}, row.ref, [] as number[]).forEach((piece) => {
    const grade = net.block.roads.grade[net.owner[piece]],
      last = found[found.length - 1];
    const from = km;
    km += net.metres[piece] / 1000;
    if (grade === null || grade < STEEP) return;
    if (last && from - last.to < 1e-6 && last.grade >= VERY_STEEP === grade >= VERY_STEEP) {
      last.grade = Math.max(last.grade, grade);
      last.to = km;
    } else found.push({ from: from, to: km, grade: grade });
  });
  return found;
}

function climb(row: Corridor) {
  if (!row.climb) return null;
  return el(
    "p",
    { class: "known" },
    t(
      "From its beginning {up} m up and {down} m down; steepest " +
        "road {n} % (from a terrain model)",
      { up: figure(row.climb[0]), down: figure(row.climb[1]), n: figure(row.climb[2]) },
    ),
  );
}

function windows(mark: Mark) {
  return told(mark.key, "windows", hoursWords);
}

type Hours = "windows" | "curfews" | "tolls";

function told(key: string, name: Hours, words: (item: string) => string): string {
  const own = store.drawnByKey.get(key)?.[name] as string[] | undefined;
  return (own || store.stateByKey.get(key)?.[name] || []).map(words).join("; ");
}

function placed(sign: SVGElement, x: number, y: number) {
  sign.setAttribute("x", String(x));
  sign.setAttribute("y", String(y));
  return sign;
}

function clock(x: number, y: number) {
  return svg(
    "g",
    { class: "strip-clock" },
    svg("circle", { cx: x, cy: y, r: 5.2 }),
    svg("path", { d: "M" + x + " " + (y - 3) + "v3l2 1.6" }),
  );
}

// A status line as on the map: the same colour, dashes and cross-bars.
function lines(from: number, to: number, y: number, status: string) {
  const look = styleOf("road", status),
    d = "M" + from + " " + y + "H" + to;
  const width = (look.width || 2) * 1.6;
  return [
    svg("path", { d: d, stroke: "#fff", "stroke-width": width + 3 }),
    svg("path", {
      d: d,
      stroke: look.color,
      "stroke-width": width,
      "stroke-dasharray": look.dash || null,
      "stroke-linecap": cap(look.dash),
    }),
    status === "closed"
      ? svg("path", {
          d: d,
          stroke: look.color,
          "stroke-width": width + 7,
          "stroke-dasharray": "2 11",
        })
      : null,
  ];
}

function kmRange(one: { from: number; to: number }) {
  return t("km {a} to {b}", { a: figure(one.from, 1), b: figure(one.to, 1) });
}

function kilometres(row: Corridor, marks: Mark[], end: number, line: number) {
  const ticks = marks
    .filter((one) => one.kind === "stretch")
    .map((one) => ({ x: one.x, km: one.km }));
  let last = -99;
  const kept = ticks
    .filter((one) => {
      const fits = one.x - last > 36 && end - one.x > 40;
      if (fits) last = one.x;
      return fits;
    })
    .concat([{ x: end, km: row.km }]);
  return kept.map((one) => [
    svg("path", { class: "strip-tick", d: "M" + one.x + " " + (line + 28) + "v5" }),
    svg(
      "text",
      { x: one.x, y: line + 44, class: "strip-km" },
      figure(one.km, one.km < 100 ? 1 : 0),
    ),
  ]);
}

// Reported hours, curfews and, for readers who may have them, tolls of all that governs a road:
// in words, for paper and for eyes that cannot press a sign.
function said(row: Corridor) {
  const stretches = row.stretches.map((one) => one.keys);
  const keys = row.gateways
    .map((one) => one.key)
    .concat(...stretches)
    .filter((key, i, all) => all.indexOf(key) === i);
  const line = (title: string, name: Hours, words: (item: string) => string) => {
    const all = keys
      .map((key) => {
        const hours = told(key, name, words);
        return hours ? nameOfKey(key) + t(": ") + hours : "";
      })
      .filter(Boolean);
    return all.length
      ? el("p", { class: "known" }, title, t(": "), fromData(all.join(" · ")))
      : null;
  };
  return [
    line(t("Reported hours"), "windows", hoursWords),
    line(t("Curfew"), "curfews", hoursWords),
    line(t("Reported tolls"), "tolls", tollWords),
  ];
}

function limits(marks: Mark[]) {
  const all = marks.filter((one) => one.kind === "bridge");
  return all.length
    ? el(
        "p",
        { class: "known" },
        t("Bridges"),
        t(": "),
        all
          .map(
            (one) =>
              t("km {n}", { n: figure(one.km, 1) }) +
              " (" +
              (bridgeLimit(one.bridge as Bridge) || t("no limit on record")) +
              ")",
          )
          .join(" · "),
      )
    : null;
}

// One stop for the Tab key per strip; the arrow keys go along it.
function roving(sheet: SVGSVGElement) {
  const km = (one: Element) => Number(one.getAttribute("data-km"));
  const all = Array.from(sheet.querySelectorAll<SVGElement>(".on-strip")).sort(
    (a, b) => km(a) - km(b),
  );
  if (!all.length) return;
  const step: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  let at = 0;
  all[0].setAttribute("tabindex", "0");
  sheet.addEventListener("keydown", (event) => {
    const next =
      event.key === "Home"
        ? 0
        : event.key === "End"
          ? all.length - 1
          : step[event.key]
            ? at + step[event.key]
            : -1;
    if (!all[next]) return;
    event.preventDefault();
    all[at].setAttribute("tabindex", "-1");
    at = next;
    all[at].setAttribute("tabindex", "0");
    all[at].focus();
  });
  sheet.addEventListener("focusin", (event) => {
    const now = all.indexOf(event.target as SVGElement);
    if (now < 0 || now === at) return;
    all[at].setAttribute("tabindex", "-1");
    at = now;
    all[at].setAttribute("tabindex", "0");
  });
}

// How the band of a stretch looks, and its words: the first area it lies in.
/** How the band of a stretch looks, and its words. */
interface Band {
  look: Look;
  words: string;
  holder: string;
}

export function bandOf(stretch: Stretch): Band {
  const areas = stretch.keys
    .map((key) => store.drawnByKey.get(key))
    .filter((row): row is Drawn => row?.layer.kind === "area");
  if (!areas.length) return { look: {}, words: "", holder: "" };
  const row = areas[0],
    told = row.basis === "claim" && row.control;
  const contested = row.basis === "contradicted" || row.control === "contested";
  const holder = contested
    ? t("contested")
    : told
      ? actorName(colourOf(row) || "")
      : row.basis === "not_told"
        ? basisWords(row.basis)
        : t("unknown");
  return {
    look: areaStyle(row, row.layer),
    holder: flat(holder),
    words: areas.map((one) => flat(nameOf(one))).join(", ") + t(": ") + flat(holder),
  };
}

// Where the page became wider or narrower.
export function resized() {
  const now = byId("strips-body").clientWidth;
  if (now && now !== room) drawStrips();
}
