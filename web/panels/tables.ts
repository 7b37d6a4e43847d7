// The tables below the map: every row that stands behind it, with a filter and sorting by column.

import { byId, type Child, el, fillAnew, fromData, link } from "../dom/el";
import { statusSign } from "../dom/signs";
import { showOnMap, showRoad } from "../map/show";
import { page } from "../model/page";
import type { Best } from "../model/rows";
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

/** A row of any table: each column reads what its own table has. */
// biome-ignore lint/suspicious/noExplicitAny: one grid for the rows of all tables
type Row = any;
type Get<Value = unknown> = (row: Row) => Value;

/** A column: title, what the cell shows, what it filters and sorts by. */
interface Column {
  title: string;
  show: Get<Child>;
  key: Get;
  order?: Get;
  wide?: boolean;
  spare?: boolean;
}

interface Table {
  name: string;
  title: string;
  rows: () => Row[];
  columns: () => Column[];
}

/** What the reader has opened, typed and sorted. */
interface Memory {
  open: boolean;
  filter: string;
  column: number;
  down: boolean;
}

const kept: Record<string, Memory> = {};

function remembered(name: string) {
  kept[name] = kept[name] || { open: name === "sites", filter: "", column: -1, down: false };
  return kept[name];
}

// A column: title, what the cell shows, what it sorts and filters by.
function column(title: string, show: Get<Child>, key?: Get): Column {
  return { title: title, show: show, key: key || ((row: Row) => show(row)) };
}

// The same column, with room for whole sentences.
function wide(one: Column): Column {
  return Object.assign(one, { wide: true });
}

// The same column, left out of a public page where it would be empty all the way down.
function spare(one: Column): Column {
  return Object.assign(one, { spare: true });
}

function text(title: string, get: Get<string | null | undefined>) {
  return column(
    title,
    (row: Row) => fromData(get(row) || ""),
    (row: Row) => get(row) || "",
  );
}

function day(title: string, name: string) {
  return column(
    title,
    (row: Row) => dateWords(row[name]),
    (row: Row) => row[name] || "",
  );
}

function status(title: string, get: Get<string | null | undefined>, kind: string) {
  return column(
    title,
    (row: Row) => {
      const word = get(row);
      return word ? [statusSign(word, kind, 15), " ", statusWord(word, kind)] : "";
    },
    (row: Row) => {
      const word = get(row);
      return word ? statusWord(word, kind) : "";
    },
  );
}

// How a gateway stands, and what is known of it: also that a report is withheld.
function standing() {
  const words = (row: Row) => standingWord(keyOf(row), row.reading_status || row.status, "gateway");
  return column(
    t("Status"),
    (row: Row) => [statusSign(row.reading_status || row.status, "gateway", 15), " ", words(row)],
    words,
  );
}

function known(row: Row) {
  const ask = isAsk(keyOf(row)) && row.basis !== "withheld";
  return [basisWords(basisOf(row)), ask ? basisWords("withheld") : ""].filter(Boolean).join("; ");
}

function range(title: string, name: string) {
  return Object.assign(
    column(title, (row: Row) => rangeWords(row[name + "_from"], row[name + "_to"])),
    { order: (row: Row) => row[name + "_from"] },
  );
}

function amount(
  title: string,
  get: Get<number | null | undefined>,
  show: (value: number) => string,
): Column {
  return column(
    title,
    (row: Row) => {
      const value = get(row);
      return value === null || value === undefined ? "" : show(value);
    },
    (row: Row) => get(row),
  );
}

// How old the report is that decides, and how reliable.
function age() {
  const days = (row: Row) => row.age_days;
  return amount(t("Age"), days, (n) => plural("{n} day", "{n} days", n));
}

function reliability() {
  const words = (row: Row) => (row.basis === "claim" ? reliabilityWords(row.reliability) : "");
  return text(t("Reliability"), words);
}

function named(title: string) {
  return column(
    title,
    (row: Row) => link(() => showOnMap(keyOf(row)), fromData(nameOf(row))),
    nameOf,
  );
}

function list(title: string, get: Get<string[] | undefined>): Column {
  const names = (row: Row) => {
    const all = (get(row) || [])
      .map(nameOfKey)
      .filter((name, i, names) => names.indexOf(name) === i);
    return all.slice(0, 4).join(", ") + (all.length > 4 ? ", …" : "");
  };
  return wide(text(title, names));
}

function best(row: Row): Partial<Best> {
  return bestAnswer(row) || {};
}

function deciding(row: Row) {
  return store.claimById.get(store.stateByKey.get(keyOf(row))?.claim_id || "");
}

// A place as the reader's other tools take it: degrees north and east.
function position() {
  return text(t("Position"), (row: Row) => {
    const at = row.anchor ? null : row.shape?.[0];
    return at ? at[0].toFixed(5) + ", " + at[1].toFixed(5) : "";
  });
}

function people(row: Row) {
  return store.peopleByKey.get("area." + row.id)?.persons_modelled;
}

function reports(row: Row) {
  return store.claims.filter((claim) => claim.source_id === row.source_id);
}

function newest() {
  return store.claims.slice().sort((a, b) => (a.as_of < b.as_of ? 1 : a.as_of > b.as_of ? -1 : 0));
}

const TABLES: Table[] = [
  {
    name: "sites",
    title: later("Displacement sites"),
    rows: () => store.places.filter(isSite),
    columns: () =>
      [
        named(t("Name")),
        status(t("Status"), (row: Row) => best(row).status, "place"),
        amount(t("People"), (row: Row) => row.persons, figure),
        amount(t("Households"), (row: Row) => row.households, figure),
      ].concat(travel(), [text(t("Commune"), (row: Row) => row.commune), position()]),
  },
  {
    name: "corridors",
    title: later("Main roads"),
    rows: () => store.corridors,
    columns: () => [
      column(t("Name"), (row: Row) => link(() => showRoad(row.ref), fromData(nameOf(row))), nameOf),
      status(t("Status"), corridorStatus, "road"),
      amount(t("Length"), (row: Row) => row.km, kmWords),
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
      age(),
      reliability(),
      text(t("Reported hours"), (row: Row) => (row.windows || []).map(hoursWords).join("; ")),
      text(t("Curfew"), (row: Row) => {
        return (store.stateByKey.get(keyOf(row))?.curfews || []).map(hoursWords).join("; ");
      }),
      spare(text(t("Reported tolls"), (row: Row) => (row.tolls || []).map(tollWords).join("; "))),
      text(t("Main road"), (row: Row) => {
        const road = store.corridors.filter((one) => one.ref === row.corridor)[0];
        return road ? nameOf(road) : row.corridor;
      }),
      text(t("Source"), (row: Row) => {
        const claim = deciding(row);
        return claim ? claim.publisher || claim.source_id : "";
      }),
      column(
        t("As of"),
        (row: Row) => dateWords(deciding(row)?.as_of),
        (row: Row) => deciding(row)?.as_of || "",
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
        text(t("Reported control"), (row: Row) =>
          row.basis === "claim"
            ? actorName(row.control)
            : row.basis === "contradicted"
              ? t("contested")
              : row.basis === "not_told"
                ? basisWords(row.basis)
                : t("unknown"),
        ),
        text(t("What is known"), known),
        age(),
        reliability(),
      ].concat(
        store.people.length
          ? [amount(t("People (modelled)"), people, (n) => figure(100 * Math.round(n / 100)))]
          : [],
        [text(t("Commune"), (row: Row) => row.commune)],
      ),
  },
  {
    name: "facilities",
    title: later("Facilities"),
    rows: () => store.places.filter((row) => !isSite(row)),
    columns: () =>
      [
        named(t("Name")),
        text(t("Kind"), (row: Row) => kindWord(row.kind)),
        spare(status(t("State"), (row: Row) => row.own_status, "gateway")),
        status(t("Access"), (row: Row) => best(row).status, "place"),
      ].concat(travel(), [text(t("Commune"), (row: Row) => row.commune), position()]),
  },
  {
    name: "claims",
    title: later("Reports"),
    rows: newest,
    columns: () => [
      text(t("About"), (row: Row) => nameOfKey(row.subject_type + "." + row.subject)),
      text(t("What"), (row: Row) => claimKind(row.kind)),
      text(t("Reported"), claimValue),
      day(t("As of"), "as_of"),
      day(t("Valid from"), "valid_from"),
      day(t("Valid until"), "valid_to"),
      text(t("Holds"), (row: Row) =>
        row.holds ? (row.stale ? t("yes, getting old") : t("yes")) : t("no longer"),
      ),
      text(t("Reliability"), (row: Row) => reliabilityWords(row.reliability)),
      text(t("Source"), (row: Row) => row.publisher || row.source_id),
      wide(text(t("Note"), (row: Row) => row.note)),
      wide(text(t("Title"), (row: Row) => row.title)),
      day(t("Published"), "published"),
      text(t("Number"), (row: Row) => row.claim_id),
    ],
  },
  {
    name: "totals",
    title: later("Displaced people by commune"),
    rows: () => store.site_totals,
    columns: () => [
      text(t("Commune"), (row: Row) => communeName(row.commune)),
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
      text(t("Publisher"), (row: Row) => row.publisher),
      wide(text(t("Title"), (row: Row) => row.title)),
      day(t("Published"), "published"),
      text(t("Language"), (row: Row) => row.language),
      amount(t("Reports"), (row: Row) => reports(row).length, figure),
      text(t("Reliability"), (row: Row) => {
        const all = reports(row).map((claim) => reliabilityWords(claim.reliability));
        return all
          .filter((one, i) => all.indexOf(one) === i)
          .sort()
          .join("; ");
      }),
      text(t("Address"), (row: Row) => row.url),
    ],
  },
];

function travel() {
  return ways().map(spare);
}

function ways() {
  return [
    amount(t("Time"), (row: Row) => best(row).minutes, minutesWords),
    amount(t("Distance"), (row: Row) => best(row).km, kmWords),
    text(t("From"), (row: Row) => (best(row).minutes ? hubName(best(row).hub || "") : "")),
    text(t("Latest departure"), (row: Row) => {
      const hour = best(row).latest_departure;
      return hour ? departureWords(hour) : "";
    }),
    column(
      t("Chance"),
      (row: Row) => {
        const one = best(row);
        const chance = one.probability;
        if (chance === undefined || chance === null) return "";
        return chance > 0 && chance < 0.005
          ? "< 1 %"
          : (one.bound ? "≥ " : "") + figure(100 * chance) + " %";
      },
      (row: Row) => best(row).probability,
    ),
    list(t("By way of"), (row: Row) => best(row).gateways),
    list(t("Closed or not certain"), (row: Row) => best(row).blocked_by),
  ];
}

export function drawTables() {
  fillAnew(byId("tables"), TABLES.map(section));
}

function section(table: Table) {
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

function filled(table: Table, rows: Row[], memory: Memory) {
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
function plain(text: string) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "");
}

function chosen(columns: Column[], rows: Row[], memory: Memory) {
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

function none(value: unknown) {
  return value === undefined || value === null || value === "";
}

// Numbers by size, words by the reader's alphabet, what is missing last.
function compare(a: unknown, b: unknown) {
  if (none(a) || none(b)) return Number(none(a)) - Number(none(b));
  return typeof a === "number"
    ? a - Number(b)
    : String(a).localeCompare(String(b), page.choice.language);
}

const ARROWS: Record<string, string> = { ascending: " ▲", descending: " ▼", none: "" };

function grid(columns: Column[], rows: Row[], memory: Memory, draw: () => void) {
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
              ARROWS[sorted],
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
