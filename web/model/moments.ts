// The map at other moments: what was known on each, laid on the map's own rows.

import type { TimelineBlock } from "../data/blocks";
import { page } from "./page";
import { store } from "./store";

export type Kind = "area" | "gateway" | "road" | "place" | "corridor";

export const KINDS: Kind[] = ["area", "gateway", "road", "place", "corridor"];

// The moments as they were told, each kind spread out when first asked for, and the numbers of the
// one that is shown, of the map's own, and of the one compared with.
export const moments = { told: null as TimelineBlock | null, at: 0, home: 0, before: 0 };

const spreads: Partial<Record<Kind, number[][]>> = {};

export function loadTimeline(block: TimelineBlock | undefined): void {
  if (!block) return;
  moments.told = block;
  moments.home = Math.max(0, block.moments.indexOf(page.head.as_of));
  moments.before = Math.max(0, block.moments.indexOf(page.head.previous || ""));
  if (moments.before === moments.home)
    moments.before = moments.home ? moments.home - 1 : Math.min(1, block.moments.length - 1);
  moments.at = moments.home;
}

// The dates of all moments; none where only one is told.
export function dates(): string[] {
  return moments.told ? moments.told.moments : [];
}

export function isAway(): boolean {
  return Boolean(moments.told) && moments.at !== moments.home;
}

// The moment shown, in words.
export function shownMoment(): string {
  return moments.told ? moments.told.moments[moments.at] : page.head.as_of;
}

// A kind's values at every moment, from the first and the differences after it.
export function spread(kind: Kind): number[][] {
  const known = spreads[kind];
  if (known) return known;
  const [first, ...changes] = moments.told?.[kind]?.is || [];
  let row = (first || []).slice();
  const found = [row];
  changes.forEach((moves) => {
    row = row.slice();
    for (let i = 0; i < moves.length; i += 2) row[moves[i]] = moves[i + 1];
    found.push(row);
  });
  spreads[kind] = found;
  return found;
}

// The numbers of what is told of a kind, and of what is told of it, by name.
export function namesOf(kind: Kind): string[] {
  return moments.told?.[kind]?.ids || [];
}

// What was known of an area or gateway, by the names of its columns, under a code.
export function lookOf(kind: "area" | "gateway", code: number): Record<string, unknown> {
  const values = moments.told?.[kind]?.of[code] || [];
  const names = moments.told?.[`${kind}_look` as const] || [];
  return Object.assign({}, ...names.map((name, i) => ({ [name]: values[i] })));
}

function statusAt(kind: "road" | "place" | "corridor", number: number, moment: number): string {
  return moments.told?.[kind]?.of[spread(kind)[moment][number]] || "unknown";
}

// The rows of the layers as they were at a moment.
export function take(moment: number): void {
  for (const kind of ["area", "gateway"] as const) {
    const places = new Map(namesOf(kind).map((id, i) => [id, i]));
    store[`${kind}s` as const].forEach((row) => {
      const number = places.get(row.id);
      if (number !== undefined) Object.assign(row, lookOf(kind, spread(kind)[moment][number]));
    });
  }
  store.roads.forEach((row) => {
    if (row.apart === undefined) return;
    const word = statusAt("road", row.apart, moment);
    row.silent = word === "silent";
    row.reading_status = row.silent ? "open" : word;
  });
  page.past =
    moment === moments.home
      ? null
      : { place: statusesAt("place", moment), corridor: statusesAt("corridor", moment) };
}

// The status of every place or main road at a moment, by its key.
export function statusesAt(kind: "place" | "corridor", moment: number): Map<string, string> {
  return new Map(namesOf(kind).map((id, i) => [id, statusAt(kind, i, moment)]));
}

// For whom the figures of other moments are worked out.
export function timelineMover(): string {
  return moments.told ? moments.told.mover : page.head.mover;
}
