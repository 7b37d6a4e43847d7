// What if: the reader supposes a gateway, an area or a road open, restricted or closed, and all
// answers follow at once. What is supposed stands above everything else for as long as it is supposed.

import { pick } from "../data/pick";
import { type Position, pointOf } from "../data/rows";
import { byId, el, fillAnew, flat } from "../dom/el";
import { statusSign } from "../dom/signs";
import { roadsNamed } from "../engine/supposed";
import { board, fit } from "../map/board";
import * as L from "../map/leaflet";
import { isSupposing, network, page } from "../model/page";
import type { Drawn } from "../model/rows";
import { nameOfKey, store } from "../model/store";
import { t } from "../model/words";
import { reopen } from "./popups";
import { jump } from "./reasons";
import { statusWords, supposedLines, supposedWord } from "./supposed";
import { goHome } from "./timeline";

let later: ReturnType<typeof setTimeout>;

const TYPES = ["gateway", "area", "link", "infrastructure", "obstacle"];

// What stands in place of the reported state of what is supposed.
export function supposedBadge(key: string) {
  const status = page.supposed[key];
  return !status
    ? null
    : el(
        "p",
        { class: "badge" },
        statusSign(status, "gateway", 20),
        " ",
        el("strong", {}, supposedWord(status)),
      );
}

// Whether a subject's passage can be supposed: the network must know it.
function canSuppose(key: string) {
  const type = key.split(".")[0];
  return (
    page.net &&
    (type === "road"
      ? roadRows(key).length > 0
      : page.net.rowOf.has(key) && TYPES.indexOf(type) >= 0)
  );
}

// The drawn pieces of the roads that a key means.
function roadRows(key: string) {
  const net = network();
  const ids = new Set(roadsNamed(net, key.slice(5)).map((row) => net.block.roads.id[row]));
  return store.roads.filter((row) => ids.has(row.road || ""));
}

// The choices for a road: this section of it, and the whole of what it belongs to.
export function supposeRoad(row: Drawn) {
  const section = "road." + row.road,
    whole = "road." + (row.corridor || row.ref);
  if (!canSuppose(section)) return null;
  const far = canSuppose(whole) && roadRows(whole).some((one) => one.road !== row.road);
  return [
    supposedBadge(section) || (far ? supposedBadge(whole) : null),
    el(
      "details",
      { class: "what-if", open: Boolean(page.supposed[section] || page.supposed[whole]) },
      el("summary", {}, t("What if …")),
      supposeBox(section, t("What if this section were …")),
      far
        ? supposeBox(
            whole,
            t("What if the whole of {road} were …", { road: flat(nameOfKey(whole)) }),
          )
        : null,
    ),
  ];
}

// Suppose a status for a subject, or with "" take the supposition back.
export function suppose(key: string, status: string) {
  if (page.past) goHome(); // suppositions are about the map's own moment
  if (status) page.supposed[key] = status;
  else delete page.supposed[key];
  follow(key);
}

export function supposeNothing() {
  Object.keys(page.supposed).forEach((key) => {
    delete page.supposed[key];
  });
  follow();
}

// What follows a supposition: first what answers, then, as soon as that is seen, the rest.
const following: Record<"first" | "later", (() => void)[]> = { first: [], later: [] };

export function whenSupposed(first: (() => void)[], later: (() => void)[]) {
  following.first = first;
  following.later = later;
}

function follow(key?: string) {
  following.first.forEach((draw) => {
    draw();
  });
  clearTimeout(later);
  later = setTimeout(() => {
    following.later.forEach((draw) => {
      draw();
    });
  }, 120);
  fit();
  reopen();
  const chosen = ".popup .suppose input:checked";
  document.querySelectorAll<HTMLInputElement>(chosen).forEach((radio) => {
    if (key && radio.name === choiceName(key)) radio.focus({ preventScroll: true });
  });
  byId("supposed-told").textContent = isSupposing()
    ? t("Supposed, not reported. All answers follow it.")
    : t("As reported again.");
}

function choiceName(key: string) {
  return "suppose-" + flat(key);
}

// The choice in a pop-up: as reported, or supposed.
export function supposeBox(key: string, legend: string) {
  if (!canSuppose(key)) return null;
  const now = page.supposed[key] || "",
    name = choiceName(key);
  return el(
    "fieldset",
    { class: "suppose" },
    el("legend", {}, legend || t("What if it were …")),
    [["", t("as reported")]].concat(Object.entries(statusWords())).map((entry) =>
      el(
        "label",
        {},
        el("input", {
          type: "radio",
          name: name,
          value: entry[0],
          checked: now === entry[0],
          onchange: () => {
            suppose(key, entry[0]);
          },
        }),
        " ",
        entry[1],
      ),
    ),
    now ? el("p", { class: "mark" }, t("Supposition, not a report")) : null,
  );
}

// The banner: what is supposed, each with its way back.
export function drawSupposed() {
  const box = banner();
  const shown = isSupposing() && !page.past;
  box.hidden = !shown;
  fillAnew(
    box.firstElementChild as Element,
    shown
      ? [
          el("strong", {}, t("Supposition, not a report"), t(": ")),
          " ",
          Object.keys(page.supposed).map((key, i) => {
            const name = nameOfKey(key);
            return [
              i ? " " : "",
              el(
                "span",
                { class: "one" },
                jump(key),
                " (",
                placeWord(key),
                ") = ",
                statusWords()[page.supposed[key]],
                " ",
                el(
                  "button",
                  {
                    type: "button",
                    "aria-label": flat(t("take back: {name}", { name: name })),
                    onclick: () => {
                      suppose(key, "");
                    },
                  },
                  "×",
                ),
              ),
            ];
          }),
          " ",
          el(
            "button",
            { type: "button", class: "plain", onclick: supposeNothing },
            t("Back to what is reported"),
          ),
          share(),
        ]
      : null,
  );
}

// What a subject is: a gateway and its quarter often bear the same name.
export function placeWord(key: string) {
  return pick(
    {
      area: t("area"),
      gateway: t("gateway"),
      obstacle: t("obstacle"),
      link: t("link"),
      road: t("road"),
    },
    key.split(".")[0],
    t("place"),
  );
}

function share() {
  const lines = supposedLines();
  const text = el(
    "textarea",
    {
      readonly: true,
      rows: Math.min(6, lines.split("\n").length),
      "aria-label": t("The same for potay's command line"),
      onfocus: () => {
        text.select();
      },
    },
    lines,
  );
  return el(
    "details",
    {},
    el("summary", {}, t("Share")),
    el("p", {}, t("The same for potay's command line")),
    text,
  );
}

function banner() {
  let box = byId("supposed");
  if (!box) {
    box = el(
      "section",
      { class: "supposed", id: "supposed", "aria-label": t("What if") },
      el("div", {}),
    );
    byId("banners").insertAdjacentElement("afterend", box);
    document.body.appendChild(el("p", { id: "supposed-told", class: "hidden", role: "status" }));
  }
  return box;
}

// Where a mark for it stands: on its own sign, or on the middle of its first piece of road.
function spotOf(key: string): Position | null {
  const row = store.drawnByKey.get(key),
    road = row ? null : roadRows(key)[0];
  const line = road?.lines?.[0];
  if (line) return line[line.length >> 1];
  return row?.shape.length ? pointOf(row.anchor || row.shape) : null;
}

// A mark on what is supposed on the map, whatever else it looks like.
let group: L.LayerGroup | null = null;

export function drawSupposedMarks() {
  if (group) group.remove();
  const marks = L.layerGroup();
  group = marks;
  if (page.past) return;
  Object.keys(page.supposed).forEach((key) => {
    const at = spotOf(key);
    if (!at) return;
    const node = el(
      "div",
      { class: "supposed-mark", "aria-hidden": "true" },
      statusSign(page.supposed[key], "gateway", 20),
      el("b", {}, "?"),
    );
    marks.addLayer(
      L.marker(at, {
        icon: L.divIcon({ html: node, className: "", iconSize: [34, 34] }),
        interactive: false,
        keyboard: false,
        zIndexOffset: 900,
      }),
    );
  });
  marks.addTo(board.map);
}
