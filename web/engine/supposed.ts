// Roads that the reader supposes something of: made subjects of the network, as the library makes
// those that reports speak of (network/standing.py). Roads of which the same is known are one.

import { type Network, OPEN, type Verdict } from "./network";

/** Per road the row of its subject, or the name of a supposition. */
type Groups = Map<number, number | string>;

// Rows of the roads that a name means: an id, a corridor or a number. The numbers and corridors
// of roads are told with the layers; see model/live.ts.
export function roadsNamed(net: Network, name: string): number[] {
  const wanted = name.toLowerCase();
  const found: number[] = [];
  net.block.roads.id.forEach((id, row) => {
    if (id === name || (net.alias && (net.alias.get(id) || []).indexOf(wanted) >= 0))
      found.push(row);
  });
  return found;
}

// The network with what is supposed of roads laid on it; the same one where that is nothing.
export function withSupposedRoads(net: Network, supposed: Record<string, string>): Network {
  const names = Object.keys(supposed)
    .filter((key) => key.slice(0, 5) === "road.")
    .sort();
  if (!names.length) return net;
  const group = spokenOf(net, names);
  const rows = new Map<number | string, number>();
  const laid = subjects(net, group, rows);
  return combos(laid, net, (road) => rows.get(group.get(road) as number | string));
}

// Per road the row of what is known of it: its subject's, or the supposition's name.
function spokenOf(net: Network, names: string[]): Groups {
  const known: Groups = new Map();
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

// The subjects: those that are no roads as they are, then each group of roads; `rows` learns
// which row each group has.
function subjects(net: Network, group: Groups, rows: Map<number | string, number>): Network {
  const first = net.type.indexOf("road");
  const others = first < 0 ? net.subjects : first;
  const parts: { what: number | string; key: string; old: number }[] = [];
  const labels = new Set<string>();
  const laid: Network = Object.assign({}, net);
  Array.from(group.entries())
    .sort(([a], [b]) => a - b)
    .forEach(([road, what]) => {
      if (rows.has(what)) return;
      let key = typeof what === "string" ? what : net.key[what];
      if (labels.has(key)) key = "road." + net.block.roads.id[road];
      labels.add(key);
      rows.set(what, others + parts.length);
      parts.push({ what: what, key: key, old: typeof what === "number" ? what : -1 });
    });
  const column = <Value>(told: ArrayLike<Value>, otherwise: Value): Value[] => [
    ...Array.from(told).slice(0, others),
    ...parts.map((part) => (part.old < 0 ? otherwise : told[part.old])),
  ];
  const passes: Verdict = [OPEN, 0, 1, 1];
  laid.key = net.key.slice(0, others).concat(parts.map((part) => part.key));
  laid.subjects = laid.key.length;
  laid.type = column(net.type, "road");
  laid.basis = column(net.basis, "no_report");
  laid.by = column(net.by, "status");
  laid.claims = column(net.claims, []);
  laid.delayM = Float64Array.from(column(net.delayM, 1));
  laid.verdicts = net.verdicts.map((told) => column(told, passes));
  laid.rowOf = new Map(laid.key.map((key, row) => [key, row]));
  parts.forEach((part, i) => {
    if (typeof part.what === "string") laid.rowOf.set(part.what, others + i);
  });
  return laid;
}

// The combos without roads, then those with one more subject on the pieces of each group.
function combos(laid: Network, net: Network, rowOf: (road: number) => number | undefined): Network {
  const sizes: number[] = [];
  const subject: number[] = [];
  const share: number[] = [];
  const made = new Map<number, number>();
  const add = (combo: number, row: number) => {
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
    const row = rowOf(net.owner[piece]);
    if (row === undefined) continue;
    const key = net.combo[piece] * laid.subjects + row;
    const known = made.get(key);
    if (known === undefined) {
      made.set(key, sizes.length);
      laid.combo[piece] = sizes.length;
      add(net.combo[piece], row);
    } else laid.combo[piece] = known;
  }
  return finished(laid, sizes, subject, share);
}

function finished(laid: Network, sizes: number[], subject: number[], share: number[]): Network {
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
