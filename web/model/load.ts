// A page's tables and layers, out of the blocks they come in.

import type { AccessBy, Blocks } from "../data/blocks";
import { rowsOf, shapesOf } from "../data/rows";
import { page } from "./page";
import type { Access, Corridor, Drawn, Residents, Tables } from "./rows";
import { store } from "./store";
import { readSigns } from "./styles";
import { readWords } from "./words";

type Name = (number: number) => string;

// Read the tables and layers of a page; what stands in them is found by key after `index`.
export function loadTables(blocks: Blocks): void {
  readWords(blocks.words);
  page.head = blocks.head;
  readSigns(blocks.head.terms);
  const { keys, ...tables } = blocks.tables;
  const named: Name = (number) => keys[number];
  for (const name of Object.keys(tables) as (keyof Tables)[]) {
    (store as unknown as Record<string, object[]>)[name] = rowsOf(tables[name]);
  }
  if (tables.access.by) store.access = inOrder(store.access, tables.access.by, named);
  store.access.forEach((row) => {
    for (const list of ["gateways", "blocked_by", "would_open"] as const) {
      row[list] = ((row[list] || []) as unknown as number[]).map(named);
    }
  });
  store.corridors.forEach((row) => {
    spread(row, named);
  });
  store.people.forEach((row: Residents) => {
    row.key = "area." + store.state[row.area].id;
  });
  page.layers = blocks.layers.map((told) => {
    const shapes = shapesOf(told.shapes);
    const anchors = told.anchors ? shapesOf(told.anchors) : [];
    const layer = { ...told, rows: rowsOf<Drawn>(told.data) };
    layer.rows.forEach((row, i) => {
      row.layer = layer;
      row.shape = shapes[i];
      row.anchor = (anchors[i] as Drawn["anchor"]) || null;
    });
    return layer;
  });
}

// Rows of access in the order of vehicles, departure points and places; empty ones left out.
function inOrder(rows: Access[], by: AccessBy, named: Name): Access[] {
  const places = by.place.map(named);
  return rows.filter((row, i) => {
    const told = Object.values(row).some((value) => value !== null && value !== undefined);
    const key = places[i % places.length];
    const at = key.indexOf(".");
    const hub = Math.floor(i / places.length);
    Object.assign(row, {
      type: key.slice(0, at),
      id: key.slice(at + 1),
      hub: by.hub[hub % by.hub.length],
      mover: by.mover[Math.floor(hub / by.hub.length)],
    });
    return told;
  });
}

/** A corridor's lists as they are told; see tables.py. */
interface Told {
  stretches?: [
    number,
    number,
    string,
    number[],
    string[],
    number[]?,
    [number, string, string[]][]?,
  ][];
  bridges?: [number, number, number | null, number | null][];
  others?: [number, number, number[]][] | null;
  gateways?: [number, number][];
  obstacles?: [number, number][];
}

// A corridor's stretches and what stands on it, with names for places in the lists.
function spread(row: Corridor, named: Name): void {
  const told = row as unknown as Told;
  const stretches = (told.stretches || []).map((part) => ({
    from: part[0],
    to: part[1],
    status: part[2],
    keys: part[3].map(named),
    claims: part[4],
    at: part[5] || [],
    by: (part[6] || []).map((one) => ({ key: named(one[0]), kind: one[1], claims: one[2] })),
  }));
  const bridges = (told.bridges || []).map(([from, to, tonnes, metres]) => ({
    from,
    to,
    tonnes,
    metres,
  }));
  const others = told.others?.map(([minutes, level, gateways]) => ({
    minutes,
    level,
    gateways: gateways.map(named),
  }));
  const standing = (list: [number, number][] | undefined) =>
    (list || []).map(([km, key]) => ({ km, key: named(key) }));
  Object.assign(row, {
    stretches,
    bridges,
    others,
    gateways: standing(told.gateways),
    obstacles: standing(told.obstacles),
  });
}
