// Ways between two places that do not stand or fall together: the library's own method
// (access/alternatives.py and route.py). Three ways through the one bad kilometre are one way.

import type { Position } from "../data/rows";
import {
  freeTimes,
  isConnector,
  isLink,
  type Network,
  OPEN,
  positionsOf,
  UNREPORTED,
} from "./network";
import type { Scene } from "./scene";
import {
  type Asked,
  blockingOn,
  chanceOf,
  claimsOf,
  growTree,
  keysOf,
  meets,
  pathTo,
  READINGS,
  type Reading,
  subjectsOn,
  totalOver,
  wayTo,
} from "./search";

// How much longer a stretch counts when ways are looked for, by level, and the other factors.
const LEVEL_FACTOR = [1, 2, 3, 4, 8];

const UNUSABLE = 4;

const USED = 1.5;

const GATED = 1000;

const SHARED = 2;

const SAME_KIND = 3;

const ROUNDS = 3;

/** Two places, and what a stretch counts when ways between them are looked for. */
interface Pair {
  scene: Scene;
  source: number;
  target: number;
  cost: Float64Array;
}

/** One way: the subjects along it, those it stands or falls with, what kind of way it is. */
interface Course {
  edges: number[];
  pieces: number[];
  subjects: number[];
  gating: number[];
  linked: boolean;
  usable: boolean;
  cost: number;
  shared: number[];
  independent: boolean;
}

/** Gating subjects that no candidate does without: of ways without links, and with. */
type Common = Partial<Record<"without" | "with", Set<number>>>;

function kindOf(one: Course): "without" | "with" {
  return one.linked ? "with" : "without";
}

/** What can use a way: the strictest of its stretches. */
export interface Carries {
  vehicle_class: number;
  max_weight_t: number | null;
  max_height_m: number | null;
  capacity: string[];
  days: string[];
  unpaved_km: number;
}

/** A way as it is told. */
export interface Way {
  edges: number[];
  level: number;
  status: string;
  usable: boolean;
  minutes: number;
  km: number;
  gateways: string[];
  areas: string[];
  claims: string[];
  blocked_by: string[];
  probability: number;
  modes: string[];
  carries: Carries;
  independent: boolean;
  shares: string[];
  line: Position[];
}

function piecesOf(net: Network, edges: number[]) {
  return edges.map((e) => net.piece[e]);
}

function wheelsOf(scene: Scene): Float64Array {
  scene.wheels = scene.wheels || freeTimes(scene.net, scene.mover, 1);
  return scene.wheels;
}

function baseCost(scene: Scene): Float64Array {
  return wheelsOf(scene).map(
    (seconds, piece) =>
      seconds *
      LEVEL_FACTOR[scene.level[piece]] *
      (Number.isFinite(scene.free[piece]) ? 1 : UNUSABLE),
  );
}

function course(pair: Pair, edges: number[]): Course {
  const scene = pair.scene,
    net = scene.net,
    pieces = piecesOf(net, edges);
  const rows = subjectsOn(scene, edges);
  return {
    edges: edges,
    pieces: pieces,
    subjects: rows,
    gating: rows.filter(
      (row) =>
        net.type[row] === "gateway" || net.type[row] === "link" || scene.judged.level[row] > OPEN,
    ),
    linked: pieces.some((piece) => isLink(net, piece)),
    usable: pieces.every((piece) => Number.isFinite(scene.free[piece])),
    cost: pieces.reduce((sum, piece) => sum + pair.cost[piece], 0),
    shared: [],
    independent: true,
  };
}

// The best way, the best over each link and through each gateway; none meets a node twice.
function byWayOf(pair: Pair): number[][] {
  const net = pair.scene.net;
  const found: number[][] = [];
  const there = growTree(net, pair.cost, pair.source);
  const home = growTree(net, pair.cost, pair.target, true);
  if (!Number.isFinite(there.cost[pair.target])) return found;
  found.push(pathTo(net, there, pair.target));
  const vias: [number, number[], number][] = [];
  for (let e = 0; e < net.edges; e++) {
    const usable = Number.isFinite(pair.cost[net.piece[e]]);
    if (usable && isLink(net, net.piece[e])) vias.push([net.tail[e], [e], net.head[e]]);
  }
  const nodes = new Set(
    net.places
      .filter((place) => place.type === "gateway" && place.node >= 0)
      .map((place) => place.node),
  );
  Array.from(nodes)
    .sort((x, y) => x - y)
    .forEach((node) => {
      vias.push([node, [], node]);
    });
  vias.forEach((via) => {
    if (!Number.isFinite(there.cost[via[0]]) || !Number.isFinite(home.cost[via[2]])) return;
    const way = pathTo(net, there, via[0]).concat(via[1], pathTo(net, home, via[2], true));
    const met = new Set(way.map((e) => net.tail[e]).concat(pair.target));
    if (met.size === way.length + 1) found.push(way);
  });
  return found;
}

// The best way when all that known ways use or rest on is dear; without links if so asked.
function avoiding(pair: Pair, courses: Course[], linked: boolean): number[][] {
  const net = pair.scene.net,
    dear = new Float64Array(net.pieces).fill(1);
  courses.forEach((one) => {
    const gating = new Set(one.gating),
      rests = new Uint8Array(net.combos);
    for (let combo = 0; combo < net.combos; combo++) {
      for (let i = net.comboFirst[combo]; i < net.comboFirst[combo + 1]; i++) {
        if (gating.has(net.comboSubject[i])) rests[combo] = 1;
      }
    }
    for (let piece = 0; piece < net.pieces; piece++) {
      if (rests[net.combo[piece]]) dear[piece] *= GATED;
    }
    new Set(one.pieces).forEach((piece) => {
      dear[piece] *= USED;
    });
  });
  const cost = pair.cost.map((cost, piece) =>
    !linked && isLink(net, piece) ? Infinity : cost * dear[piece],
  );
  const tree = growTree(net, cost, pair.source);
  return Number.isFinite(tree.cost[pair.target]) ? [pathTo(net, tree, pair.target)] : [];
}

// Gating subjects that no candidate of a kind (with or without links) does without.
function inAll(courses: Course[]): Common {
  const found: Common = {};
  courses.forEach((one) => {
    const before = found[kindOf(one)];
    found[kindOf(one)] = new Set(one.gating.filter((row) => !before || before.has(row)));
  });
  return found;
}

function ends(pair: Pair, one: Course) {
  return new Set(subjectsOn(pair.scene, [one.edges[0], one.edges[one.edges.length - 1]]));
}

// Whether a way stands or falls with a chosen one.
function sharesFate(pair: Pair, one: Course, chosen: Course[], common: Common) {
  const type = pair.scene.net.type,
    level = pair.scene.judged.level;
  return chosen.some((other) => {
    const worst = other.gating.reduce((most, row) => Math.max(most, level[row]), OPEN),
      near = ends(pair, other);
    return other.gating.some((row) => {
      if (one.gating.indexOf(row) < 0) return false;
      const hard = type[row] === "gateway" || type[row] === "link" || level[row] > UNREPORTED;
      const worse =
        level[row] === worst &&
        worst > OPEN &&
        !(type[row] === "area" && level[row] === UNREPORTED);
      return (hard && !common[kindOf(one)]?.has(row)) || (worse && !near.has(row));
    });
  });
}

function alike(one: number[], other: number[]) {
  let count = 0;
  while (count < one.length && count < other.length && one[count] === other[count]) count += 1;
  return count;
}

// Whether a way shares nothing with chosen ones but its ends, and is none of them.
function isApart(pair: Pair, one: Course, chosen: Course[]) {
  const net = pair.scene.net,
    own = one.pieces;
  return chosen.every((other) => {
    const start = alike(own, other.pieces);
    const stop = alike(own.slice().reverse(), other.pieces.slice().reverse());
    const middle = own.slice(start, Math.max(own.length - stop, start));
    return (
      !middle.some((piece) => other.pieces.indexOf(piece) >= 0) &&
      !middle.every((piece) => isConnector(net, piece))
    );
  });
}

function dearness(one: Course, taken: Set<number>, kinds: number) {
  const shared = one.gating.filter((row) => taken.has(row)).length;
  return one.cost * (1 + SHARED * shared) * (1 + SAME_KIND * kinds);
}

function inOrder(one: number[], other: number[]) {
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    if (one[i] !== other[i]) return one[i] - other[i];
  }
  return one.length - other.length;
}

function best(pool: Course[], taken: Set<number>, chosen: Course[]): Course {
  const dear = (one: Course) => {
    const alike = (other: Course) => other.linked === one.linked && other.usable === one.usable;
    return dearness(one, taken, chosen.filter(alike).length);
  };
  return pool.slice(1).reduce(
    (found, one) => {
      const now = { way: one, dear: dear(one) };
      const order = now.dear - found.dear || inOrder(one.edges, found.way.edges);
      return order < 0 ? now : found;
    },
    { way: pool[0], dear: dear(pool[0]) },
  ).way;
}

function noted(pair: Pair, one: Course, taken: Set<number>): Course {
  const near = ends(pair, one);
  one.shared = one.gating.filter((row) => taken.has(row));
  one.independent = one.shared.every((row) => near.has(row));
  return one;
}

// `first` and up to `count` - 1 more ways, for any vehicle, whatever is reported of them.
function alternatives(
  scene: Scene,
  source: number,
  target: number,
  first: number[],
  count: number,
): Course[] {
  const pair = { scene: scene, source: source, target: target, cost: baseCost(scene) };
  const make = (edges: number[]) => course(pair, edges);
  const chosen = first.length ? [make(first)] : [];
  let pool = byWayOf(pair)
    .filter((edges) => edges.length)
    .map(make);
  [true, false].forEach((linked) => {
    const known = chosen.slice();
    for (let round = 0; round < ROUNDS; round++) {
      known.push(...avoiding(pair, known, linked).map(make));
    }
    pool = pool.concat(known.slice(chosen.length));
  });
  const common = inAll(chosen.concat(pool));
  while (chosen.length < count) {
    const taken = new Set<number>();
    chosen.forEach((one) => {
      one.gating.forEach((row) => {
        taken.add(row);
      });
    });
    pool = pool.filter(
      (one) => !sharesFate(pair, one, chosen, common) && isApart(pair, one, chosen),
    );
    if (!pool.length) break;
    chosen.push(noted(pair, best(pool, taken, chosen), taken));
  }
  return chosen;
}

const OF_LEVEL = ["reachable", "restricted", "presumed", "unknown", "cut_off"];

// A way as it is told: for whatever vehicle fits it.
function told(scene: Scene, way: Course): Way {
  const net = scene.net;
  const wheels = wheelsOf(scene);
  const level = way.pieces.reduce((most, piece) => Math.max(most, scene.level[piece]), OPEN);
  return {
    edges: way.edges,
    level: level,
    status: OF_LEVEL[level],
    usable: way.usable,
    minutes: way.pieces.reduce((sum, piece) => sum + wheels[piece] + scene.delay[piece], 0) / 60,
    km: totalOver(net, way.edges, net.metres) / 1000,
    gateways: keysOf(scene, way.subjects, "gateway"),
    areas: keysOf(scene, way.subjects, "area"),
    claims: claimsOf(scene, way.subjects),
    blocked_by: keysOf(scene, blockingOn(scene, way.edges)),
    probability: chanceOf(scene, way.subjects),
    modes: modes(net, way.pieces),
    carries: carries(net, way.pieces),
    independent: way.independent,
    shares: keysOf(scene, way.shared),
    line: line(net, way.edges),
  };
}

function modes(net: Network, pieces: number[]) {
  return pieces
    .filter((piece) => !isConnector(net, piece))
    .map((piece) => (isLink(net, piece) ? net.block.links.mode[net.owner[piece]] : "road"))
    .filter((mode, i, all) => !i || mode !== all[i - 1]);
}

function least(values: (number | null)[]): number | null {
  const stated = values.filter((value): value is number => value !== null);
  return stated.length ? Math.min(...stated) : null;
}

// The limits of a way: the strictest of its stretches.
function carries(net: Network, pieces: number[]): Carries {
  const links = net.block.links;
  const gaits: Network["gaits"] = [];
  const over = new Set<number>();
  let unpaved = 0;
  new Set(pieces).forEach((piece) => {
    if (isLink(net, piece)) over.add(net.owner[piece]);
    else if (piece < net.roadPieces) {
      gaits.push(net.gaits[net.owner[piece]]);
      if (!net.gaits[net.owner[piece]][3]) unpaved += net.metres[piece];
    }
  });
  const rows = Array.from(over),
    loads = rows.map((row) => links.load[row] || null),
    words = (column: string[]) => rows.map((row) => column[row]).filter(Boolean);
  return {
    vehicle_class: least([...gaits.map((gait) => gait[0] || null), ...loads]) || 0,
    max_weight_t: least(gaits.map((gait) => gait[1])),
    max_height_m: least(gaits.map((gait) => gait[2])),
    capacity: words(links.capacity),
    days: words(links.days),
    unpaved_km: unpaved / 1000,
  };
}

function line(net: Network, edges: number[]): Position[] {
  const found: Position[] = [];
  edges.forEach((e) => {
    const part = positionsOf(net, net.piece[e]);
    (net.forward[e] ? part : part.reverse()).forEach((spot) => {
      const last = found[found.length - 1];
      if (!last || last[0] !== spot[0] || last[1] !== spot[1]) found.push(spot);
    });
  });
  return found;
}

// Ways between two nodes: those the vehicle can use first, the better known before the others.
export function waysBetween(asked: Asked, target: number, count: number): Way[] {
  const readings: (Reading | "free")[] = [...READINGS, "free"];
  const name = readings.filter((reading) => meets(asked, reading, target))[0];
  const first = name ? wayTo(asked, name, target) : [];
  return alternatives(asked.scene, asked.source, target, first, count)
    .map((way) => told(asked.scene, way))
    .sort(
      (x, y) => Number(y.usable) - Number(x.usable) || x.level - y.level || x.minutes - y.minutes,
    );
}
