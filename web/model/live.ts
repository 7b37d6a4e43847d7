// The page's own answers: over the embedded network, for the chosen vehicle, under what the
// reader supposes. Without a network (readers who may not have it) the page tells its tables.

import { pick } from "../data/pick";
import { LEVEL_STATUS, positionsOf, readNetwork } from "../engine/network";
import { fewestOpenings } from "../engine/openings";
import { governorsOf, makeScene } from "../engine/scene";
import { answerAt, askFrom, claimsOf, reachedAt } from "../engine/search";
import { isSupposing, page } from "./page";
import { keyOf, setAccess, store } from "./store";
import { RANK } from "./styles";

let net = null; // the page's network, once it is read

const CLOSE = ["reachable", "restricted"];

const PLACES = ["site", "infrastructure"];

let reported = null;

let scene = null;

let told = "";

// Read the network and let the roads be drawn from its pieces.
export function openNetwork(block) {
  net = page.net = readNetwork(block);
  net.alias = new Map();
  page.layers.forEach((layer) => {
    if (layer.kind === "road") fromPieces(layer);
  });
  const asked = net.places.filter((place) => PLACES.indexOf(place.type) >= 0);
  reported = {
    corridors: store.corridors,
    places: asked,
    byPair: new Map(
      store.access.map((row) => [
        [row.type, row.id, row.hub, row.mover].join(" "),
        { bound: false, probability: row.probability, latest_departure: row.latest_departure },
      ]),
    ),
  };
}

// What else a report may call a road.
function aliases(row) {
  return [row.corridor, row.ref].filter(Boolean).map((name) => name.toLowerCase());
}

// One row per run of pieces of a road that are governed alike, now and at other moments.
function fromPieces(layer) {
  const ids = net.block.roads.id,
    known = new Set(ids);
  const roads = new Map(
    layer.rows.map((row, i) => {
      row.road = row.road || ids[i]; // a layer of all roads comes without their ids
      return [row.road, row];
    }),
  );
  roads.forEach((row, id) => {
    net.alias.set(id, aliases(row));
  });
  const rows = layer.rows.filter((row) => !known.has(row.road));
  for (let from = 0, to = 0; from < net.roadPieces; from = to) {
    while (to < net.roadPieces && alike(from, to)) to += 1;
    const road = roads.get(ids[net.owner[from]]);
    if (road)
      rows.push(
        Object.assign({}, road, {
          from: from,
          apart: apart(from),
          shape: [],
          lines: [line(from, to)],
        }),
      );
  }
  layer.rows = rows;
}

// Pieces of different numbers have had different histories; see history.road_marks.
function apart(piece) {
  return net.block.apart ? net.block.apart[piece] : undefined;
}

function alike(one, other) {
  return (
    net.owner[one] === net.owner[other] &&
    net.combo[one] === net.combo[other] &&
    apart(one) === apart(other)
  );
}

function line(from, to) {
  const found = [];
  for (let piece = from; piece < to; piece++) {
    const part = positionsOf(net, piece);
    Array.prototype.push.apply(found, found.length ? part.slice(1) : part);
  }
  return found;
}

// The scene of a vehicle under what is supposed now; searches are kept with it.
export function currentScene() {
  const now = JSON.stringify([page.choice.mover, page.supposed]);
  if (now !== told) {
    scene = makeScene(net, net.movers.indexOf(page.choice.mover), page.supposed);
    scene.asked = new Map();
    told = now;
  }
  return scene;
}

export function askedFrom(node) {
  const scene = currentScene();
  if (!scene.asked.has(node)) scene.asked.set(node, askFrom(scene, node));
  return scene.asked.get(node);
}

// The answer for a pair of places as a row of the access table; null for one and the same.
export function answerFor(from, to) {
  return from === to ? null : whole(from, to, to.apart ? null : askedFrom(from.node));
}

function whole(from, to, asked) {
  const head = { type: to.type, id: to.id, hub: from.id, mover: page.choice.mover };
  if (to.apart) return Object.assign(head, nothing());
  const answer = Object.assign(head, answerAt(asked, to.node));
  let openings = null;
  Object.defineProperty(answer, "would_open", {
    enumerable: true,
    get: () => {
      if (CLOSE.indexOf(answer.status) >= 0) return [];
      openings = openings || fewestOpenings(asked.scene, from.node, to.node) || [];
      return openings;
    },
  });
  return answer;
}

// The same for one place among many: who is reached, and when, is worked out at once; what
// lies along the way when somebody asks for it. What the library's table tells is not.
function Answer(from, to) {
  const asked = to.apart ? null : askedFrom(from.node);
  const reached = asked ? reachedAt(asked, to.node) : nothing();
  const told = tableRow(to.type, to.id, from.id);
  let all = null;
  Object.assign(this, {
    type: to.type,
    id: to.id,
    hub: from.id,
    mover: page.choice.mover,
    status: reached.status,
    minutes: reached.minutes,
    all: () => (all = all || Object.assign(whole(from, to, asked), told)),
  });
}

[
  "km",
  "free_minutes",
  "detour_minutes",
  "gateways",
  "areas",
  "claims",
  "blocked_by",
  "would_open",
  "probability",
  "bound",
  "latest_departure",
  "worst_case",
  "presumed_case",
  "best_case",
].forEach((name) => {
  Object.defineProperty(Answer.prototype, name, {
    get: function () {
      return this.all()[name];
    },
  });
});

function nothing() {
  return {
    status: "misplaced",
    minutes: null,
    km: null,
    free_minutes: null,
    detour_minutes: null,
    gateways: [],
    areas: [],
    claims: [],
    blocked_by: [],
    would_open: [],
    probability: null,
    worst_case: null,
    presumed_case: null,
    best_case: null,
  };
}

// All that is drawn follows the chosen vehicle and what is supposed; see potay.draws.
export function refresh() {
  if (page.past) return;
  const scene = currentScene();
  store.gateways.concat(drawn("link")).forEach((row) => {
    const at = net.rowOf.get(keyOf(row));
    if (at !== undefined) row.reading_status = LEVEL_STATUS[scene.judged.level[at]];
  });
  store.roads.forEach((row) => {
    if (row.from === undefined) return;
    const combo = scene.net.combo[row.from],
      rows = governorsOf(scene, combo);
    row.reading_status = LEVEL_STATUS[scene.combos.level[combo]];
    row.usable = Number.isFinite(scene.free[row.from]);
    row.governors = rows.map((one) => scene.net.key[one]);
    row.silent =
      row.reading_status === "open" &&
      !rows.some((one) => scene.judged.claims[one].length || page.supposed[scene.net.key[one]]);
  });
  store.corridors = reported.corridors.map(followed);
  setAccess(answers());
}

function drawn(kind) {
  return page.layers
    .filter((layer) => layer.kind === kind)
    .reduce((rows, layer) => rows.concat(layer.rows), []);
}

// What only the library's table tells of a pair, for the state as it is reported.
export function tableRow(type, id, hub) {
  if (isSupposing()) return null;
  const key = [type, id, hub, page.choice.mover].join(" ");
  return reported.byPair.get(key) || null;
}

// Every site and facility from every hub, under what is supposed.
function answers() {
  const rows = [];
  page.head.hubs.forEach((hub) => {
    const from = net.placeOf.get("infrastructure." + hub);
    if (!from || from.apart) return;
    reported.places.forEach((to) => {
      if (from !== to) rows.push(new Answer(from, to));
    });
  });
  return rows;
}

// A corridor's stretches in the scene: cut where areas, status or reports change.
function followed(row) {
  const pieces = pick(net.block.chains, row.ref, []),
    found = [];
  let km = 0;
  pieces.forEach((piece) => {
    const combo = scene.net.combo[piece],
      from = km,
      rows = governorsOf(scene, combo);
    km += net.metres[piece] / 1000;
    const part = {
      keys: areas(combo),
      claims: claimsOf(scene, rows),
      status: LEVEL_STATUS[scene.combos.level[combo]],
      usable: Number.isFinite(scene.free[piece]),
      supposed: rows.some((one) => page.supposed[scene.net.key[one]]),
      by: decidedBy(rows, scene.combos.level[combo]),
    };
    const same = JSON.stringify(part),
      last = found[found.length - 1];
    if (last && last.same === same) {
      last.to = km;
      last.pieces.push(piece);
    } else found.push(Object.assign(part, { same: same, from: from, to: km, pieces: [piece] }));
  });
  if (!found.length) return row;
  found.forEach((part) => {
    part.at = middle(part);
  });
  const worst = found.reduce((most, part) => Math.max(most, LEVEL_STATUS.indexOf(part.status)), 0);
  return Object.assign({}, row, {
    stretches: found,
    status: LEVEL_STATUS[worst],
    usable: found.every((part) => part.usable),
  });
}

// What makes a piece what it is but silence; see access/corridors.py.
function decidedBy(rows, level) {
  const judged = scene.judged;
  return rows
    .filter((row) => judged.level[row] === level && judged.basis[row] !== "no_report")
    .map((row) => {
      const held = judged.by[row] === "status" ? "report" : "holder";
      return {
        key: scene.net.key[row],
        claims: judged.claims[row],
        kind: judged.basis[row] === "claim" ? held : judged.basis[row],
      };
    });
}

function areas(combo) {
  const on = scene.net,
    keys = [];
  for (let i = on.comboFirst[combo]; i < on.comboFirst[combo + 1]; i++) {
    const row = on.comboSubject[i];
    if (on.type[row] === "area") keys.push(on.key[row]);
  }
  return keys;
}

// A place on the piece that bears the middle of a stretch.
function middle(part) {
  let left = (part.to - part.from) * 500;
  const piece =
      part.pieces.filter((one) => {
        left -= net.metres[one];
        return left <= 0;
      })[0] || part.pieces[0],
    line = positionsOf(net, piece),
    spot = line[line.length >> 1];
  return [spot[1] * 1e5, spot[0] * 1e5];
}

// Status and minutes of each quarter: worked out over the network, else as the library told it.
export function quarters() {
  const rows = store.people;
  const hubs = page.head.hubs
    .filter((hub) => !page.choice.hub || hub === page.choice.hub)
    .map((hub) => net.placeOf.get("infrastructure." + hub))
    .filter((hub) => hub && !hub.apart)
    .map((hub) => askedFrom(hub.node));
  return rows.map((row) => {
    const place = net.placeOf.get(row.key);
    const answers = !place || place.apart ? [] : hubs.map((asked) => reachedAt(asked, place.node));
    return Object.assign({}, row, answers.reduce(nearer, { status: "misplaced", minutes: null }));
  });
}

function nearer(best, one) {
  const order = RANK.indexOf(one.status) - RANK.indexOf(best.status);
  return order < 0 || (!order && one.minutes < best.minutes) ? one : best;
}
