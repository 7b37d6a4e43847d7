import { rowsOf, shapesOf } from "../data/rows";
import { page } from "./page";
import { store } from "./store";
import { readWords } from "./words";

export function loadTables(blocks) {
  page.words = readWords(blocks.words);
  page.head = blocks.head;
  page.layers = blocks.layers;
  const tables = blocks.tables;
  const keys = tables.keys,
    named = (number) => keys[number];
  delete tables.keys;
  store.keys = keys;
  Object.keys(tables).forEach((name) => {
    store[name] = rowsOf(tables[name]);
  });
  if (tables.access.by) store.access = inOrder(store.access, tables.access.by, named);
  store.access.forEach((row) => {
    ["gateways", "blocked_by", "would_open"].forEach((list) => {
      row[list] = (row[list] || []).map(named);
    });
  });
  store.corridors.forEach((row) => {
    spread(row, named);
  });
  store.people.forEach((row) => {
    row.key = "area." + store.state[row.area].id;
  });
  page.layers.forEach((layer) => {
    const shapes = shapesOf(layer.shapes);
    const anchors = layer.anchors ? shapesOf(layer.anchors) : [];
    layer.rows = rowsOf(layer.data);
    layer.rows.forEach((row, i) => {
      row.layer = layer;
      row.shape = shapes[i];
      row.anchor = anchors[i] || null;
    });
  });
}

// Rows of access in the order of vehicles, departure points and places; empty ones left out.
function inOrder(rows, by, named) {
  const places = by.place.map(named);
  return rows.filter((row, i) => {
    const told = Object.keys(row).some((name) => row[name] !== null && row[name] !== undefined),
      key = places[i % places.length],
      at = key.indexOf(".");
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

// A corridor's stretches and what stands on it, with names for places in the lists.
function spread(row, named) {
  row.stretches = (row.stretches || []).map((part) => ({
    from: part[0],
    to: part[1],
    status: part[2],
    keys: part[3].map(named),
    claims: part[4],
    at: part[5] || [],
    by: (part[6] || []).map((one) => ({ key: named(one[0]), kind: one[1], claims: one[2] })),
  }));
  row.bridges = (row.bridges || []).map((part) => ({
    from: part[0],
    to: part[1],
    tonnes: part[2],
    metres: part[3],
  }));
  row.others = row.others?.map((way) => ({
    minutes: way[0],
    level: way[1],
    gateways: way[2].map(named),
  }));
  ["gateways", "obstacles"].forEach((list) => {
    row[list] = (row[list] || []).map((item) => ({ km: item[0], key: named(item[1]) }));
  });
}
