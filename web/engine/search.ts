// Cheapest ways from a place, and the answer for each other place under every reading.
// The same steps as the library's access/ room (engine, readings, answer).

import {
  CLOSED,
  freeTimes,
  isLink,
  type Network,
  OPEN,
  RESTRICTED,
  UNCERTAIN,
  UNREPORTED,
} from "./network";
import { governorsOf, type Scene } from "./scene";

export type Reading = "open" | "worst" | "presumed" | "best";

// Readings from the strictest on, with the highest level each passes; *free* passes all.
const LEVELS: [Reading | "free", number][] = [
  ["open", OPEN],
  ["worst", RESTRICTED],
  ["presumed", UNREPORTED],
  ["best", UNCERTAIN],
  ["free", CLOSED],
];

export const READING_STATUS: Record<Reading, string> = {
  open: "reachable",
  worst: "restricted",
  presumed: "presumed",
  best: "unknown",
};

export const READINGS: Reading[] = ["open", "worst", "presumed", "best"];

/** The cost of each node from a source, and the edge that enters it. */
export interface Tree {
  cost: Float64Array;
  edge: Int32Array;
}

interface Read {
  tree: Tree;
  seconds: Float64Array;
}

/** All readings from one place. */
export interface Asked {
  scene: Scene;
  source: number;
  readings: Record<Reading | "free", Read>;
  onFoot?: Tree;
}

export interface Answer {
  status: string;
  minutes: number | null;
  km: number | null;
  free_minutes: number | null;
  detour_minutes: number | null;
  gateways: string[];
  areas: string[];
  claims: string[];
  probability: number;
  bound: boolean;
  worst_case: number | null;
  presumed_case: number | null;
  best_case: number | null;
  blocked_by: string[];
  node: number;
}

// A heap of nodes by cost, oldest entries dropped when they come up.
class Heap {
  private readonly costs: number[] = [];
  private readonly nodes: number[] = [];

  get size(): number {
    return this.costs.length;
  }

  push(cost: number, node: number): void {
    const { costs, nodes } = this;
    let i = costs.length;
    costs.push(cost);
    nodes.push(node);
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (costs[up] <= cost) break;
      costs[i] = costs[up];
      nodes[i] = nodes[up];
      i = up;
    }
    costs[i] = cost;
    nodes[i] = node;
  }

  pop(): [number, number] {
    const { costs, nodes } = this;
    const top: [number, number] = [costs[0], nodes[0]];
    const cost = costs.pop() as number;
    const node = nodes.pop() as number;
    const size = costs.length;
    if (!size) return top;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= size) break;
      if (down + 1 < size && costs[down + 1] < costs[down]) down += 1;
      if (costs[down] >= cost) break;
      costs[i] = costs[down];
      nodes[i] = nodes[down];
      i = down;
    }
    costs[i] = cost;
    nodes[i] = node;
    return top;
  }
}

// A tree over `cost` per piece (infinite: closed): the cost of each node and the edge that
// enters it. Backwards, edges are driven from head to tail and the tree leads to the source.
export function growTree(
  net: Network,
  cost: Float64Array,
  source: number,
  backwards?: boolean,
): Tree {
  const reached = new Float64Array(net.nodes).fill(Infinity);
  const edge = new Int32Array(net.nodes).fill(-1),
    heap = new Heap();
  const first = backwards ? net.back.first : net.first,
    next = backwards ? net.tail : net.head;
  reached[source] = 0;
  heap.push(0, source);
  while (heap.size) {
    const top = heap.pop(),
      node = top[1];
    if (top[0] > reached[node]) continue;
    for (let i = first[node]; i < first[node + 1]; i++) {
      const e = backwards ? net.back.order[i] : i;
      const sum = top[0] + cost[net.piece[e]];
      if (sum < reached[next[e]]) {
        reached[next[e]] = sum;
        edge[next[e]] = e;
        heap.push(sum, next[e]);
      }
    }
  }
  return { cost: reached, edge: edge };
}

// Edges of a tree from its source to a node, in the order of travel.
export function pathTo(net: Network, tree: Tree, node: number, backwards?: boolean): number[] {
  const found: number[] = [];
  while (tree.edge[node] >= 0) {
    found.push(tree.edge[node]);
    node = backwards ? net.head[tree.edge[node]] : net.tail[tree.edge[node]];
  }
  return backwards ? found : found.reverse();
}

// All readings from one place; a reading that passes no more than the one before is the same.
export function askFrom(scene: Scene, source: number): Asked {
  const { net } = scene;
  const readings = {} as Asked["readings"];
  let before: Read | null = null;
  let passed = -1;
  for (const [name, limit] of LEVELS) {
    const count = scene.level.reduce((sum, level) => sum + Number(level <= limit), 0);
    if (!before || name === "free" || count !== passed) {
      const cost =
        name === "free"
          ? scene.free
          : scene.cost.map((one, piece) => (scene.level[piece] <= limit ? one : Infinity));
      before = {
        tree: growTree(net, cost, source),
        seconds: name === "free" ? scene.free : scene.seconds,
      };
      passed = count;
    }
    readings[name] = before;
  }
  return { scene, source, readings };
}

export function meets(asked: Asked, name: Reading | "free", node: number) {
  return Number.isFinite(asked.readings[name].tree.cost[node]);
}

export function wayTo(asked: Asked, name: Reading | "free", node: number) {
  return pathTo(asked.scene.net, asked.readings[name].tree, node);
}

export function totalOver(net: Network, edges: number[], amount: Float64Array) {
  return edges.reduce((sum, e) => sum + amount[net.piece[e]], 0);
}

function minutes(asked: Asked, name: Reading | "free", node: number) {
  if (!meets(asked, name, node)) return null;
  return totalOver(asked.scene.net, wayTo(asked, name, node), asked.readings[name].seconds) / 60;
}

// Subjects along edges, each once, in the order they are met; superseded ones left out.
export function subjectsOn(scene: Scene, edges: number[]) {
  const found = new Set<number>();
  edges.forEach((e) => {
    governorsOf(scene, scene.net.combo[scene.net.piece[e]]).forEach((row) => {
      found.add(row);
    });
  });
  return Array.from(found);
}

export function keysOf(scene: Scene, rows: number[], type?: string) {
  return rows
    .filter((row: number) => !type || scene.net.type[row] === type)
    .map((row: number) => scene.net.key[row]);
}

export function claimsOf(scene: Scene, rows: number[]): string[] {
  const found = new Set<string>();
  for (const row of rows) {
    for (const claim of scene.judged.claims[row]) found.add(claim);
  }
  return Array.from(found);
}

// The chance that one way is passable: a lower bound on the chance of access.
export function chanceOf(scene: Scene, rows: number[]) {
  return rows.reduce((chance, row: number) => chance * scene.judged.probability[row], 1);
}

export function blockingOn(scene: Scene, edges: number[]) {
  return subjectsOn(scene, edges).filter((row) => scene.judged.level[row] > RESTRICTED);
}

// Whether and how soon a node is reached, and no more.
export function reachedAt(asked: Asked, node: number) {
  const first = READINGS.filter((name) => meets(asked, name, node))[0];
  return {
    status: first ? READING_STATUS[first] : "cut_off",
    minutes: first ? minutes(asked, first, node) : null,
  };
}

// The answer for a node: status, times, what lies along the way, the readings, what blocks.
export function answerAt(asked: Asked, node: number): Answer {
  const scene = asked.scene,
    net = scene.net;
  const first = READINGS.filter((name) => meets(asked, name, node))[0];
  const free = minutes(asked, "free", node),
    edges = wayTo(asked, first || "free", node);
  const rows = subjectsOn(scene, edges),
    status = first ? READING_STATUS[first] : "cut_off";
  const time = first ? minutes(asked, first, node) : null;
  const worst = meets(asked, "open", node) ? "open" : "worst";
  return {
    status: status,
    minutes: time,
    km: first ? totalOver(net, edges, net.metres) / 1000 : null,
    free_minutes: free,
    detour_minutes: time === null || free === null ? null : time - free,
    gateways: first ? keysOf(scene, rows, "gateway") : [],
    areas: first ? keysOf(scene, rows, "area") : [],
    claims: first ? claimsOf(scene, rows) : [],
    probability: free === null ? 0 : chanceOf(scene, rows),
    bound: true,
    worst_case: minutes(asked, worst, node),
    presumed_case: minutes(asked, "presumed", node),
    best_case: minutes(asked, "best", node),
    blocked_by: status === "reachable" || status === "restricted" ? [] : stops(asked, node),
    node: node,
  };
}

// What is not reported passable on the way there would be; else what the vehicle cannot use.
function stops(asked: Asked, node: number) {
  const scene = asked.scene,
    net = scene.net;
  if (meets(asked, "free", node)) {
    return keysOf(scene, blockingOn(scene, wayTo(asked, "free", node)));
  }
  asked.onFoot = asked.onFoot || growTree(net, freeTimes(net, scene.mover, 0), asked.source);
  return limitsOn(scene, pathTo(net, asked.onFoot, node));
}

// Roads and links along edges that the vehicle cannot use, each once.
export function limitsOn(scene: Scene, edges: number[]) {
  const net = scene.net,
    found = new Set<string>();
  edges
    .map((e) => net.piece[e])
    .forEach((piece: number) => {
      if (Number.isFinite(scene.free[piece])) return;
      found.add(
        isLink(net, piece)
          ? "link." + net.block.links.id[net.owner[piece]]
          : "road." + net.block.roads.id[net.owner[piece]],
      );
    });
  return Array.from(found);
}
