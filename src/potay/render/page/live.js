// The page's own answers: over the embedded network, for the chosen vehicle, under what the
// reader supposes. Without a network (readers who may not have it) the page tells its tables.

(function () {
  const store = potay.store, graph = potay.graph, search = potay.search;
  const CLOSE = ["reachable", "restricted"], PLACES = ["site", "infrastructure"];
  let net = null, reported = null, scene = null, told = "";

  potay.supposed = {}; // key → status, in the order in which the reader supposed them

  potay.isLive = function () { return net !== null; };
  potay.net = function () { return net; };

  // Whether the network knows that a withheld report would close a subject.
  potay.isWithheld = function (key) {
    const row = net ? net.rowOf.get(key) : undefined;
    return row !== undefined && net.basis[row] === "withheld";
  };

  potay.isSupposing = function () { return Object.keys(potay.supposed).length > 0; };

  // Read the network and let the roads be drawn from its pieces.
  potay.openNetwork = function () {
    if (!potay.byId("potay-network")) return;
    net = graph.read(potay.unpacked(potay.block("potay-network"), store.keys));
    net.alias = new Map();
    potay.layers.forEach(function (layer) { if (layer.kind === "road") fromPieces(layer); });
    const asked = net.places.filter(function (place) { return PLACES.indexOf(place.type) >= 0; });
    reported = { corridors: store.corridors, places: asked,
      byPair: new Map(store.access.map(function (row) {
        return [[row.type, row.id, row.hub, row.mover].join(" "), { bound: false,
          probability: row.probability, latest_departure: row.latest_departure }];
      })) };
  };

  // What else a report may call a road.
  function aliases(row) {
    return [row.corridor, row.ref].filter(Boolean).map(function (name) {
      return name.toLowerCase();
    });
  }

  // One row per run of pieces of a road that are governed alike, now and at other moments.
  function fromPieces(layer) {
    const ids = net.block.roads.id, known = new Set(ids);
    const roads = new Map(layer.rows.map(function (row, i) {
      row.road = row.road || ids[i]; // a layer of all roads comes without their ids
      return [row.road, row];
    }));
    roads.forEach(function (row, id) { net.alias.set(id, aliases(row)); });
    const rows = layer.rows.filter(function (row) { return !known.has(row.road); });
    for (let from = 0, to = 0; from < net.roadPieces; from = to) {
      while (to < net.roadPieces && alike(from, to)) to += 1;
      const road = roads.get(ids[net.owner[from]]);
      if (road) rows.push(Object.assign({}, road, { from: from, apart: apart(from),
        shape: [], lines: [line(from, to)] }));
    }
    layer.rows = rows;
  }

  // Pieces of different numbers have had different histories; see history.road_marks.
  function apart(piece) {
    return net.block.apart ? net.block.apart[piece] : undefined;
  }

  function alike(one, other) {
    return net.owner[one] === net.owner[other] && net.combo[one] === net.combo[other] &&
      apart(one) === apart(other);
  }

  function line(from, to) {
    const found = [];
    for (let piece = from; piece < to; piece++) {
      const part = graph.positions(net, piece);
      Array.prototype.push.apply(found, found.length ? part.slice(1) : part);
    }
    return found;
  }

  // The scene of a vehicle under what is supposed now; searches are kept with it.
  potay.scene = function () {
    const now = JSON.stringify([potay.choice.mover, potay.supposed]);
    if (now !== told) {
      scene = graph.scene(net, net.movers.indexOf(potay.choice.mover), potay.supposed);
      scene.asked = new Map();
      told = now;
    }
    return scene;
  };

  potay.askedFrom = function (node) {
    const scene = potay.scene();
    if (!scene.asked.has(node)) scene.asked.set(node, search.asked(scene, node));
    return scene.asked.get(node);
  };

  // The answer for a pair of places as a row of the access table; null for one and the same.
  potay.answerFor = function (from, to) {
    return from === to ? null : whole(from, to, to.apart ? null : potay.askedFrom(from.node));
  };

  function whole(from, to, asked) {
    const head = { type: to.type, id: to.id, hub: from.id, mover: potay.choice.mover };
    if (to.apart) return Object.assign(head, nothing());
    const answer = Object.assign(head, search.answer(asked, to.node));
    let openings = null;
    Object.defineProperty(answer, "would_open", { enumerable: true, get: function () {
      if (CLOSE.indexOf(answer.status) >= 0) return [];
      openings = openings || potay.fewestOpenings(asked.scene, from.node, to.node) || [];
      return openings;
    } });
    return answer;
  }

  // The same for one place among many: who is reached, and when, is worked out at once; what
  // lies along the way when somebody asks for it. What the library's table tells is not.
  function Answer(from, to) {
    const asked = to.apart ? null : potay.askedFrom(from.node);
    const reached = asked ? search.reached(asked, to.node) : nothing();
    const told = potay.tableRow(to.type, to.id, from.id);
    let all = null;
    Object.assign(this, { type: to.type, id: to.id, hub: from.id, mover: potay.choice.mover,
      status: reached.status, minutes: reached.minutes,
      all: function () { return all = all || Object.assign(whole(from, to, asked), told); } });
  }
  ["km", "free_minutes", "detour_minutes", "gateways", "areas", "claims", "blocked_by",
    "would_open", "probability", "bound", "latest_departure", "worst_case", "presumed_case",
    "best_case"].forEach(function (name) {
    Object.defineProperty(Answer.prototype, name, {
      get: function () { return this.all()[name]; },
    });
  });

  function nothing() {
    return { status: "misplaced", minutes: null, km: null, free_minutes: null,
      detour_minutes: null, gateways: [], areas: [], claims: [], blocked_by: [], would_open: [],
      probability: null, worst_case: null, presumed_case: null, best_case: null };
  }

  // All that is drawn follows the chosen vehicle and what is supposed; see potay.draws.
  potay.refresh = function () {
    if (!net || potay.past) return;
    const scene = potay.scene();
    store.gateways.concat(drawn("link")).forEach(function (row) {
      const at = net.rowOf.get(potay.keyOf(row));
      if (at !== undefined) row.reading_status = graph.STATUS[scene.judged.level[at]];
    });
    store.roads.forEach(function (row) {
      if (row.from === undefined) return;
      const combo = scene.net.combo[row.from], rows = graph.governors(scene, combo);
      row.reading_status = graph.STATUS[scene.combos.level[combo]];
      row.usable = isFinite(scene.free[row.from]);
      row.governors = rows.map(function (one) { return scene.net.key[one]; });
      row.silent = row.reading_status === "open" && !rows.some(function (one) {
        return scene.judged.claims[one].length || potay.supposed[scene.net.key[one]];
      });
    });
    store.corridors = reported.corridors.map(followed);
    store.setAccess(answers());
  };

  function drawn(kind) {
    return potay.layers.filter(function (layer) { return layer.kind === kind; })
      .reduce(function (rows, layer) { return rows.concat(layer.rows); }, []);
  }

  // What only the library's table tells of a pair, for the state as it is reported.
  potay.tableRow = function (type, id, hub) {
    if (potay.isSupposing()) return null;
    const key = [type, id, hub, potay.choice.mover].join(" ");
    return reported.byPair.get(key) || null;
  };

  // Every site and facility from every hub, under what is supposed.
  function answers() {
    const rows = [];
    potay.head.hubs.forEach(function (hub) {
      const from = net.placeOf.get("infrastructure." + hub);
      if (!from || from.apart) return;
      reported.places.forEach(function (to) { if (from !== to) rows.push(new Answer(from, to)); });
    });
    return rows;
  }

  // A corridor's stretches in the scene: cut where areas, status or reports change.
  function followed(row) {
    const pieces = potay.pick(net.block.chains, row.ref, []), found = [];
    let km = 0;
    pieces.forEach(function (piece) {
      const combo = scene.net.combo[piece], from = km, rows = graph.governors(scene, combo);
      km += net.metres[piece] / 1000;
      const part = { keys: areas(combo), claims: search.claims(scene, rows),
        status: graph.STATUS[scene.combos.level[combo]], usable: isFinite(scene.free[piece]),
        supposed: rows.some(function (one) { return potay.supposed[scene.net.key[one]]; }),
        by: decidedBy(rows, scene.combos.level[combo]) };
      const same = JSON.stringify(part), last = found[found.length - 1];
      if (last && last.same === same) {
        last.to = km;
        last.pieces.push(piece);
      } else found.push(Object.assign(part, { same: same, from: from, to: km, pieces: [piece] }));
    });
    if (!found.length) return row;
    found.forEach(function (part) { part.at = middle(part); });
    const worst = found.reduce(function (most, part) {
      return Math.max(most, graph.STATUS.indexOf(part.status));
    }, 0);
    return Object.assign({}, row, { stretches: found, status: graph.STATUS[worst],
      usable: found.every(function (part) { return part.usable; }) });
  }

  // What makes a piece what it is but silence; see access/corridors.py.
  function decidedBy(rows, level) {
    const judged = scene.judged;
    return rows.filter(function (row) {
      return judged.level[row] === level && judged.basis[row] !== "no_report";
    }).map(function (row) {
      const held = judged.by[row] === "status" ? "report" : "holder";
      return { key: scene.net.key[row], claims: judged.claims[row],
        kind: judged.basis[row] === "claim" ? held : judged.basis[row] };
    });
  }

  function areas(combo) {
    const on = scene.net, keys = [];
    for (let i = on.comboFirst[combo]; i < on.comboFirst[combo + 1]; i++) {
      const row = on.comboSubject[i];
      if (on.type[row] === "area") keys.push(on.key[row]);
    }
    return keys;
  }

  // A place on the piece that bears the middle of a stretch.
  function middle(part) {
    let left = (part.to - part.from) * 500;
    const piece = part.pieces.filter(function (one) {
      left -= net.metres[one];
      return left <= 0;
    })[0] || part.pieces[0], line = graph.positions(net, piece), spot = line[line.length >> 1];
    return [spot[1] * 1e5, spot[0] * 1e5];
  }
})();
