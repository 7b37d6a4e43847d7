// Ways between two places that do not stand or fall together: the library's own method
// (access/alternatives.py and route.py). Three ways through the one bad kilometre are one way.

(function () {
  const graph = potay.graph, search = potay.search;
  // How much longer a stretch counts when ways are looked for, by level, and the other factors.
  const LEVEL_FACTOR = [1, 2, 3, 4, 8], UNUSABLE = 4, USED = 1.5, GATED = 1000;
  const SHARED = 2, SAME_KIND = 3, ROUNDS = 3;

  function piecesOf(net, edges) {
    return edges.map(function (e) { return net.piece[e]; });
  }

  function baseCost(scene) {
    scene.wheels = scene.wheels || graph.freeTimes(scene.net, scene.mover, 1);
    return scene.wheels.map(function (seconds, piece) {
      return seconds * LEVEL_FACTOR[scene.level[piece]] *
        (isFinite(scene.free[piece]) ? 1 : UNUSABLE);
    });
  }

  // One way: the subjects along it, those it stands or falls with, what kind of way it is.
  function course(pair, edges) {
    const scene = pair.scene, net = scene.net, pieces = piecesOf(net, edges);
    const rows = search.subjects(scene, edges);
    return { edges: edges, pieces: pieces, subjects: rows, gating: rows.filter(function (row) {
      return net.type[row] === "gateway" || net.type[row] === "link" ||
        scene.judged.level[row] > graph.OPEN;
    }), linked: pieces.some(function (piece) { return graph.isLink(net, piece); }),
    usable: pieces.every(function (piece) { return isFinite(scene.free[piece]); }),
    cost: pieces.reduce(function (sum, piece) { return sum + pair.cost[piece]; }, 0),
    shared: [], independent: true };
  }

  // The best way, the best over each link and through each gateway; none meets a node twice.
  function byWayOf(pair) {
    const net = pair.scene.net, found = [];
    const there = search.grow(net, pair.cost, pair.source);
    const home = search.grow(net, pair.cost, pair.target, true);
    if (!isFinite(there.cost[pair.target])) return found;
    found.push(search.path(net, there, pair.target));
    const vias = [];
    for (let e = 0; e < net.edges; e++) {
      const usable = isFinite(pair.cost[net.piece[e]]);
      if (usable && graph.isLink(net, net.piece[e])) vias.push([net.tail[e], [e], net.head[e]]);
    }
    const nodes = new Set(net.places.filter(function (place) {
      return place.type === "gateway" && place.node >= 0;
    }).map(function (place) { return place.node; }));
    Array.from(nodes).sort(function (x, y) { return x - y; }).forEach(function (node) {
      vias.push([node, [], node]);
    });
    vias.forEach(function (via) {
      if (!isFinite(there.cost[via[0]]) || !isFinite(home.cost[via[2]])) return;
      const way = search.path(net, there, via[0]).concat(via[1],
        search.path(net, home, via[2], true));
      const met = new Set(way.map(function (e) { return net.tail[e]; }).concat(pair.target));
      if (met.size === way.length + 1) found.push(way);
    });
    return found;
  }

  // The best way when all that known ways use or rest on is dear; without links if so asked.
  function avoiding(pair, courses, linked) {
    const net = pair.scene.net, dear = new Float64Array(net.pieces).fill(1);
    courses.forEach(function (one) {
      const gating = new Set(one.gating), rests = new Uint8Array(net.combos);
      for (let combo = 0; combo < net.combos; combo++) {
        for (let i = net.comboFirst[combo]; i < net.comboFirst[combo + 1]; i++) {
          if (gating.has(net.comboSubject[i])) rests[combo] = 1;
        }
      }
      for (let piece = 0; piece < net.pieces; piece++) {
        if (rests[net.combo[piece]]) dear[piece] *= GATED;
      }
      new Set(one.pieces).forEach(function (piece) { dear[piece] *= USED; });
    });
    const cost = pair.cost.map(function (cost, piece) {
      return !linked && graph.isLink(net, piece) ? Infinity : cost * dear[piece];
    });
    const tree = search.grow(net, cost, pair.source);
    return isFinite(tree.cost[pair.target]) ? [search.path(net, tree, pair.target)] : [];
  }

  // Gating subjects that no candidate of a kind (with or without links) does without.
  function inAll(courses) {
    const found = {};
    courses.forEach(function (one) {
      const before = found[one.linked];
      found[one.linked] = new Set(one.gating.filter(function (row) {
        return !before || before.has(row);
      }));
    });
    return found;
  }

  function ends(pair, one) {
    return new Set(search.subjects(pair.scene, [one.edges[0], one.edges[one.edges.length - 1]]));
  }

  // Whether a way stands or falls with a chosen one.
  function sharesFate(pair, one, chosen, common) {
    const type = pair.scene.net.type, level = pair.scene.judged.level;
    return chosen.some(function (other) {
      const worst = other.gating.reduce(function (most, row) {
        return Math.max(most, level[row]);
      }, graph.OPEN), near = ends(pair, other);
      return other.gating.some(function (row) {
        if (one.gating.indexOf(row) < 0) return false;
        const hard = type[row] === "gateway" || type[row] === "link" ||
          level[row] > graph.UNREPORTED;
        const worse = level[row] === worst && worst > graph.OPEN &&
          !(type[row] === "area" && level[row] === graph.UNREPORTED);
        return (hard && !common[one.linked].has(row)) || (worse && !near.has(row));
      });
    });
  }

  function alike(one, other) {
    let count = 0;
    while (count < one.length && count < other.length && one[count] === other[count]) count += 1;
    return count;
  }

  // Whether a way shares nothing with chosen ones but its ends, and is none of them.
  function isApart(pair, one, chosen) {
    const net = pair.scene.net, own = one.pieces;
    return chosen.every(function (other) {
      const start = alike(own, other.pieces);
      const stop = alike(own.slice().reverse(), other.pieces.slice().reverse());
      const middle = own.slice(start, Math.max(own.length - stop, start));
      return !middle.some(function (piece) { return other.pieces.indexOf(piece) >= 0; }) &&
        !middle.every(function (piece) { return graph.isConnector(net, piece); });
    });
  }

  function dearness(one, taken, kinds) {
    const shared = one.gating.filter(function (row) { return taken.has(row); }).length;
    return one.cost * (1 + SHARED * shared) * (1 + SAME_KIND * kinds);
  }

  function inOrder(one, other) {
    for (let i = 0; i < Math.min(one.length, other.length); i++) {
      if (one[i] !== other[i]) return one[i] - other[i];
    }
    return one.length - other.length;
  }

  function best(pool, taken, chosen) {
    return pool.reduce(function (found, one) {
      const kinds = chosen.filter(function (other) {
        return other.linked === one.linked && other.usable === one.usable;
      }).length, dear = dearness(one, taken, kinds);
      const closer = !found || dear < found.dear ||
        (dear === found.dear && inOrder(one.edges, found.way.edges) < 0);
      return closer ? { way: one, dear: dear } : found;
    }, null).way;
  }

  function noted(pair, one, taken) {
    const near = ends(pair, one);
    one.shared = one.gating.filter(function (row) { return taken.has(row); });
    one.independent = one.shared.every(function (row) { return near.has(row); });
    return one;
  }

  // `first` and up to `count` - 1 more ways, for any vehicle, whatever is reported of them.
  function alternatives(scene, source, target, first, count) {
    const pair = { scene: scene, source: source, target: target, cost: baseCost(scene) };
    const make = function (edges) { return course(pair, edges); };
    const chosen = first.length ? [make(first)] : [];
    let pool = byWayOf(pair).filter(function (edges) { return edges.length; }).map(make);
    [true, false].forEach(function (linked) {
      const known = chosen.slice();
      for (let round = 0; round < ROUNDS; round++) {
        Array.prototype.push.apply(known, avoiding(pair, known, linked).map(make));
      }
      pool = pool.concat(known.slice(chosen.length));
    });
    const common = inAll(chosen.concat(pool));
    while (chosen.length < count) {
      const taken = new Set([].concat.apply([], chosen.map(function (one) { return one.gating; })));
      pool = pool.filter(function (one) {
        return !sharesFate(pair, one, chosen, common) && isApart(pair, one, chosen);
      });
      if (!pool.length) break;
      chosen.push(noted(pair, best(pool, taken, chosen), taken));
    }
    return chosen;
  }

  const OF_LEVEL = ["reachable", "restricted", "presumed", "unknown", "cut_off"];

  // A way as it is told: for whatever vehicle fits it.
  function told(scene, way) {
    const net = scene.net;
    const level = way.pieces.reduce(function (most, piece) {
      return Math.max(most, scene.level[piece]);
    }, graph.OPEN);
    return { edges: way.edges, level: level, status: OF_LEVEL[level], usable: way.usable,
      minutes: way.pieces.reduce(function (sum, piece) {
        return sum + scene.wheels[piece] + scene.delay[piece];
      }, 0) / 60,
      km: search.total(net, way.edges, net.metres) / 1000,
      gateways: search.keys(scene, way.subjects, "gateway"),
      areas: search.keys(scene, way.subjects, "area"),
      claims: search.claims(scene, way.subjects),
      blocked_by: search.keys(scene, search.blocking(scene, way.edges)),
      probability: search.chance(scene, way.subjects), modes: modes(net, way.pieces),
      carries: carries(net, way.pieces), independent: way.independent,
      shares: search.keys(scene, way.shared), line: line(net, way.edges) };
  }

  function modes(net, pieces) {
    return pieces.filter(function (piece) { return !graph.isConnector(net, piece); })
      .map(function (piece) {
        return graph.isLink(net, piece) ? net.block.links.mode[net.owner[piece]] : "road";
      }).filter(function (mode, i, all) { return !i || mode !== all[i - 1]; });
  }

  function least(values) {
    const stated = values.filter(function (value) { return value !== null; });
    return stated.length ? Math.min.apply(null, stated) : null;
  }

  // The limits of a way: the strictest of its stretches.
  function carries(net, pieces) {
    const links = net.block.links, gaits = [], over = new Set();
    let unpaved = 0;
    new Set(pieces).forEach(function (piece) {
      if (graph.isLink(net, piece)) over.add(net.owner[piece]);
      else if (piece < net.roadPieces) {
        gaits.push(net.gaits[net.owner[piece]]);
        if (!net.gaits[net.owner[piece]][3]) unpaved += net.metres[piece];
      }
    });
    const rows = Array.from(over), words = function (column) {
      return rows.map(function (row) { return column[row]; }).filter(Boolean);
    };
    return { vehicle_class: least(gaits.map(function (gait) { return gait[0] || null; }).concat(
      rows.map(function (row) { return links.load[row] || null; }))) || 0,
    max_weight_t: least(gaits.map(function (gait) { return gait[1]; })),
    max_height_m: least(gaits.map(function (gait) { return gait[2]; })),
    capacity: words(links.capacity), days: words(links.days), unpaved_km: unpaved / 1000 };
  }

  function line(net, edges) {
    const found = [];
    edges.forEach(function (e) {
      const part = graph.positions(net, net.piece[e]);
      (net.forward[e] ? part : part.reverse()).forEach(function (spot) {
        const last = found[found.length - 1];
        if (!last || last[0] !== spot[0] || last[1] !== spot[1]) found.push(spot);
      });
    });
    return found;
  }

  // Ways between two nodes: those the vehicle can use first, the better known before the others.
  potay.ways = function (asked, target, count) {
    const name = search.FIRST.concat("free").filter(function (reading) {
      return search.meets(asked, reading, target);
    })[0];
    const first = name ? search.along(asked, name, target) : [];
    return alternatives(asked.scene, asked.source, target, first, count || 3)
      .map(function (way) { return told(asked.scene, way); })
      .sort(function (x, y) {
        return y.usable - x.usable || x.level - y.level || x.minutes - y.minutes;
      });
  };
})();
