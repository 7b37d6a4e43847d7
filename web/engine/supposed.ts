// Roads that the reader supposes something of: made subjects of the network, as the library makes
// those that reports speak of (network/standing.py). Roads of which the same is known are one.

import { OPEN } from "./network";

// Rows of the roads that a name means: an id, a corridor or a number. The numbers and corridors
// of roads are told with the layers; see live.js.
export function roadsNamed(net, name) {
  const wanted = name.toLowerCase(),
    found = [];
  net.block.roads.id.forEach((id, row) => {
    if (id === name || (net.alias && (net.alias.get(id) || []).indexOf(wanted) >= 0))
      found.push(row);
  });
  return found;
}

// The network with what is supposed of roads laid on it; the same one where that is nothing.
export function withSupposedRoads(net, supposed) {
  const names = Object.keys(supposed)
    .filter((key) => key.slice(0, 5) === "road.")
    .sort();
  if (!names.length) return net;
  const group = spokenOf(net, names),
    laid = subjects(net, group);
  return combos(laid, net, group);
}

// Per road the row of what is known of it: its subject's, or the supposition's name.
function spokenOf(net, names) {
  const known = new Map();
  for (let piece = 0; piece < net.roadPieces; piece++) {
    const combo = net.combo[piece],
      last = net.comboFirst[combo + 1] - 1;
    const row = last < net.comboFirst[combo] ? -1 : net.comboSubject[last];
    if (row >= 0 && net.type[row] === "road") known.set(net.owner[piece], row);
  }
  names.forEach((name) => {
    roadsNamed(net, name.slice(5)).forEach((road) => {
      known.set(road, name);
    });
  });
  return known;
}

// The subjects: those that are no roads as they are, then each group of roads.
function subjects(net, group) {
  const first = net.type.indexOf("road"),
    others = first < 0 ? net.subjects : first;
  const parts = [],
    labels = new Set(),
    laid = Object.assign({}, net, { groupRow: new Map() });
  Array.from(group.keys())
    .sort((a, b) => a - b)
    .forEach((road) => {
      const what = group.get(road);
      if (laid.groupRow.has(what)) return;
      let key = typeof what === "string" ? what : net.key[what];
      if (labels.has(key)) key = "road." + net.block.roads.id[road];
      labels.add(key);
      laid.groupRow.set(what, others + parts.length);
      parts.push({ what: what, key: key, old: typeof what === "number" ? what : -1 });
    });
  const column = (name, otherwise) =>
    Array.from(net[name])
      .slice(0, others)
      .concat(parts.map((part) => (part.old < 0 ? otherwise : net[name][part.old])));
  laid.key = net.key.slice(0, others).concat(parts.map((part) => part.key));
  laid.subjects = laid.key.length;
  laid.type = column("type", "road");
  laid.basis = column("basis", "no_report");
  laid.by = column("by", "status");
  laid.claims = column("claims", []);
  laid.delayM = Float64Array.from(column("delayM", 1));
  laid.verdicts = net.verdicts.map((told) =>
    told
      .slice(0, others)
      .concat(parts.map((part) => (part.old < 0 ? [OPEN, 0, 1, 1] : told[part.old]))),
  );
  laid.rowOf = new Map(laid.key.map((key, row) => [key, row]));
  parts.forEach((part, i) => {
    if (part.old < 0) laid.rowOf.set(part.what, others + i);
  });
  return laid;
}

// The combos without roads, then those with one more subject on the pieces of each group.
function combos(laid, net, group) {
  const sizes = [],
    subject = [],
    share = [],
    made = new Map();
  const add = (combo, row) => {
    let count = 0;
    for (let i = net.comboFirst[combo]; i < net.comboFirst[combo + 1]; i++) {
      if (net.type[net.comboSubject[i]] === "road") continue;
      subject.push(net.comboSubject[i]);
      share.push(net.share[i]);
      count += 1;
    }
    if (row >= 0) {
      subject.push(row);
      share.push(0);
      count += 1;
    }
    sizes.push(count);
  };
  for (let combo = 0; combo < net.combos; combo++) add(combo, -1);
  laid.combo = net.combo.slice();
  for (let piece = 0; piece < net.roadPieces; piece++) {
    if (!group.has(net.owner[piece])) continue;
    const row = laid.groupRow.get(group.get(net.owner[piece]));
    const key = net.combo[piece] * laid.subjects + row;
    if (!made.has(key)) {
      made.set(key, sizes.length);
      add(net.combo[piece], row);
    }
    laid.combo[piece] = made.get(key);
  }
  return finished(laid, sizes, subject, share);
}

function finished(laid, sizes, subject, share) {
  laid.combos = sizes.length;
  laid.comboFirst = new Int32Array(sizes.length + 1);
  sizes.forEach((size, i) => {
    laid.comboFirst[i + 1] = laid.comboFirst[i] + size;
  });
  laid.comboSubject = Int32Array.from(subject);
  laid.share = Float64Array.from(share);
  const metres = new Float64Array(laid.subjects);
  for (let piece = 0; piece < laid.roadPieces; piece++) {
    const last = laid.comboFirst[laid.combo[piece] + 1] - 1;
    const row = last < laid.comboFirst[laid.combo[piece]] ? -1 : laid.comboSubject[last];
    if (row >= 0 && laid.type[row] === "road") metres[row] += laid.metres[piece];
  }
  laid.type.forEach((type, row) => {
    if (type === "road") laid.delayM[row] = Math.max(metres[row], 1);
  });
  return laid;
}
