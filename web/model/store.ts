// What the page knows, found by key: states, claims, actors, access per hub and vehicle.

import { pick } from "../data/pick";
import { page } from "./page";
import { RANK } from "./styles";
import { nameOf, t } from "./words";

export const store = {};

function by(rows, key) {
  const found = new Map();
  rows.forEach((row) => {
    found.set(key(row), row);
  });
  return found;
}

function grouped(rows, key) {
  const found = new Map();
  rows.forEach((row) => {
    const name = key(row);
    if (!found.has(name)) found.set(name, []);
    found.get(name).push(row);
  });
  return found;
}

export function index() {
  store.stateByKey = by(store.state, (row) => row.subject_type + "." + row.id);
  store.claimById = by(store.claims, (row) => row.claim_id);
  store.actorById = by(store.actors, (row) => row.actor_id);
  store.sourceById = by(store.sources, (row) => row.source_id);
  store.claims.forEach((row) => {
    const source = store.sourceById.get(row.source_id) || {};
    ["publisher", "title", "published"].forEach((name) => {
      if (row[name] === undefined) row[name] = source[name];
    });
  });
  store.claimsByKey = grouped(store.claims, (row) => row.subject_type + "." + row.subject);
  store.peopleByKey = by(store.people, (row) => row.key);
  setAccess(store.access);
  store.places = drawn("place");
  store.gateways = drawn("gateway");
  store.areas = drawn("area");
  store.roads = drawn("road");
  store.drawnByKey = by(
    store.areas.concat(store.gateways, store.places, drawn("obstacle"), drawn("link")),
    keyOf,
  );
}

// The answers that are told now: the table's, or those under what the reader supposes.
export function setAccess(rows) {
  store.access = rows;
  store.accessByKey = grouped(rows, (row) => row.type + "." + row.id);
}

function drawn(kind) {
  return page.layers
    .filter((layer) => layer.kind === kind)
    .reduce((rows, layer) => rows.concat(layer.rows), []);
}

const TYPES = {
  areas: "area",
  control: "area",
  gateways: "gateway",
  links: "link",
  infrastructure: "infrastructure",
  sites: "site",
  obstacles: "obstacle",
};

// The subject a drawn row stands for, e.g. "gateway.martissant".
export function keyOf(row) {
  return pick(TYPES, row.layer.role, row.layer.role) + "." + row.id;
}

export function isSite(row) {
  return row.layer.role === "sites";
}

// Whether the network knows that a withheld report would close a subject.
export function isWithheld(key) {
  const row = page.net ? page.net.rowOf.get(key) : undefined;
  return row !== undefined && page.net.basis[row] === "withheld";
}

// Whether a report that may not be shown here would close it, and nothing else does.
export function isAsk(key) {
  const state = store.stateByKey.get(key) || {},
    row = store.drawnByKey.get(key) || {};
  return (
    !page.supposed[key] &&
    row.reading_status !== "closed" &&
    (state.status_basis === "withheld" || isWithheld(key))
  );
}

// What is known of a drawn thing: of one that its holder closes, that a report holds.
export function basisOf(row) {
  return row.basis === "withheld" && !isAsk(keyOf(row)) ? "claim" : row.basis;
}

// Whether nothing is told of it, where that may hide a report.
export function isUntold(key) {
  const state = store.stateByKey.get(key) || { basis: page.head.silence };
  return state.basis === "not_told";
}

// Every answer about a place for the chosen vehicle, from the chosen hub or from all.
export function answersFor(row) {
  return (store.accessByKey.get(keyOf(row)) || []).filter(
    (row) => row.mover === page.choice.mover && (!page.choice.hub || row.hub === page.choice.hub),
  );
}

// The best of them: a place that one hub reaches is reached. Asked again and again while a
// page is drawn, so it is kept for as long as the answers and the question are the same.
let kept = { of: new Map() };

export function bestAnswer(row) {
  if (page.past) {
    const status = page.past.place.get(keyOf(row));
    return status ? { status: status, gateways: [], blocked_by: [], would_open: [] } : null;
  }
  const asked = page.choice.mover + " " + page.choice.hub;
  if (kept.asked !== asked || kept.rows !== store.access) {
    kept = { asked: asked, rows: store.access, of: new Map() };
  }
  if (!kept.of.has(row)) kept.of.set(row, closest(answersFor(row)));
  return kept.of.get(row);
}

function closest(answers) {
  const order = RANK;
  return answers.reduce((best, one) => {
    if (!best) return one;
    const closer =
      order.indexOf(one.status) - order.indexOf(best.status) ||
      (one.minutes === undefined || one.minutes === null ? 1e9 : one.minutes) -
        (best.minutes === undefined || best.minutes === null ? 1e9 : best.minutes);
    return closer < 0 ? one : best;
  }, null);
}

// The name behind a subject key, in the reader's language.
export function nameOfKey(key) {
  const row = store.drawnByKey.get(key) || store.stateByKey.get(key),
    at = key.indexOf(".");
  return row
    ? nameOf(row)
    : key.slice(0, at) === "road"
      ? roadName(key.slice(at + 1))
      : key.slice(at + 1);
}

// A main road by its name, another by its name and id: many sections bear one name.
function roadName(id) {
  const main = store.corridors.filter((row) => row.ref === id)[0];
  const road = main || store.roads.filter((row) => row.road === id)[0];
  return main ? nameOf(main) : road?.name ? nameOf(road) + " (" + id + ")" : id;
}

export function actorName(id) {
  const words = { none: t("no group reported"), contested: t("contested") };
  if (!id || id === "unknown" || pick(words, id)) return pick(words, id, t("unknown"));
  const actor = store.actorById.get(id);
  return actor ? nameOf(actor) : id;
}

// A commune in the reader's language, where the map draws it.
export function communeName(name) {
  const row = drawn("base").filter(
    (one) => one.layer.role === "boundaries" && (one.name === name || one.id === name),
  )[0];
  return row ? nameOf(row) : name;
}

export function hubName(id) {
  return nameOfKey("infrastructure." + id);
}

// The newest report date among claims named by id.
export function newestReport(ids) {
  return (
    (ids || [])
      .map((id) => store.claimById.get(id))
      .filter(Boolean)
      .map((claim) => claim.as_of)
      .sort()
      .pop() || ""
  );
}
