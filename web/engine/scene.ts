import { pick } from "../data/pick";
import { bothWays, CLOSED, freeTimes, isLink, OPEN, RESTRICTED, UNCERTAIN } from "./network";
import { withSupposedRoads } from "./supposed";

const WAYS = ["gateway", "road"];

// Verdicts on all subjects for a vehicle, where `supposed` ({key: status}) does not say else.
function judged(net, mover, supposed) {
  const n = net.subjects,
    rules = net.block.rules;
  const judged = {
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
function combine(net, judged) {
  const counts = new Uint8Array(net.comboSubject.length).fill(1);
  const weights = {
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

function about(net, judged, row) {
  return (
    WAYS.indexOf(net.type[row]) >= 0 &&
    judged.by[row] === "status" &&
    judged.basis[row] === "claim" &&
    judged.level[row] !== UNCERTAIN
  );
}

// Areas whose verdict rests on the holder, or on silence, and on no report about passage.
export function inferredAreas(net, judged) {
  return net.type.map(
    (type, row) =>
      type === "area" && (judged.by[row] === "control" || judged.basis[row] === "no_report"),
  );
}

// A scene: the network for one vehicle (its number), under suppositions. Weights per piece.
export function makeScene(base, mover, supposed) {
  const net = withSupposedRoads(base.block.on_foot[mover] ? bothWays(base) : base, supposed || {});
  const scene = { net: net, mover: mover, judged: judged(net, mover, supposed || {}) };
  const combos = combine(net, scene.judged);
  scene.combos = combos;
  scene.free = freeTimes(net, mover, 2);
  scene.seconds = new Float64Array(net.pieces);
  scene.cost = new Float64Array(net.pieces);
  scene.level = new Int8Array(net.pieces);
  scene.delay = new Float64Array(net.pieces);
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
export function governorsOf(scene, combo) {
  const net = scene.net,
    rows = [];
  for (let i = net.comboFirst[combo]; i < net.comboFirst[combo + 1]; i++) {
    if (scene.combos.counts[i]) rows.push(net.comboSubject[i]);
  }
  return rows;
}
