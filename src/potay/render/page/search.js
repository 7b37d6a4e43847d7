// Cheapest ways from a place, and the answer for each other place under every reading.
// The same steps as the library's access/ room (engine, readings, answer).

(function () {
  const graph = potay.graph, search = {};
  potay.search = search;

  // Readings from the strictest on, with the highest level each passes; *free* passes all.
  const LEVELS = [["open", graph.OPEN], ["worst", graph.RESTRICTED],
    ["presumed", graph.UNREPORTED], ["best", graph.UNCERTAIN], ["free", graph.CLOSED]];
  search.STATUS = { open: "reachable", worst: "restricted", presumed: "presumed",
    best: "unknown" };
  search.FIRST = ["open", "worst", "presumed", "best"];

  // A heap of nodes by cost, oldest entries dropped when they come up.
  function Heap() { this.cost = []; this.node = []; }
  Heap.prototype.push = function (cost, node) {
    const costs = this.cost, nodes = this.node;
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
    const costs = this.cost, nodes = this.node, top = [costs[0], nodes[0]];
    const cost = costs.pop(), node = nodes.pop(), size = costs.length;
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
  search.grow = function (net, cost, source, backwards) {
    const reached = new Float64Array(net.nodes).fill(Infinity);
    const edge = new Int32Array(net.nodes).fill(-1), heap = new Heap();
    const first = backwards ? net.back.first : net.first, next = backwards ? net.tail : net.head;
    reached[source] = 0;
    heap.push(0, source);
    while (heap.cost.length) {
      const top = heap.pop(), node = top[1];
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
  };

  // Edges of a tree from its source to a node, in the order of travel.
  search.path = function (net, tree, node, backwards) {
    const found = [];
    while (tree.edge[node] >= 0) {
      found.push(tree.edge[node]);
      node = backwards ? net.head[tree.edge[node]] : net.tail[tree.edge[node]];
    }
    return backwards ? found : found.reverse();
  };

  // All readings from one place; a reading that passes no more than the one before is the same.
  search.asked = function (scene, source) {
    const asked = { scene: scene, source: source, readings: {} }, net = scene.net;
    let before = null, passed = -1;
    LEVELS.forEach(function (one) {
      const name = one[0], limit = one[1];
      const count = scene.level.reduce(function (sum, l) { return sum + (l <= limit); }, 0);
      if (name === "free" || count !== passed) {
        before = { tree: search.grow(net, name === "free" ? scene.free
          : scene.cost.map(function (cost, piece) {
            return scene.level[piece] <= limit ? cost : Infinity;
          }), source), seconds: name === "free" ? scene.free : scene.seconds };
        passed = count;
      }
      asked.readings[name] = before;
    });
    return asked;
  };

  search.meets = function (asked, name, node) {
    return isFinite(asked.readings[name].tree.cost[node]);
  };

  function along(asked, name, node) {
    return search.path(asked.scene.net, asked.readings[name].tree, node);
  }
  search.along = along;

  function total(net, edges, amount) {
    return edges.reduce(function (sum, e) { return sum + amount[net.piece[e]]; }, 0);
  }
  search.total = total;

  function minutes(asked, name, node) {
    if (!search.meets(asked, name, node)) return null;
    return total(asked.scene.net, along(asked, name, node), asked.readings[name].seconds) / 60;
  }

  // Subjects along edges, each once, in the order they are met; superseded ones left out.
  search.subjects = function (scene, edges) {
    const found = new Set();
    edges.forEach(function (e) {
      graph.governors(scene, scene.net.combo[scene.net.piece[e]]).forEach(function (row) {
        found.add(row);
      });
    });
    return Array.from(found);
  };

  search.keys = function (scene, rows, type) {
    return rows.filter(function (row) { return !type || scene.net.type[row] === type; })
      .map(function (row) { return scene.net.key[row]; });
  };

  search.claims = function (scene, rows) {
    return Array.from(new Set([].concat.apply([], rows.map(function (row) {
      return scene.judged.claims[row];
    }))));
  };

  // The chance that one way is passable: a lower bound on the chance of access.
  search.chance = function (scene, rows) {
    return rows.reduce(function (chance, row) {
      return chance * scene.judged.probability[row];
    }, 1);
  };

  search.blocking = function (scene, edges) {
    return search.subjects(scene, edges).filter(function (row) {
      return scene.judged.level[row] > graph.RESTRICTED;
    });
  };

  // Whether and how soon a node is reached, and no more.
  search.reached = function (asked, node) {
    const first = search.FIRST.filter(function (name) {
      return search.meets(asked, name, node);
    })[0];
    return { status: first ? search.STATUS[first] : "cut_off",
      minutes: first ? minutes(asked, first, node) : null };
  };

  // The answer for a node: status, times, what lies along the way, the readings, what blocks.
  search.answer = function (asked, node) {
    const scene = asked.scene, net = scene.net;
    const first = search.FIRST.filter(function (name) {
      return search.meets(asked, name, node);
    })[0];
    const free = minutes(asked, "free", node), edges = along(asked, first || "free", node);
    const rows = search.subjects(scene, edges), status = first ? search.STATUS[first] : "cut_off";
    const time = first ? minutes(asked, first, node) : null;
    const worst = search.meets(asked, "open", node) ? "open" : "worst";
    return {
      status: status, minutes: time,
      km: first ? total(net, edges, net.metres) / 1000 : null,
      free_minutes: free,
      detour_minutes: time === null || free === null ? null : time - free,
      gateways: first ? search.keys(scene, rows, "gateway") : [],
      areas: first ? search.keys(scene, rows, "area") : [],
      claims: first ? search.claims(scene, rows) : [],
      probability: free === null ? 0 : search.chance(scene, rows), bound: true,
      worst_case: minutes(asked, worst, node),
      presumed_case: minutes(asked, "presumed", node),
      best_case: minutes(asked, "best", node),
      blocked_by: status === "reachable" || status === "restricted" ? [] : stops(asked, node),
      node: node,
    };
  };

  // What is not reported passable on the way there would be; else what the vehicle cannot use.
  function stops(asked, node) {
    const scene = asked.scene, net = scene.net;
    if (search.meets(asked, "free", node)) {
      return search.keys(scene, search.blocking(scene, along(asked, "free", node)));
    }
    asked.onFoot = asked.onFoot ||
      search.grow(net, graph.freeTimes(net, scene.mover, 0), asked.source);
    return search.limits(scene, search.path(net, asked.onFoot, node));
  }

  // Roads and links along edges that the vehicle cannot use, each once.
  search.limits = function (scene, edges) {
    const net = scene.net, found = new Set();
    edges.map(function (e) { return net.piece[e]; }).forEach(function (piece) {
      if (isFinite(scene.free[piece])) return;
      found.add(graph.isLink(net, piece) ? "link." + net.block.links.id[net.owner[piece]]
        : "road." + net.block.roads.id[net.owner[piece]]);
    });
    return Array.from(found);
  };
})();
