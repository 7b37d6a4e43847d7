// The tables below the map: every row that stands behind it, with a filter and sorting by column.

import { byId, el, fillAnew, fromData } from "../dom/el";
import { statusSign } from "../dom/signs";
import { showOnMap, showRoad } from "../map/show";
import { page } from "../model/page";
import { standingWord, statusWord } from "../model/statuses";
import {
  actorName,
  basisOf,
  bestAnswer,
  communeName,
  hubName,
  isAsk,
  isSite,
  keyOf,
  nameOfKey,
  store,
} from "../model/store";
import { claimKind, claimValue, hoursWords, kindWord, tollWords } from "../model/values";
import {
  basisWords,
  dateWords,
  departureWords,
  figure,
  kmWords,
  later,
  minutesWords,
  nameOf,
  plural,
  rangeWords,
  reliabilityWords,
  t,
} from "../model/words";
import { copyButton, csv } from "./copy";
import { corridorStatus, paragraph } from "./corridors";

const kept = {};

function remembered(name) {
  kept[name] = kept[name] || { open: name === "sites", filter: "", column: -1, down: false };
  return kept[name];
}

// A column: title, what the cell shows, what it sorts and filters by.
function column(title, show, key?) {
  return { title: title, show: show, key: key || ((row) => show(row)) };
}

// The same column, with room for whole sentences.
function wide(one) {
  return Object.assign(one, { wide: true });
}

// The same column, left out of a public page where it would be empty all the way down.
function spare(one) {
  return Object.assign(one, { spare: true });
}

function text(title, get) {
  return column(
    title,
    (row) => fromData(get(row) || ""),
    (row) => get(row) || "",
  );
}

function day(title, name) {
  return column(
    title,
    (row) => dateWords(row[name]),
    (row) => row[name] || "",
  );
}

function status(title, get, kind) {
  return column(
    title,
    (row) => {
      const word = get(row);
      return word ? [statusSign(word, kind, 15), " ", statusWord(word, kind)] : "";
    },
    (row) => (get(row) ? statusWord(get(row), kind) : ""),
  );
}

// How a gateway stands, and what is known of it: also that a report is withheld.
function standing() {
  const words = (row) => standingWord(keyOf(row), row.reading_status || row.status, "gateway");
  return column(
    t("Status"),
    (row) => [statusSign(row.reading_status || row.status, "gateway", 15), " ", words(row)],
    words,
  );
}

function known(row) {
  const ask = isAsk(keyOf(row)) && row.basis !== "withheld";
  return [basisWords(basisOf(row)), ask ? basisWords("withheld") : ""].filter(Boolean).join("; ");
}

function range(title, name) {
  return Object.assign(
    column(title, (row) => rangeWords(row[name + "_from"], row[name + "_to"])),
    { order: (row) => row[name + "_from"] },
  );
}

function amount(title, get, show) {
  return column(
    title,
    (row) => {
      const value = get(row);
      return value === null || value === undefined ? "" : show(value);
    },
    (row) => get(row),
  );
}

function named(title) {
  return column(
    title,
    (row) =>
      el(
        "button",
        {
          type: "button",
          class: "link",
          onclick: () => {
            showOnMap(keyOf(row));
          },
        },
        fromData(nameOf(row)),
      ),
    nameOf,
  );
}

function list(title, get) {
  const names = (row) => {
    const all = (get(row) || [])
      .map(nameOfKey)
      .filter((name, i, names) => names.indexOf(name) === i);
    return all.slice(0, 4).join(", ") + (all.length > 4 ? ", …" : "");
  };
  return wide(text(title, names));
}

function best(row) {
  return bestAnswer(row) || {};
}

function deciding(row) {
  const state = store.stateByKey.get(keyOf(row)) || {};
  return store.claimById.get(state.claim_id);
}

// A place as the reader's other tools take it: degrees north and east.
function position() {
  return text(t("Position"), (row) => {
    const at = row.anchor ? null : row.shape?.[0];
    return at ? at[0].toFixed(5) + ", " + at[1].toFixed(5) : "";
  });
}

function people(row) {
  return store.peopleByKey.get("area." + row.id)?.persons_modelled;
}

function reports(row) {
  return store.claims.filter((claim) => claim.source_id === row.source_id);
}

function newest() {
  return store.claims.slice().sort((a, b) => (a.as_of < b.as_of ? 1 : a.as_of > b.as_of ? -1 : 0));
}

const TABLES = [
  {
    name: "sites",
    title: later("Displacement sites"),
    rows: () => store.places.filter(isSite),
    columns: () =>
      [
        named(t("Name")),
        status(t("Status"), (row) => best(row).status, "place"),
        amount(t("People"), (row) => row.persons, figure),
        amount(t("Households"), (row) => row.households, figure),
      ].concat(travel(), [text(t("Commune"), (row) => row.commune), position()]),
  },
  {
    name: "corridors",
    title: later("Main roads"),
    rows: () => store.corridors,
    columns: () => [
      column(
        t("Name"),
        (row) =>
          el(
            "button",
            {
              type: "button",
              class: "link",
              onclick: () => {
                showRoad(row.ref);
              },
            },
            fromData(nameOf(row)),
          ),
        nameOf,
      ),
      status(t("Status"), corridorStatus, "road"),
      amount(t("Length"), (row) => row.km, kmWords),
      wide(text(t("In words"), paragraph)),
    ],
  },
  {
    name: "gateways",
    title: later("Gateways"),
    rows: () => store.gateways,
    columns: () => [
      named(t("Name")),
      standing(),
      text(t("What is known"), known),
      amount(
        t("Age"),
        (row) => row.age_days,
        (days) => plural("{n} day", "{n} days", days),
      ),
      text(t("Reliability"), (row) =>
        row.basis === "claim" ? reliabilityWords(row.reliability) : "",
      ),
      text(t("Reported hours"), (row) => (row.windows || []).map(hoursWords).join("; ")),
      text(t("Curfew"), (row) => {
        const state = store.stateByKey.get(keyOf(row)) || {};
        return (state.curfews || []).map(hoursWords).join("; ");
      }),
      spare(text(t("Reported tolls"), (row) => (row.tolls || []).map(tollWords).join("; "))),
      text(t("Main road"), (row) => {
        const road = store.corridors.filter((one) => one.ref === row.corridor)[0];
        return road ? nameOf(road) : row.corridor;
      }),
      text(t("Source"), (row) => {
        const claim = deciding(row);
        return claim ? claim.publisher || claim.source_id : "";
      }),
      column(
        t("As of"),
        (row) => dateWords(deciding(row)?.as_of),
        (row) => deciding(row)?.as_of || "",
      ),
      position(),
    ],
  },
  {
    name: "areas",
    title: later("Quarters"),
    rows: () => store.areas,
    columns: () =>
      [
        named(t("Name")),
        text(t("Reported control"), (row) =>
          row.basis === "claim"
            ? actorName(row.control)
            : row.basis === "contradicted"
              ? t("contested")
              : row.basis === "not_told"
                ? basisWords(row.basis)
                : t("unknown"),
        ),
        text(t("What is known"), known),
        amount(
          t("Age"),
          (row) => row.age_days,
          (days) => plural("{n} day", "{n} days", days),
        ),
        text(t("Reliability"), (row) =>
          row.basis === "claim" ? reliabilityWords(row.reliability) : "",
        ),
      ].concat(
        store.people.length
          ? [amount(t("People (modelled)"), people, (n) => figure(100 * Math.round(n / 100)))]
          : [],
        [text(t("Commune"), (row) => row.commune)],
      ),
  },
  {
    name: "facilities",
    title: later("Facilities"),
    rows: () => store.places.filter((row) => !isSite(row)),
    columns: () =>
      [
        named(t("Name")),
        text(t("Kind"), (row) => kindWord(row.kind)),
        spare(status(t("State"), (row) => row.own_status, "gateway")),
        status(t("Access"), (row) => best(row).status, "place"),
      ].concat(travel(), [text(t("Commune"), (row) => row.commune), position()]),
  },
  {
    name: "claims",
    title: later("Reports"),
    rows: newest,
    columns: () => [
      text(t("About"), (row) => nameOfKey(row.subject_type + "." + row.subject)),
      text(t("What"), (row) => claimKind(row.kind)),
      text(t("Reported"), claimValue),
      day(t("As of"), "as_of"),
      day(t("Valid from"), "valid_from"),
      day(t("Valid until"), "valid_to"),
      text(t("Holds"), (row) =>
        row.holds ? (row.stale ? t("yes, getting old") : t("yes")) : t("no longer"),
      ),
      text(t("Reliability"), (row) => reliabilityWords(row.reliability)),
      text(t("Source"), (row) => row.publisher || row.source_id),
      wide(text(t("Note"), (row) => row.note)),
      wide(text(t("Title"), (row) => row.title)),
      day(t("Published"), "published"),
      text(t("Number"), (row) => row.claim_id),
    ],
  },
  {
    name: "totals",
    title: later("Displaced people by commune"),
    rows: () => store.site_totals,
    columns: () => [
      text(t("Commune"), (row) => communeName(row.commune)),
      range(t("Sites"), "sites"),
      range(t("Households"), "households"),
      range(t("People"), "persons"),
    ],
  },
  {
    name: "sources",
    title: later("Sources"),
    rows: () => store.sources,
    columns: () => [
      text(t("Publisher"), (row) => row.publisher),
      wide(text(t("Title"), (row) => row.title)),
      day(t("Published"), "published"),
      text(t("Language"), (row) => row.language),
      amount(t("Reports"), (row) => reports(row).length, figure),
      text(t("Reliability"), (row) => {
        const all = reports(row).map((claim) => reliabilityWords(claim.reliability));
        return all
          .filter((one, i) => all.indexOf(one) === i)
          .sort()
          .join("; ");
      }),
      text(t("Address"), (row) => row.url),
    ],
  },
];

function travel() {
  return ways().map(spare);
}

function ways() {
  return [
    amount(t("Time"), (row) => best(row).minutes, minutesWords),
    amount(t("Distance"), (row) => best(row).km, kmWords),
    text(t("From"), (row) => (best(row).minutes ? hubName(best(row).hub) : "")),
    text(t("Latest departure"), (row) => {
      const hour = best(row).latest_departure;
      return hour ? departureWords(hour) : "";
    }),
    column(
      t("Chance"),
      (row) => {
        const one = best(row),
          known = one.probability !== undefined && one.probability !== null;
        if (!known) return "";
        return one.probability > 0 && one.probability < 0.005
          ? "< 1 %"
          : (one.bound ? "≥ " : "") + figure(100 * one.probability) + " %";
      },
      (row) => best(row).probability,
    ),
    list(t("By way of"), (row) => best(row).gateways),
    list(t("Closed or not certain"), (row) => best(row).blocked_by),
  ];
}

export function drawTables() {
  fillAnew(byId("tables"), TABLES.map(section));
}

function section(table) {
  const rows = table.rows(),
    memory = remembered(table.name);
  if (!rows.length) return null;
  const body = el("div", {});
  const box = el(
    "details",
    {
      open: memory.open,
      id: "table-" + table.name,
      ontoggle: () => {
        memory.open = box.open;
        if (box.open && !body.firstChild) fillAnew(body, filled(table, rows, memory));
      },
    },
    el("summary", {}, t(table.title), " (", figure(rows.length), ")"),
    body,
  );
  if (memory.open) fillAnew(body, filled(table, rows, memory));
  return box;
}

function filled(table, rows, memory) {
  const columns = table
      .columns()
      .filter(
        (one) =>
          !one.spare || page.head.silence !== "not_told" || rows.some((row) => !none(one.key(row))),
      ),
    holder = el("div", {
      class: "scroll",
      tabindex: 0,
      role: "region",
      "aria-label": t(table.title),
    });
  const count = el("span", { class: "found", role: "status" });
  const draw = () => {
    const found = chosen(columns, rows, memory);
    fillAnew(holder, grid(columns, found, memory, draw));
    fillAnew(
      count,
      memory.filter.trim()
        ? t("{part} of {whole}", { part: figure(found.length), whole: figure(rows.length) })
        : null,
    );
  };
  draw();
  return [
    el(
      "label",
      { class: "filter" },
      t("Filter"),
      " ",
      el("input", {
        type: "search",
        value: memory.filter,
        oninput: (event) => {
          memory.filter = event.target.value;
          draw();
        },
      }),
      " ",
      count,
    ),
    copyButton(() => csv(columns, chosen(columns, rows, memory))),
    holder,
  ];
}

// Without capitals and accents: "leogane" finds Léogâne.
function plain(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "");
}

function chosen(columns, rows, memory) {
  const wanted = plain(memory.filter.trim());
  const found = !wanted
    ? rows.slice()
    : rows.filter((row) =>
        columns.some((one) => plain(String(one.key(row) || "")).indexOf(wanted) >= 0),
      );
  const by = columns[memory.column];
  if (!by) return found;
  const order = by.order || by.key;
  return found.sort((a, b) => compare(order(a), order(b)) * (memory.down ? -1 : 1));
}

function none(value) {
  return value === undefined || value === null || value === "";
}

// Numbers by size, words by the reader's alphabet, what is missing last.
function compare(a, b) {
  if (none(a) || none(b)) return none(a) - none(b);
  return typeof a === "number" ? a - b : String(a).localeCompare(String(b), page.choice.language);
}

function grid(columns, rows, memory, draw) {
  return el(
    "table",
    { class: "grid" },
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        columns.map((one, i) => {
          const sorted = memory.column === i ? (memory.down ? "descending" : "ascending") : "none";
          return el(
            "th",
            { scope: "col", "aria-sort": sorted },
            el(
              "button",
              {
                type: "button",
                onclick: () => {
                  memory.down = memory.column === i && !memory.down;
                  memory.column = i;
                  draw();
                },
              },
              one.title,
              { ascending: " ▲", descending: " ▼", none: "" }[sorted],
            ),
          );
        }),
      ),
    ),
    el(
      "tbody",
      {},
      rows.map((row) =>
        el(
          "tr",
          {},
          columns.map((one, i) =>
            el(
              i ? "td" : "th",
              i ? { class: one.wide ? "wide" : null } : { scope: "row" },
              one.show(row),
            ),
          ),
        ),
      ),
    ),
  );
}
