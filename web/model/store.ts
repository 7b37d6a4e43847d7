// What the page knows, found by key: states, claims, actors, access per hub and vehicle.

import { pick } from "../data/pick";
import { page } from "./page";
import type { Access, Actor, Best, Claim, Drawn, Residents, Source, State, Tables } from "./rows";
import { RANK } from "./styles";
import { nameOf, t } from "./words";

interface Store extends Tables {
  stateByKey: Map<string, State>;
  claimById: Map<string, Claim>;
  actorById: Map<string, Actor>;
  sourceById: Map<string, Source>;
  claimsByKey: Map<string, Claim[]>;
  peopleByKey: Map<string, Residents>;
  accessByKey: Map<string, Access[]>;
  drawnByKey: Map<string, Drawn>;
  places: Drawn[];
  gateways: Drawn[];
  areas: Drawn[];
  roads: Drawn[];
}

// Filled by load.ts and `index` before anything is drawn.
export const store = {} as Store;

function by<Row>(rows: Row[], key: (row: Row) => string): Map<string, Row> {
  return new Map(rows.map((row) => [key(row), row]));
}

function grouped<Row>(rows: Row[], key: (row: Row) => string): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  rows.forEach((row) => {
    const name = key(row);
    const known = found.get(name);
    if (known) known.push(row);
    else found.set(name, [row]);
  });
  return found;
}

export function index(): void {
  store.stateByKey = by(store.state, (row) => row.subject_type + "." + row.id);
  store.claimById = by(store.claims, (row) => row.claim_id);
  store.actorById = by(store.actors, (row) => row.actor_id);
  store.sourceById = by(store.sources, (row) => row.source_id);
  store.claims.forEach((row) => {
    const source = store.sourceById.get(row.source_id);
    for (const name of ["publisher", "title", "published"] as const) {
      if (row[name] === undefined) row[name] = source?.[name];
    }
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
export function setAccess(rows: Access[]): void {
  store.access = rows;
  store.accessByKey = grouped(rows, (row) => row.type + "." + row.id);
}

export function drawn(kind: string): Drawn[] {
  const found: Drawn[] = [];
  page.layers.forEach((layer) => {
    if (layer.kind === kind) found.push(...layer.rows);
  });
  return found;
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
export function keyOf(row: Drawn) {
  return pick(TYPES, row.layer.role, row.layer.role) + "." + row.id;
}

export function isSite(row: Drawn) {
  return row.layer.role === "sites";
}

// Whether the network knows that a withheld report would close a subject.
export function isWithheld(key: string): boolean {
  const row = page.net?.rowOf.get(key);
  return row !== undefined && page.net?.basis[row] === "withheld";
}

// Whether a report that may not be shown here would close it, and nothing else does.
export function isAsk(key: string) {
  return (
    !page.supposed[key] &&
    store.drawnByKey.get(key)?.reading_status !== "closed" &&
    (store.stateByKey.get(key)?.status_basis === "withheld" || isWithheld(key))
  );
}

// What is known of a drawn thing: of one that its holder closes, that a report holds.
export function basisOf(row: Drawn) {
  return row.basis === "withheld" && !isAsk(keyOf(row)) ? "claim" : row.basis;
}

// What is known of a subject; of one that nobody reports on, what silence means.
export function stateOfKey(key: string): State {
  const at = key.indexOf(".");
  const silent = {
    subject_type: key.slice(0, at),
    id: key.slice(at + 1),
    basis: page.head.silence,
  };
  return store.stateByKey.get(key) || silent;
}

// Whether nothing is told of it, where that may hide a report.
export function isUntold(key: string) {
  return stateOfKey(key).basis === "not_told";
}

// Every answer about a place for the chosen vehicle, from the chosen hub or from all.
export function answersFor(row: Drawn) {
  return (store.accessByKey.get(keyOf(row)) || []).filter(
    (row) => row.mover === page.choice.mover && (!page.choice.hub || row.hub === page.choice.hub),
  );
}

// The best of them: a place that one hub reaches is reached. Asked again and again while a
// page is drawn, so it is kept for as long as the answers and the question are the same.
let kept: { asked: string; rows: Access[] | null; of: Map<Drawn, Access | null> } = {
  asked: "",
  rows: null,
  of: new Map(),
};

export function bestAnswer(row: Drawn): Best | null {
  if (page.past) {
    const status = page.past.place.get(keyOf(row));
    return status ? { status: status, gateways: [], blocked_by: [], would_open: [] } : null;
  }
  const asked = page.choice.mover + " " + page.choice.hub;
  if (kept.asked !== asked || kept.rows !== store.access) {
    kept = { asked: asked, rows: store.access, of: new Map() };
  }
  const known = kept.of.get(row);
  if (known !== undefined) return known;
  const best = closest(answersFor(row));
  kept.of.set(row, best);
  return best;
}

function closest(answers: Access[]): Access | null {
  const rank = (one: Access) => RANK.indexOf(one.status);
  const minutes = (one: Access) => one.minutes ?? 1e9;
  return answers.reduce<Access | null>((best, one) => {
    const closer = best && (rank(one) - rank(best) || minutes(one) - minutes(best));
    return closer === null || closer < 0 ? one : best;
  }, null);
}

// The name behind a subject key, in the reader's language.
export function nameOfKey(key: string) {
  const row = store.drawnByKey.get(key) || store.stateByKey.get(key),
    at = key.indexOf(".");
  return row
    ? nameOf(row)
    : key.slice(0, at) === "road"
      ? roadName(key.slice(at + 1))
      : key.slice(at + 1);
}

// A main road by its name, another by its name and id: many sections bear one name.
function roadName(id: string): string {
  const main = store.corridors.filter((row) => row.ref === id)[0];
  const road = main || store.roads.filter((row) => row.road === id)[0];
  return main ? nameOf(main) : road?.name ? nameOf(road) + " (" + id + ")" : id;
}

export function actorName(id: string) {
  const words = { none: t("no group reported"), contested: t("contested") };
  if (!id || id === "unknown" || pick(words, id)) return pick(words, id, t("unknown"));
  const actor = store.actorById.get(id);
  return actor ? nameOf(actor) : id;
}

// A commune in the reader's language, where the map draws it.
export function communeName(name: string) {
  const row = drawn("base").filter(
    (one) => one.layer.role === "boundaries" && (one.name === name || one.id === name),
  )[0];
  return row ? nameOf(row) : name;
}

export function hubName(id: string) {
  return nameOfKey("infrastructure." + id);
}

// The newest report date among claims named by id.
export function newestReport(ids?: string[]) {
  return (
    (ids || [])
      .map((id) => store.claimById.get(id))
      .map((claim) => claim?.as_of || "")
      .sort()
      .pop() || ""
  );
}
