// The fewest subjects that would have to be reported open for a place to be reached: the
// library's own search over regions (access/openings.py), with sets of subjects as whole numbers.

import { CLOSED, RESTRICTED } from "./network";
import { governorsOf, inferredAreas, type Regions, type Scene } from "./scene";

const KEPT = 64;

const STEPS = 100000;

const SUBJECT = 1000;

const CLOSED_TOO = 1;

// Written as calls: a browser that has no such numbers must still be able to read this file.
const known = typeof BigInt === "function";
const NONE = known ? BigInt(0) : (0 as unknown as bigint);
const ONE = known ? BigInt(1) : NONE;

/** Regions passed so far: what it costs, which subjects it needs, where it ends. */
interface Entry {
  cost: number;
  mask: bigint;
  region: number;
}

function bit(row: number) {
  return ONE << BigInt(row);
}

function bits(mask: bigint) {
  const rows = [];
  for (let row = 0; mask; row++, mask >>= ONE) if (mask & ONE) rows.push(row);
  return rows;
}

function count(mask: bigint) {
  let n = 0;
  for (; mask; mask &= mask - ONE) n += 1;
  return n;
}

// Per combo the sets of subjects of which one must be reported open for its pieces to pass.
function needs(scene: Scene): bigint[][] {
  const net = scene.net,
    level = scene.judged.level,
    inferred = inferredAreas(net, scene.judged);
  const way = (row: number) => ["gateway", "road"].indexOf(net.type[row]) >= 0;
  const found: bigint[][] = [];
  for (let combo = 0; combo < net.combos; combo++) {
    const governing = governorsOf(scene, combo);
    const rows = governing.filter((row) => level[row] > RESTRICTED);
    const others = rows.filter((row) => !inferred[row]);
    const sets = others.some(way) ? [others] : [rows];
    if (!others.some(way) && others.length < rows.length) {
      governing.filter(way).forEach((row) => {
        sets.push(others.concat(row));
      });
    }
    found.push(sets.map((set) => set.reduce((mask, row) => mask | bit(row), NONE)));
  }
  return found;
}

// Regions: stretches that need the same subjects and within which one can go anywhere.
function regions(scene: Scene): Regions {
  const net = scene.net,
    byCombo = needs(scene),
    masks = new Map([[NONE, 0]]);
  byCombo.forEach((sets) => {
    sets.forEach((mask) => {
      if (!masks.has(mask)) masks.set(mask, masks.size);
    });
  });
  const all = Array.from(masks.keys()),
    states = new Map<number, number>(),
    keys: number[] = [];
  const stateOf = (node: number, kind: number) => {
    const key = node * all.length + kind;
    const known = states.get(key);
    if (known !== undefined) return known;
    states.set(key, keys.length);
    return keys.push(key) - 1;
  };
  const tails: number[] = [];
  const heads: number[] = [];
  for (let e = 0; e < net.edges; e++) {
    if (!Number.isFinite(scene.free[net.piece[e]])) continue;
    byCombo[net.combo[net.piece[e]]].forEach((mask) => {
      const kind = masks.get(mask) as number;
      tails.push(stateOf(net.tail[e], kind));
      heads.push(stateOf(net.head[e], kind));
    });
  }
  const region = components(keys.length, tails, heads);
  const found: Regions = { need: [], next: [], at: new Map() };
  keys.forEach((key, state) => {
    const node = Math.floor(key / all.length),
      one = region[state];
    found.need[one] = all[key % all.length];
    const here = found.at.get(node);
    if (here) here.add(one);
    else found.at.set(node, new Set([one]));
  });
  for (let i = 0; i < found.need.length; i++) found.next.push(new Set());
  tails.forEach((tail, i) => {
    if (region[tail] !== region[heads[i]]) found.next[region[tail]].add(region[heads[i]]);
  });
  found.at.forEach((here) => {
    here.forEach((one) => {
      here.forEach((other) => {
        if (one !== other) found.next[one].add(other);
      });
    });
  });
  return found;
}

// Strongly connected parts (Tarjan's algorithm, without recursion).
function components(n: number, tails: number[], heads: number[]) {
  const first = new Int32Array(n + 1),
    next = new Int32Array(tails.length);
  tails.forEach((tail: number) => {
    first[tail + 1] += 1;
  });
  for (let v = 0; v < n; v++) first[v + 1] += first[v];
  const fill = first.slice();
  tails.forEach((tail: number, i) => {
    next[fill[tail]++] = heads[i];
  });
  const index = new Int32Array(n).fill(-1),
    low = new Int32Array(n);
  const part = new Int32Array(n).fill(-1),
    at = first.slice(),
    stack: number[] = [],
    calls: number[] = [];
  let number = 0,
    parts = 0;
  for (let root = 0; root < n; root++) {
    if (index[root] >= 0) continue;
    calls.push(root);
    while (calls.length) {
      const v = calls[calls.length - 1];
      if (index[v] < 0) {
        index[v] = low[v] = number++;
        stack.push(v);
      }
      let deeper = false;
      while (at[v] < first[v + 1]) {
        const w = next[at[v]++];
        if (index[w] < 0) {
          calls.push(w);
          deeper = true;
          break;
        }
        if (part[w] < 0) low[v] = Math.min(low[v], index[w]);
      }
      if (deeper) continue;
      calls.pop();
      const before = calls[calls.length - 1];
      if (calls.length) low[before] = Math.min(low[before], low[v]);
      if (low[v] === index[v]) {
        let w = -1;
        do {
          w = stack.pop() as number;
          part[w] = parts;
        } while (w !== v);
        parts += 1;
      }
    }
  }
  return part;
}

function less(x: Entry, y: Entry) {
  if (x.cost !== y.cost) return x.cost < y.cost;
  if (x.mask !== y.mask) return x.mask < y.mask;
  return x.region < y.region;
}

function push(heap: Entry[], entry: Entry) {
  let i = heap.length;
  heap.push(entry);
  while (i > 0) {
    const up = (i - 1) >> 1;
    if (!less(entry, heap[up])) break;
    heap[i] = heap[up];
    i = up;
  }
  heap[i] = entry;
}

function pop(heap: Entry[]): Entry {
  const top = heap[0],
    last = heap.pop() as Entry,
    size = heap.length;
  if (!size) return top;
  let i = 0;
  for (;;) {
    let down = 2 * i + 1;
    if (down >= size) break;
    if (down + 1 < size && less(heap[down + 1], heap[down])) down += 1;
    if (!less(heap[down], last)) break;
    heap[i] = heap[down];
    i = down;
  }
  heap[i] = last;
  return top;
}

// A fewest set (keys) that lets `source` reach `target`; null where no opening helps.
// Among equal ones those with fewer subjects reported closed come first. Browsers that cannot
// count so far give no answer.
export function fewestOpenings(scene: Scene, source: number, target: number): string[] | null {
  if (!known) return null;
  scene.regions = scene.regions || regions(scene);
  const found = scene.regions,
    goals = found.at.get(target);
  let closed = NONE,
    once = NONE,
    repeated = NONE;
  scene.judged.level.forEach((level, row) => {
    if (level === CLOSED) closed |= bit(row);
  });
  found.need.forEach((need) => {
    repeated |= once & need;
    once |= need;
  });
  const cost = (mask: bigint) => SUBJECT * count(mask) + CLOSED_TOO * count(mask & closed);
  const heap: Entry[] = [];
  const kept = new Map<number, Entry[]>();
  if (!goals) return null;
  (found.at.get(source) || new Set<number>()).forEach((one) => {
    push(heap, { cost: cost(found.need[one]), mask: found.need[one], region: one });
  });
  for (let steps = 0; heap.length && steps < STEPS; steps++) {
    const top = pop(heap),
      sets = kept.get(top.region) || [];
    kept.set(top.region, sets);
    if (sets.some((one) => one.cost + cost(top.mask & ~one.mask & repeated) <= top.cost)) continue;
    if (sets.length >= KEPT) continue;
    sets.push(top);
    if (goals.has(top.region)) {
      return bits(top.mask).map((row) => scene.net.key[row]);
    }
    found.next[top.region].forEach((other) => {
      const mask = top.mask | found.need[other];
      push(heap, { cost: cost(mask), mask: mask, region: other });
    });
  }
  return null;
}
