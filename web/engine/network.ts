// The network as the page carries it, in typed arrays, and what it costs a vehicle to use it.
// The same arithmetic as the library's network/ room; see network/portable.py for the format.

import type { NetworkBlock } from "../data/blocks";
import type { Position } from "../data/rows";

const LEAST_S = 1e-6;

/** Practicability, tonnes, metres, paved; seconds per metre and what fits, for each mover. */
type Gait = [number, number | null, number | null, number, number[], number[]];

/** A level, a delay in seconds, a penalty, a probability. */
export type Verdict = [number, number, number, number];

export interface Place {
  key: string;
  type: string;
  id: string;
  node: number;
  snap_m: number;
  apart: boolean;
}

/** Directed edges, sorted by tail, head, piece. */
interface Edges {
  edges: number;
  tail: Int32Array;
  head: Int32Array;
  piece: Int32Array;
  forward: Int32Array;
  first: Int32Array;
  back: { order: Int32Array; first: Int32Array };
}

export interface Network extends Edges {
  block: NetworkBlock;
  movers: string[];
  nodes: number;
  lon: Int32Array;
  lat: Int32Array;
  a: Int32Array;
  b: Int32Array;
  metres: Float64Array;
  combo: Int32Array;
  owner: Int32Array;
  pieces: number;
  roadPieces: number;
  firstLink: number;
  course: Record<number, number[]>;
  comboFirst: Int32Array;
  comboSubject: Int32Array;
  combos: number;
  share: Float64Array;
  key: string[];
  subjects: number;
  type: string[];
  basis: string[];
  by: string[];
  claims: string[][];
  delayM: Float64Array;
  rowOf: Map<string, number>;
  gaits: Gait[];
  verdicts: Verdict[][];
  places: Place[];
  placeOf: Map<string, Place>;
  alias?: Map<string, string[]>; // what else a report may call a road
}

export const OPEN = 0;

export const RESTRICTED = 1;

export const UNREPORTED = 2;

export const UNCERTAIN = 3;

export const CLOSED = 4;

export const LEVEL_STATUS = ["open", "restricted", "presumed", "unknown", "closed"];

function sums(steps: number[]): Int32Array {
  const found = new Int32Array(steps.length);
  let sum = 0;
  for (let i = 0; i < steps.length; i++) {
    sum += steps[i];
    found[i] = sum;
  }
  return found;
}

function decoded<Value>(column: { of: Value[]; is: number[] }): Value[] {
  return column.is.map((code) => column.of[code]);
}

function sparse(length: number, items: Record<string, number>, otherwise: number) {
  const found = new Float64Array(length).fill(otherwise);
  Object.entries(items).forEach(([row, value]) => {
    found[Number(row)] = value;
  });
  return found;
}

// The embedded block as a network; nothing in it changes afterwards.
export function readNetwork(block: NetworkBlock): Network {
  const net = { block, movers: block.movers, nodes: block.nodes.lon.length } as Network;
  net.lon = sums(block.nodes.lon);
  net.lat = sums(block.nodes.lat);
  pieces(net, block.pieces);
  edges(net, block.pieces.oneway);
  net.comboFirst = sums([0, ...block.combos.sizes]);
  net.comboSubject = Int32Array.from(block.combos.subject);
  net.combos = block.combos.sizes.length;
  net.share = sparse(net.comboSubject.length, block.combos.share, 0);
  subjects(net, block.subjects);
  net.gaits = decoded(block.roads.gait) as Gait[];
  net.verdicts = block.verdicts.map((column) => decoded(column) as Verdict[]);
  places(net, block.places);
  return net;
}

function pieces(net: Network, told: NetworkBlock["pieces"]) {
  net.a = sums(told.a);
  net.pieces = net.a.length;
  net.b = Int32Array.from(told.b, (step, i) => net.a[i] + step);
  net.metres = Float64Array.from(told.cm, (cm) => cm / 100);
  net.combo = Int32Array.from(told.combo);
  net.owner = sums(told.owner);
  net.roadPieces = told.counts[0]; // then connectors, then links
  net.firstLink = told.counts[0] + told.counts[1];
  net.course = told.course;
}

export function isLink(net: Network, piece: number) {
  return piece >= net.firstLink;
}

export function isConnector(net: Network, piece: number) {
  return piece >= net.roadPieces && piece < net.firstLink;
}

// Directed edges sorted by tail, head, piece: those of node v are first[v] … first[v + 1].
function edges(net: Network, oneway: Record<number, number>) {
  const all: Record<"tail" | "head" | "piece" | "forward", number[]> = {
    tail: [],
    head: [],
    piece: [],
    forward: [],
  };
  const add = (tail: number, head: number, piece: number, forward: number) => {
    all.tail.push(tail);
    all.head.push(head);
    all.piece.push(piece);
    all.forward.push(forward);
  };
  for (let piece = 0; piece < net.pieces; piece++) {
    const way = oneway[piece] || 0;
    if (way >= 0) add(net.a[piece], net.b[piece], piece, 1);
    if (way <= 0) add(net.b[piece], net.a[piece], piece, 0);
  }
  net.edges = all.piece.length; // by piece; two stable sorts make it by tail, head, piece
  const order = sorted(
    sorted(Int32Array.from(all.piece.keys()), all.head, net.nodes),
    all.tail,
    net.nodes,
  );
  for (const name of ["tail", "head", "piece", "forward"] as const) {
    net[name] = order.map((edge) => all[name][edge]);
  }
  net.first = firsts(net.nodes, net.tail);
  const back = sorted(Int32Array.from(order.keys()), net.head, net.nodes);
  net.back = {
    order: back,
    first: firsts(
      net.nodes,
      back.map((edge) => net.head[edge]),
    ),
  };
}

// The same roads for who walks: one-way roads bind vehicles.
export function bothWays(net: Network) {
  const walked = Object.assign({}, net);
  edges(walked, {});
  return walked;
}

// Edges in the order of the node that each has in `by`; equal ones keep their order.
function sorted(edges: Int32Array, by: ArrayLike<number>, nodes: number): Int32Array {
  const found = new Int32Array(edges.length);
  const next = firsts(
    nodes,
    edges.map((edge) => by[edge]),
  );
  for (let i = 0; i < edges.length; i++) found[next[by[edges[i]]]++] = edges[i];
  return found;
}

// Where the entries of each node would begin, if they were sorted.
function firsts(nodes: number, entries: ArrayLike<number>): Int32Array {
  const first = new Int32Array(nodes + 1);
  for (let i = 0; i < entries.length; i++) first[entries[i] + 1] += 1;
  for (let v = 0; v < nodes; v++) first[v + 1] += first[v];
  return first;
}

function subjects(net: Network, told: NetworkBlock["subjects"]) {
  net.key = told.key;
  net.subjects = told.key.length;
  net.type = told.key.map((key) => key.slice(0, key.indexOf(".")));
  net.basis = decoded(told.basis);
  net.by = decoded(told.by);
  net.claims = decoded(told.claims);
  net.delayM = sparse(net.subjects, told.delay_m, NaN);
  net.rowOf = new Map(told.key.map((key, row) => [key, row]));
}

function places(net: Network, told: NetworkBlock["places"]) {
  net.places = told.key.map((named, row) => {
    const key = typeof named === "number" ? net.key[named] : named,
      at = key.indexOf(".");
    return {
      key: key,
      type: key.slice(0, at),
      id: key.slice(at + 1),
      node: told.node[row],
      snap_m: told.snap_m[row],
      apart: false,
    };
  });
  told.apart.forEach((row) => {
    net.places[row].apart = true;
  });
  net.placeOf = new Map(net.places.map((place) => [place.key, place]));
}

// A value between stated ones, by a straight line; beyond the last it stays.
function between(at: number, stops: number[], values: number[]) {
  for (let i = 1; i < stops.length; i++) {
    if (at > stops[i]) continue;
    const part = (at - stops[i - 1]) / (stops[i] - stops[i - 1]);
    return values[i - 1] + part * (values[i] - values[i - 1]);
  }
  return values[values.length - 1];
}

// Seconds on each piece for a vehicle that fits: at least `fit` of 2 its own, 1 any that has
// wheels, 0 people on foot; infinite elsewhere.
export function freeTimes(net: Network, mover: number, fit: number) {
  const links = net.block.links,
    seconds = new Float64Array(net.pieces);
  const roads = net.block.roads,
    shares = roads.grade.map((grade) =>
      grade === null ? 1 : between(grade, roads.grades, roads.share[mover]),
    );
  for (let piece = 0; piece < net.pieces; piece++) {
    const owner = net.owner[piece];
    let time = 0;
    let fits = 2;
    if (piece < net.roadPieces) {
      const gait = net.gaits[owner];
      time = (net.metres[piece] * gait[4][mover]) / shares[owner];
      fits = gait[5][mover];
    } else if (piece < net.firstLink) time = net.metres[piece] * net.block.service[mover];
    else {
      time = links.seconds[mover][owner] ?? Infinity;
      fits = links.fits[mover][owner];
    }
    seconds[piece] = fits < fit ? Infinity : Math.max(time, LEAST_S);
  }
  return seconds;
}

// Positions along a piece as [lat, lon], from its node a to its node b.
export function positionsOf(net: Network, piece: number): Position[] {
  const ends = [net.a[piece], net.b[piece]],
    steps = net.course[piece] || [];
  let x = net.lon[ends[0]],
    y = net.lat[ends[0]];
  const found: Position[] = [[y / 1e5, x / 1e5]];
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    found.push([y / 1e5, x / 1e5]);
  }
  found.push([net.lat[ends[1]] / 1e5, net.lon[ends[1]] / 1e5]);
  return found;
}
