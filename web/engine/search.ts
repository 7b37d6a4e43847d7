// Cheapest ways from a place, and the answer for each other place under every reading.
// The same steps as the library's access/ room (engine, readings, answer).

import { CLOSED, freeTimes, isLink, OPEN, RESTRICTED, UNCERTAIN, UNREPORTED } from "./network";
import { governorsOf } from "./scene";

// Readings from the strictest on, with the highest level each passes; *free* passes all.
const LEVELS = [
  ["open", OPEN],
  ["worst", RESTRICTED],
  ["presumed", UNREPORTED],
  ["best", UNCERTAIN],
  ["free", CLOSED],
];

export const READING_STATUS = {
  open: "reachable",
  worst: "restricted",
  presumed: "presumed",
  best: "unknown",
};

export const READINGS = ["open", "worst", "presumed", "best"];

// A heap of nodes by cost, oldest entries dropped when they come up.
function Heap() {
  this.cost = [];
  this.node = [];
}

Heap.prototype.push = function (cost, node) {
  const costs = this.cost,
    nodes = this.node;
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
};

Heap.prototype.pop = function () {
  const costs = this.cost,
    nodes = this.node,
    top = [costs[0], nodes[0]];
  const cost = costs.pop(),
    node = nodes.pop(),
    size = costs.length;
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
};

// A tree over `cost` per piece (infinite: closed): the cost of each node and the edge that
// enters it. Backwards, edges are driven from head to tail and the tree leads to the source.
export function growTree(net, cost, source, backwards) {
  const reached = new Float64Array(net.nodes).fill(Infinity);
  const edge = new Int32Array(net.nodes).fill(-1),
    heap = new Heap();
  const first = backwards ? net.back.first : net.first,
    next = backwards ? net.tail : net.head;
  reached[source] = 0;
  heap.push(0, source);
  while (heap.cost.length) {
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
export function pathTo(net, tree, node, backwards) {
  const found = [];
  while (tree.edge[node] >= 0) {
    found.push(tree.edge[node]);
    node = backwards ? net.head[tree.edge[node]] : net.tail[tree.edge[node]];
  }
  return backwards ? found : found.reverse();
}

// All readings from one place; a reading that passes no more than the one before is the same.
export function askFrom(scene, source) {
  const asked = { scene: scene, source: source, readings: {} },
    net = scene.net;
  let before = null,
    passed = -1;
  LEVELS.forEach((one) => {
    const name = one[0],
      limit = one[1];
    const count = scene.level.reduce((sum, l) => sum + (l <= limit), 0);
    if (name === "free" || count !== passed) {
      before = {
        tree: growTree(
          net,
          name === "free"
            ? scene.free
            : scene.cost.map((cost, piece) => (scene.level[piece] <= limit ? cost : Infinity)),
          source,
        ),
        seconds: name === "free" ? scene.free : scene.seconds,
      };
      passed = count;
    }
    asked.readings[name] = before;
  });
  return asked;
}

export function meets(asked, name, node) {
  return Number.isFinite(asked.readings[name].tree.cost[node]);
}

export function wayTo(asked, name, node) {
  return pathTo(asked.scene.net, asked.readings[name].tree, node);
}

export function totalOver(net, edges, amount) {
  return edges.reduce((sum, e) => sum + amount[net.piece[e]], 0);
}

function minutes(asked, name, node) {
  if (!meets(asked, name, node)) return null;
  return totalOver(asked.scene.net, wayTo(asked, name, node), asked.readings[name].seconds) / 60;
}

// Subjects along edges, each once, in the order they are met; superseded ones left out.
export function subjectsOn(scene, edges) {
  const found = new Set();
  edges.forEach((e) => {
    governorsOf(scene, scene.net.combo[scene.net.piece[e]]).forEach((row) => {
      found.add(row);
    });
  });
  return Array.from(found);
}

export function keysOf(scene, rows, type) {
  return rows
    .filter((row) => !type || scene.net.type[row] === type)
    .map((row) => scene.net.key[row]);
}

export function claimsOf(scene, rows) {
  return Array.from(
    new Set(
      [].concat.apply(
        [],
        rows.map((row) => scene.judged.claims[row]),
      ),
    ),
  );
}

// The chance that one way is passable: a lower bound on the chance of access.
export function chanceOf(scene, rows) {
  return rows.reduce((chance, row) => chance * scene.judged.probability[row], 1);
}

export function blockingOn(scene, edges) {
  return subjectsOn(scene, edges).filter((row) => scene.judged.level[row] > RESTRICTED);
}

// Whether and how soon a node is reached, and no more.
export function reachedAt(asked, node) {
  const first = READINGS.filter((name) => meets(asked, name, node))[0];
  return {
    status: first ? READING_STATUS[first] : "cut_off",
    minutes: first ? minutes(asked, first, node) : null,
  };
}

// The answer for a node: status, times, what lies along the way, the readings, what blocks.
export function answerAt(asked, node) {
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
function stops(asked, node) {
  const scene = asked.scene,
    net = scene.net;
  if (meets(asked, "free", node)) {
    return keysOf(scene, blockingOn(scene, wayTo(asked, "free", node)));
  }
  asked.onFoot = asked.onFoot || growTree(net, freeTimes(net, scene.mover, 0), asked.source);
  return limitsOn(scene, pathTo(net, asked.onFoot, node));
}

// Roads and links along edges that the vehicle cannot use, each once.
export function limitsOn(scene, edges) {
  const net = scene.net,
    found = new Set();
  edges
    .map((e) => net.piece[e])
    .forEach((piece) => {
      if (Number.isFinite(scene.free[piece])) return;
      found.add(
        isLink(net, piece)
          ? "link." + net.block.links.id[net.owner[piece]]
          : "road." + net.block.roads.id[net.owner[piece]],
      );
    });
  return Array.from(found);
}
