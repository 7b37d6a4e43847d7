// The network as the page carries it, in typed arrays, and what it costs a vehicle to use it.
// The same arithmetic as the library's network/ room; see network/portable.py for the format.

(function () {
  const LEAST_S = 1e-6, WAYS = ["gateway", "road"];
  const OPEN = 0, RESTRICTED = 1, UNREPORTED = 2, UNCERTAIN = 3, CLOSED = 4;
  const graph = { OPEN: OPEN, RESTRICTED: RESTRICTED, UNREPORTED: UNREPORTED,
    UNCERTAIN: UNCERTAIN, CLOSED: CLOSED,
    STATUS: ["open", "restricted", "presumed", "unknown", "closed"] };
  potay.graph = graph;

  function sums(steps, type) {
    const found = new type(steps.length);
    let sum = 0;
    for (let i = 0; i < steps.length; i++) found[i] = sum += steps[i];
    return found;
  }

  function decoded(column) {
    return column.is.map(function (code) { return column.of[code]; });
  }

  function sparse(length, items, otherwise) {
    const found = new Float64Array(length).fill(otherwise);
    Object.keys(items).forEach(function (row) { found[row] = items[row]; });
    return found;
  }

  // The embedded block as a network; nothing in it changes afterwards.
  graph.read = function (block) {
    const net = { block: block, movers: block.movers, nodes: block.nodes.lon.length };
    net.lon = sums(block.nodes.lon, Int32Array);
    net.lat = sums(block.nodes.lat, Int32Array);
    pieces(net, block.pieces);
    edges(net, block.pieces.oneway);
    net.comboFirst = sums([0].concat(block.combos.sizes), Int32Array);
    net.comboSubject = Int32Array.from(block.combos.subject);
    net.combos = block.combos.sizes.length;
    net.share = sparse(net.comboSubject.length, block.combos.share, 0);
    subjects(net, block.subjects);
    net.gaits = decoded(block.roads.gait);
    net.verdicts = block.verdicts.map(decoded);
    places(net, block.places);
    return net;
  };

  function pieces(net, told) {
    net.a = sums(told.a, Int32Array);
    net.pieces = net.a.length;
    net.b = Int32Array.from(told.b, function (step, i) { return net.a[i] + step; });
    net.metres = Float64Array.from(told.cm, function (cm) { return cm / 100; });
    net.combo = Int32Array.from(told.combo);
    net.owner = sums(told.owner, Int32Array);
    net.roadPieces = told.counts[0]; // then connectors, then links
    net.firstLink = told.counts[0] + told.counts[1];
    net.course = told.course;
  }

  graph.isLink = function (net, piece) { return piece >= net.firstLink; };
  graph.isConnector = function (net, piece) {
    return piece >= net.roadPieces && piece < net.firstLink;
  };

  // Directed edges sorted by tail, head, piece: those of node v are first[v] … first[v + 1].
  function edges(net, oneway) {
    const all = { tail: [], head: [], piece: [], forward: [] };
    const add = function (tail, head, piece, forward) {
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
    const order = sorted(sorted(Int32Array.from(all.piece.keys()), all.head, net.nodes), all.tail,
      net.nodes);
    Object.keys(all).forEach(function (name) {
      net[name] = order.map(function (edge) { return all[name][edge]; });
    });
    net.first = firsts(net.nodes, net.tail);
    const back = sorted(Int32Array.from(order.keys()), net.head, net.nodes);
    net.back = { order: back, first: firsts(net.nodes, back.map(function (edge) {
      return net.head[edge];
    })) };
  }

  // The same roads for who walks: one-way roads bind vehicles.
  function bothWays(net) {
    const walked = Object.assign({}, net);
    edges(walked, {});
    return walked;
  }

  // Edges in the order of the node that each has in `by`; equal ones keep their order.
  function sorted(edges, by, nodes) {
    const found = new Int32Array(edges.length);
    const next = firsts(nodes, edges.map(function (edge) { return by[edge]; }));
    for (let i = 0; i < edges.length; i++) found[next[by[edges[i]]]++] = edges[i];
    return found;
  }

  // Where the entries of each node would begin, if they were sorted.
  function firsts(nodes, entries) {
    const first = new Int32Array(nodes + 1);
    for (let i = 0; i < entries.length; i++) first[entries[i] + 1] += 1;
    for (let v = 0; v < nodes; v++) first[v + 1] += first[v];
    return first;
  }

  function subjects(net, told) {
    net.key = told.key;
    net.subjects = told.key.length;
    net.type = told.key.map(function (key) { return key.slice(0, key.indexOf(".")); });
    net.basis = decoded(told.basis);
    net.by = decoded(told.by);
    net.claims = decoded(told.claims);
    net.delayM = sparse(net.subjects, told.delay_m, NaN);
    net.rowOf = new Map(told.key.map(function (key, row) { return [key, row]; }));
  }

  function places(net, told) {
    net.places = told.key.map(function (named, row) {
      const key = typeof named === "number" ? net.key[named] : named, at = key.indexOf(".");
      return { key: key, type: key.slice(0, at), id: key.slice(at + 1), node: told.node[row],
        snap_m: told.snap_m[row], apart: false };
    });
    told.apart.forEach(function (row) { net.places[row].apart = true; });
    net.placeOf = new Map(net.places.map(function (place) { return [place.key, place]; }));
  }

  // A value between stated ones, by a straight line; beyond the last it stays.
  function between(at, stops, values) {
    for (let i = 1; i < stops.length; i++) {
      if (at > stops[i]) continue;
      const part = (at - stops[i - 1]) / (stops[i] - stops[i - 1]);
      return values[i - 1] + part * (values[i] - values[i - 1]);
    }
    return values[values.length - 1];
  }

  // Seconds on each piece for a vehicle that fits: at least `fit` of 2 its own, 1 any that has
  // wheels, 0 people on foot; infinite elsewhere.
  graph.freeTimes = function (net, mover, fit) {
    const links = net.block.links, seconds = new Float64Array(net.pieces);
    const roads = net.block.roads, shares = roads.grade.map(function (grade) {
      return grade === null ? 1 : between(grade, roads.grades, roads.share[mover]);
    });
    for (let piece = 0; piece < net.pieces; piece++) {
      const owner = net.owner[piece];
      let time, fits = 2;
      if (piece < net.roadPieces) {
        const gait = net.gaits[owner];
        time = (net.metres[piece] * gait[4][mover]) / shares[owner];
        fits = gait[5][mover];
      } else if (piece < net.firstLink) time = net.metres[piece] * net.block.service[mover];
      else {
        time = links.seconds[mover][owner];
        fits = links.fits[mover][owner];
      }
      seconds[piece] = fits < fit ? Infinity : Math.max(time, LEAST_S);
    }
    return seconds;
  };

  // Verdicts on all subjects for a vehicle, where `supposed` ({key: status}) does not say else.
  function judged(net, mover, supposed) {
    const n = net.subjects, rules = net.block.rules;
    const judged = { level: new Int8Array(n), delay: new Float64Array(n),
      penalty: new Float64Array(n), probability: new Float64Array(n),
      basis: net.basis.slice(), by: net.by.slice(), claims: net.claims.slice() };
    net.verdicts[mover].forEach(function (told, row) {
      judged.level[row] = told[0];
      judged.delay[row] = told[1];
      judged.penalty[row] = told[2];
      judged.probability[row] = told[3];
    });
    Object.keys(supposed).forEach(function (key) {
      const row = net.rowOf.get(key), status = supposed[key];
      if (row === undefined) return;
      const level = potay.pick({ open: OPEN, restricted: RESTRICTED, closed: CLOSED,
        abandoned: CLOSED }, status, UNCERTAIN);
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
    const weights = { level: new Int8Array(net.combos), delay: new Float64Array(net.combos),
      rate: new Float64Array(net.combos), penalty: new Float64Array(net.combos).fill(1),
      counts: counts };
    const inferred = graph.inferred(net, judged), silent = net.block.rules.silent_level;
    for (let combo = 0; combo < net.combos; combo++) {
      const from = net.comboFirst[combo], to = net.comboFirst[combo + 1];
      let beaten = false;
      for (let i = from; i < to; i++) beaten = beaten || about(net, judged, net.comboSubject[i]);
      let spoken = false;
      for (let i = from; i < to; i++) {
        const row = net.comboSubject[i];
        if (beaten && inferred[row]) { counts[i] = 0; continue; }
        spoken = spoken || judged.basis[row] !== "no_report";
        weights.level[combo] = Math.max(weights.level[combo], judged.level[row]);
        weights.penalty[combo] = Math.max(weights.penalty[combo], judged.penalty[row]);
        if (isNaN(net.delayM[row])) weights.delay[combo] += judged.delay[row] * net.share[i];
        else weights.rate[combo] += judged.delay[row] / net.delayM[row];
      }
      if (!spoken) weights.level[combo] = Math.max(weights.level[combo], silent);
    }
    return weights;
  }

  function about(net, judged, row) {
    return WAYS.indexOf(net.type[row]) >= 0 && judged.by[row] === "status" &&
      judged.basis[row] === "claim" && judged.level[row] !== UNCERTAIN;
  }

  // Areas whose verdict rests on the holder, or on silence, and on no report about passage.
  graph.inferred = function (net, judged) {
    return net.type.map(function (type, row) {
      return type === "area" && (judged.by[row] === "control" || judged.basis[row] === "no_report");
    });
  };

  // A scene: the network for one vehicle (its number), under suppositions. Weights per piece.
  graph.scene = function (base, mover, supposed) {
    const net = graph.laid(base.block.on_foot[mover] ? bothWays(base) : base, supposed || {});
    const scene = { net: net, mover: mover, judged: judged(net, mover, supposed || {}) };
    const combos = scene.combos = combine(net, scene.judged);
    scene.free = graph.freeTimes(net, mover, 2);
    scene.seconds = new Float64Array(net.pieces);
    scene.cost = new Float64Array(net.pieces);
    scene.level = new Int8Array(net.pieces);
    scene.delay = new Float64Array(net.pieces);
    for (let piece = 0; piece < net.pieces; piece++) {
      const combo = net.combo[piece];
      const slowed = graph.isLink(net, piece) ? 0 : net.metres[piece];
      const delay = combos.delay[combo] + combos.rate[combo] * slowed;
      scene.delay[piece] = delay;
      scene.seconds[piece] = scene.free[piece] + delay;
      scene.cost[piece] = scene.free[piece] * combos.penalty[combo] + delay;
      scene.level[piece] = combos.level[combo];
    }
    return scene;
  };

  // Subject rows of a combo that count, in the order of the subjects.
  graph.governors = function (scene, combo) {
    const net = scene.net, rows = [];
    for (let i = net.comboFirst[combo]; i < net.comboFirst[combo + 1]; i++) {
      if (scene.combos.counts[i]) rows.push(net.comboSubject[i]);
    }
    return rows;
  };

  // Positions along a piece as [lat, lon], from its node a to its node b.
  graph.positions = function (net, piece) {
    const ends = [net.a[piece], net.b[piece]], steps = net.course[piece] || [];
    let x = net.lon[ends[0]], y = net.lat[ends[0]];
    const found = [[y / 1e5, x / 1e5]];
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      found.push([y / 1e5, x / 1e5]);
    }
    found.push([net.lat[ends[1]] / 1e5, net.lon[ends[1]] / 1e5]);
    return found;
  };
})();
