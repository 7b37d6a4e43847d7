// The page's own answers: over the embedded network, for the chosen vehicle, under what the
// reader supposes. Without a network (readers who may not have it) the page tells its tables.

import type { NetworkBlock } from "../data/blocks";
import { pick } from "../data/pick";
import type { Path } from "../data/rows";
import {
  LEVEL_STATUS,
  type Network,
  type Place,
  positionsOf,
  readNetwork,
} from "../engine/network";
import { fewestOpenings } from "../engine/openings";
import { governorsOf, makeScene, type Scene } from "../engine/scene";
import { type Asked, answerAt, askFrom, claimsOf, reachedAt } from "../engine/search";
import { isSupposing, page } from "./page";
import type { Access, Corridor, Deciding, Drawn, Layer, Residents, Stretch } from "./rows";
import { drawn, keyOf, setAccess, store } from "./store";
import { RANK } from "./styles";

let net: Network; // the page's, once it is read

const CLOSE = ["reachable", "restricted"];

const PLACES = ["site", "infrastructure"];

/** What only the library's table tells of a pair. */
type OnlyTold = Pick<Access, "bound" | "probability" | "latest_departure">;

interface Reported {
  corridors: Corridor[];
  places: Place[];
  byPair: Map<string, OnlyTold>;
}

let reported: Reported;

type Searched = Scene & { asked: Map<number, Asked> };

let scene: Searched;

let told = "";

// Read the network and let the roads be drawn from its pieces.
let alias: Map<string, string[]>;

export function openNetwork(block: NetworkBlock): void {
  net = readNetwork(block);
  page.net = net;
  alias = new Map();
  net.alias = alias;
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
function aliases(row: Drawn) {
  return [row.corridor || "", row.ref || ""].filter(Boolean).map((name) => name.toLowerCase());
}

// One row per run of pieces of a road that are governed alike, now and at other moments.
function fromPieces(layer: Layer) {
  const ids = net.block.roads.id,
    known = new Set(ids);
  const roads = new Map(
    layer.rows.map((row: Drawn, i) => {
      row.road = row.road || ids[i]; // a layer of all roads comes without their ids
      return [row.road, row] as const;
    }),
  );
  roads.forEach((row, id) => {
    alias.set(id, aliases(row));
  });
  const rows = layer.rows.filter((row: Drawn) => !known.has(row.road || ""));
  for (let from = 0, to = 0; from < net.roadPieces; from = to) {
    while (to < net.roadPieces && alike(from, to)) to += 1;
    const road = roads.get(ids[net.owner[from]]);
    if (road)
      rows.push(
        Object.assign({}, road, {
          first: from,
          apart: apart(from),
          shape: [],
          lines: [line(from, to)],
        }),
      );
  }
  layer.rows = rows;
}

// Pieces of different numbers have had different histories; see history.road_marks.
function apart(piece: number) {
  return net.block.apart ? net.block.apart[piece] : undefined;
}

function alike(one: number, other: number) {
  return (
    net.owner[one] === net.owner[other] &&
    net.combo[one] === net.combo[other] &&
    apart(one) === apart(other)
  );
}

function line(from: number, to: number) {
  const found: Path = [];
  for (let piece = from; piece < to; piece++) {
    const part = positionsOf(net, piece);
    found.push(...(found.length ? part.slice(1) : part));
  }
  return found;
}

// The scene of a vehicle under what is supposed now; searches are kept with it.
export function currentScene() {
  const now = JSON.stringify([page.choice.mover, page.supposed]);
  if (now !== told) {
    const mover = net.movers.indexOf(page.choice.mover);
    scene = Object.assign(makeScene(net, mover, page.supposed), { asked: new Map() });
    told = now;
  }
  return scene;
}

export function askedFrom(node: number) {
  const scene = currentScene();
  const known = scene.asked.get(node) || askFrom(scene, node);
  scene.asked.set(node, known);
  return known;
}

// The answer for a pair of places as a row of the access table; null for one and the same.
export function answerFor(from: Place, to: Place): Access | null {
  return from === to ? null : whole(from, to, to.apart ? null : askedFrom(from.node));
}

function whole(from: Place, to: Place, asked: Asked | null): Access {
  const head = { type: to.type, id: to.id, hub: from.id, mover: page.choice.mover };
  if (!asked) return Object.assign(head, nothing());
  const answer = Object.assign(head, answerAt(asked, to.node));
  let openings: string[] | null = null;
  return Object.defineProperty(answer, "would_open", {
    enumerable: true,
    get: () => {
      if (CLOSE.indexOf(answer.status) >= 0) return [];
      openings = openings || fewestOpenings(asked.scene, from.node, to.node) || [];
      return openings;
    },
  }) as unknown as Access;
}

// The same for one place among many: who is reached, and when, is worked out at once; what
// lies along the way when somebody asks for it. What the library's table tells is not.
class Answer {
  readonly type: string;
  readonly id: string;
  readonly hub: string;
  readonly mover: string;
  readonly status: string;
  readonly minutes: number | null;
  private readonly all: () => Access;

  constructor(from: Place, to: Place) {
    const asked = to.apart ? null : askedFrom(from.node);
    const reached = asked ? reachedAt(asked, to.node) : nothing();
    const told = tableRow(to.type, to.id, from.id);
    let all: Access | null = null;
    this.type = to.type;
    this.id = to.id;
    this.hub = from.id;
    this.mover = page.choice.mover;
    this.status = reached.status;
    this.minutes = reached.minutes;
    this.all = () => {
      all = all || Object.assign(whole(from, to, asked), told);
      return all;
    };
  }

  get km() {
    return this.all().km;
  }
  get free_minutes() {
    return this.all().free_minutes;
  }
  get detour_minutes() {
    return this.all().detour_minutes;
  }
  get gateways() {
    return this.all().gateways;
  }
  get areas() {
    return this.all().areas;
  }
  get claims() {
    return this.all().claims;
  }
  get blocked_by() {
    return this.all().blocked_by;
  }
  get would_open() {
    return this.all().would_open;
  }
  get probability() {
    return this.all().probability;
  }
  get bound() {
    return this.all().bound;
  }
  get latest_departure() {
    return this.all().latest_departure;
  }
  get worst_case() {
    return this.all().worst_case;
  }
  get presumed_case() {
    return this.all().presumed_case;
  }
  get best_case() {
    return this.all().best_case;
  }
}

function nothing(): Omit<Access, "type" | "id" | "hub" | "mover"> {
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
    const first = row.first;
    if (first === undefined) return;
    const combo = scene.net.combo[first],
      rows = governorsOf(scene, combo);
    row.reading_status = LEVEL_STATUS[scene.combos.level[combo]];
    row.usable = Number.isFinite(scene.free[first]);
    row.governors = rows.map((one) => scene.net.key[one]);
    row.silent =
      row.reading_status === "open" &&
      !rows.some((one) => scene.judged.claims[one].length || page.supposed[scene.net.key[one]]);
  });
  store.corridors = reported.corridors.map(followed);
  setAccess(answers());
}

// What only the library's table tells of a pair, for the state as it is reported.
export function tableRow(type: string, id: string, hub: string) {
  if (isSupposing()) return null;
  const key = [type, id, hub, page.choice.mover].join(" ");
  return reported.byPair.get(key) || null;
}

// Every site and facility from every hub, under what is supposed.
function answers(): Access[] {
  const rows: Access[] = [];
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
/** A stretch that is being followed along the pieces of its road. */
type Followed = Stretch & { same: string; pieces: number[] };

function followed(row: Corridor): Corridor {
  const pieces = pick(net.block.chains || {}, row.ref, [] as number[]);
  const found: Followed[] = [];
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
      supposed: rows.some((one) => Boolean(page.supposed[scene.net.key[one]])),
      by: decidedBy(rows, scene.combos.level[combo]),
    };
    const same = JSON.stringify(part),
      last = found[found.length - 1];
    if (last && last.same === same) {
      last.to = km;
      last.pieces.push(piece);
    } else found.push({ ...part, same, from, to: km, pieces: [piece], at: [] });
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
function decidedBy(rows: number[], level: number): Deciding[] {
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

function areas(combo: number): string[] {
  const on = scene.net;
  const keys: string[] = [];
  for (let i = on.comboFirst[combo]; i < on.comboFirst[combo + 1]; i++) {
    const row = on.comboSubject[i];
    if (on.type[row] === "area") keys.push(on.key[row]);
  }
  return keys;
}

// A place on the piece that bears the middle of a stretch.
function middle(part: Followed) {
  let left = (part.to - part.from) * 500;
  const piece =
      part.pieces.filter((one: number) => {
        left -= net.metres[one];
        return left <= 0;
      })[0] || part.pieces[0],
    line = positionsOf(net, piece),
    spot = line[line.length >> 1];
  return [spot[1] * 1e5, spot[0] * 1e5];
}

// Status and minutes of each quarter: worked out over the network, else as the library told it.
export function quarters(): Residents[] {
  const hubs: Asked[] = [];
  page.head.hubs.forEach((hub) => {
    const place = net.placeOf.get("infrastructure." + hub);
    const chosen = !page.choice.hub || hub === page.choice.hub;
    if (chosen && place && !place.apart) hubs.push(askedFrom(place.node));
  });
  return store.people.map((row) => {
    const place = net.placeOf.get(row.key);
    const answers = !place || place.apart ? [] : hubs.map((asked) => reachedAt(asked, place.node));
    return Object.assign({}, row, answers.reduce(nearer, { status: "misplaced", minutes: null }));
  });
}

type Reached = Pick<Access, "status" | "minutes">;

function nearer(best: Reached, one: Reached): Reached {
  const order = RANK.indexOf(one.status) - RANK.indexOf(best.status);
  return order < 0 || (!order && Number(one.minutes) < Number(best.minutes)) ? one : best;
}
