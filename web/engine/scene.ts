// What the network costs one vehicle, under what is reported and what is supposed.
// The same arithmetic as the library (network/passability.py and weights.py).

import { pick } from "../data/pick";
import {
  bothWays,
  CLOSED,
  freeTimes,
  isLink,
  type Network,
  OPEN,
  RESTRICTED,
  UNCERTAIN,
} from "./network";
import { withSupposedRoads } from "./supposed";

export interface Judged {
  level: Int8Array;
  delay: Float64Array;
  penalty: Float64Array;
  probability: Float64Array;
  basis: string[];
  by: string[];
  claims: string[][];
}

interface Combined {
  level: Int8Array;
  delay: Float64Array;
  rate: Float64Array;
  penalty: Float64Array;
  counts: Uint8Array; // per member of a combo, whether it counts
}

/** What a reader supposes: a status by key of its subject. */
export type Supposed = Record<string, string>;

/** The network for one vehicle, under suppositions; weights per piece. */
export interface Scene {
  net: Network;
  mover: number;
  judged: Judged;
  combos: Combined;
  free: Float64Array;
  seconds: Float64Array;
  cost: Float64Array;
  level: Int8Array;
  delay: Float64Array;
  wheels?: Float64Array; // seconds for whatever has wheels
  regions?: Regions;
}

/** Stretches that need the same subjects; see openings.ts. */
export interface Regions {
  need: bigint[];
  next: Set<number>[];
  at: Map<number, Set<number>>;
}

const WAYS = ["gateway", "road"];

// Verdicts on all subjects for a vehicle, where `supposed` ({key: status}) does not say else.
function judged(net: Network, mover: number, supposed: Supposed): Judged {
  const n = net.subjects,
    rules = net.block.rules;
  const judged: Judged = {
    level: new Int8Array(n),
    delay: new Float64Array(n),
    penalty: new Float64Array(n),
    probability: new Float64Array(n),
    basis: net.basis.slice(),
    by: net.by.slice(),
    claims: net.claims.slice(),
  };
  net.verdicts[mover].forEach((told, row) => {
    judged.level[row] = told[0];
    judged.delay[row] = told[1];
    judged.penalty[row] = told[2];
    judged.probability[row] = told[3];
  });
  Object.keys(supposed).forEach((key) => {
    const row = net.rowOf.get(key),
      status = supposed[key];
    if (row === undefined) return;
    const level = pick(
      { open: OPEN, restricted: RESTRICTED, closed: CLOSED, abandoned: CLOSED },
      status,
      UNCERTAIN,
    );
    judged.level[row] = level;
    judged.delay[row] = 0;
    judged.penalty[row] = level === RESTRICTED ? rules.restricted_penalty : 1;
    judged.probability[row] = level === CLOSED ? 0 : level === UNCERTAIN ? rules.prior_open : 1;
    judged.basis[row] = "claim";
    judged.by[row] = "status";
    judged.claims[row] = [];
  });
  return judged;
}

// A report about a gateway or road beats, on what it governs, what the control of the area
// around it lets one infer; a report about the passage of the area is not beaten.
function combine(net: Network, judged: Judged): Combined {
  const counts = new Uint8Array(net.comboSubject.length).fill(1);
  const weights: Combined = {
    level: new Int8Array(net.combos),
    delay: new Float64Array(net.combos),
    rate: new Float64Array(net.combos),
    penalty: new Float64Array(net.combos).fill(1),
    counts: counts,
  };
  const inferred = inferredAreas(net, judged),
    silent = net.block.rules.silent_level;
  for (let combo = 0; combo < net.combos; combo++) {
    const from = net.comboFirst[combo],
      to = net.comboFirst[combo + 1];
    let beaten = false;
    for (let i = from; i < to; i++) beaten = beaten || about(net, judged, net.comboSubject[i]);
    let spoken = false;
    for (let i = from; i < to; i++) {
      const row = net.comboSubject[i];
      if (beaten && inferred[row]) {
        counts[i] = 0;
        continue;
      }
      spoken = spoken || judged.basis[row] !== "no_report";
      weights.level[combo] = Math.max(weights.level[combo], judged.level[row]);
      weights.penalty[combo] = Math.max(weights.penalty[combo], judged.penalty[row]);
      if (Number.isNaN(net.delayM[row])) weights.delay[combo] += judged.delay[row] * net.share[i];
      else weights.rate[combo] += judged.delay[row] / net.delayM[row];
    }
    if (!spoken) weights.level[combo] = Math.max(weights.level[combo], silent);
  }
  return weights;
}

function about(net: Network, judged: Judged, row: number) {
  return (
    WAYS.indexOf(net.type[row]) >= 0 &&
    judged.by[row] === "status" &&
    judged.basis[row] === "claim" &&
    judged.level[row] !== UNCERTAIN
  );
}

// Areas whose verdict rests on the holder, or on silence, and on no report about passage.
export function inferredAreas(net: Network, judged: Judged) {
  return net.type.map(
    (type: string, row: number) =>
      type === "area" && (judged.by[row] === "control" || judged.basis[row] === "no_report"),
  );
}

// A scene: the network for one vehicle (its number), under suppositions. Weights per piece.
export function makeScene(base: Network, mover: number, supposed: Supposed): Scene {
  const net = withSupposedRoads(base.block.on_foot[mover] ? bothWays(base) : base, supposed);
  const verdicts = judged(net, mover, supposed);
  const combos = combine(net, verdicts);
  const scene: Scene = {
    net,
    mover,
    judged: verdicts,
    combos,
    free: freeTimes(net, mover, 2),
    seconds: new Float64Array(net.pieces),
    cost: new Float64Array(net.pieces),
    level: new Int8Array(net.pieces),
    delay: new Float64Array(net.pieces),
  };
  for (let piece = 0; piece < net.pieces; piece++) {
    const combo = net.combo[piece];
    const slowed = isLink(net, piece) ? 0 : net.metres[piece];
    const delay = combos.delay[combo] + combos.rate[combo] * slowed;
    scene.delay[piece] = delay;
    scene.seconds[piece] = scene.free[piece] + delay;
    scene.cost[piece] = scene.free[piece] * combos.penalty[combo] + delay;
    scene.level[piece] = combos.level[combo];
  }
  return scene;
}

// Subject rows of a combo that count, in the order of the subjects.
export function governorsOf(scene: Scene, combo: number): number[] {
  const net = scene.net;
  const rows: number[] = [];
  for (let i = net.comboFirst[combo]; i < net.comboFirst[combo + 1]; i++) {
    if (scene.combos.counts[i]) rows.push(net.comboSubject[i]);
  }
  return rows;
}
