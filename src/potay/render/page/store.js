// What the page knows, found by key: states, claims, actors, access per hub and vehicle.

(function () {
  const store = {};
  potay.store = store;

  function by(rows, key) {
    const found = new Map();
    rows.forEach(function (row) { found.set(key(row), row); });
    return found;
  }

  function grouped(rows, key) {
    const found = new Map();
    rows.forEach(function (row) {
      const name = key(row);
      if (!found.has(name)) found.set(name, []);
      found.get(name).push(row);
    });
    return found;
  }

  potay.load = function () {
    potay.words = potay.readWords(potay.block("potay-words"));
    potay.head = potay.block("potay-head");
    potay.RANK = potay.head.terms.access;
    potay.layers = potay.block("potay-layers");
    const tables = potay.block("potay-tables");
    const keys = tables.keys, named = function (number) { return keys[number]; };
    delete tables.keys;
    store.keys = keys;
    Object.keys(tables).forEach(function (name) { store[name] = potay.rows(tables[name]); });
    if (tables.access.by) store.access = inOrder(store.access, tables.access.by, named);
    store.access.forEach(function (row) {
      ["gateways", "blocked_by", "would_open"].forEach(function (list) {
        row[list] = (row[list] || []).map(named);
      });
    });
    store.corridors.forEach(function (row) { spread(row, named); });
    store.people.forEach(function (row) { row.key = "area." + store.state[row.area].id; });
    potay.layers.forEach(function (layer) {
      const shapes = potay.shapes(layer.shapes);
      const anchors = layer.anchors ? potay.shapes(layer.anchors) : [];
      layer.rows = potay.rows(layer.data);
      layer.rows.forEach(function (row, i) {
        row.layer = layer;
        row.shape = shapes[i];
        row.anchor = anchors[i] || null;
      });
    });
    potay.openNetwork();
    index();
    potay.loadTimeline();
    potay.loadRelief();
    potay.choice.language = potay.head.language;
    potay.choice.mover = potay.head.mover;
  };

  // Rows of access in the order of vehicles, departure points and places; empty ones left out.
  function inOrder(rows, by, named) {
    const places = by.place.map(named);
    return rows.filter(function (row, i) {
      const told = Object.keys(row).some(function (name) {
        return row[name] !== null && row[name] !== undefined;
      }), key = places[i % places.length], at = key.indexOf(".");
      const hub = Math.floor(i / places.length);
      Object.assign(row, { type: key.slice(0, at), id: key.slice(at + 1),
        hub: by.hub[hub % by.hub.length], mover: by.mover[Math.floor(hub / by.hub.length)] });
      return told;
    });
  }

  // A corridor's stretches and what stands on it, with names for places in the lists.
  function spread(row, named) {
    row.stretches = (row.stretches || []).map(function (part) {
      return { from: part[0], to: part[1], status: part[2], keys: part[3].map(named),
        claims: part[4], at: part[5] || [], by: (part[6] || []).map(function (one) {
          return { key: named(one[0]), kind: one[1], claims: one[2] };
        }) };
    });
    row.bridges = (row.bridges || []).map(function (part) {
      return { from: part[0], to: part[1], tonnes: part[2], metres: part[3] };
    });
    row.others = row.others && row.others.map(function (way) {
      return { minutes: way[0], level: way[1], gateways: way[2].map(named) };
    });
    ["gateways", "obstacles"].forEach(function (list) {
      row[list] = (row[list] || []).map(function (item) {
        return { km: item[0], key: named(item[1]) };
      });
    });
  }

  function index() {
    store.stateByKey = by(store.state, function (row) { return row.subject_type + "." + row.id; });
    store.claimById = by(store.claims, function (row) { return row.claim_id; });
    store.actorById = by(store.actors, function (row) { return row.actor_id; });
    store.sourceById = by(store.sources, function (row) { return row.source_id; });
    store.claims.forEach(function (row) {
      const source = store.sourceById.get(row.source_id) || {};
      ["publisher", "title", "published"].forEach(function (name) {
        if (row[name] === undefined) row[name] = source[name];
      });
    });
    store.claimsByKey = grouped(store.claims, function (row) {
      return row.subject_type + "." + row.subject;
    });
    store.peopleByKey = by(store.people, function (row) { return row.key; });
    store.setAccess(store.access);
    store.places = drawn("place");
    store.gateways = drawn("gateway");
    store.areas = drawn("area");
    store.roads = drawn("road");
    store.drawnByKey = by(store.areas.concat(store.gateways, store.places, drawn("obstacle"),
      drawn("link")), potay.keyOf);
  }

  // The answers that are told now: the table's, or those under what the reader supposes.
  store.setAccess = function (rows) {
    store.access = rows;
    store.accessByKey = grouped(rows, function (row) { return row.type + "." + row.id; });
  };

  function drawn(kind) {
    return potay.layers.filter(function (layer) { return layer.kind === kind; })
      .reduce(function (rows, layer) { return rows.concat(layer.rows); }, []);
  }

  const TYPES = { areas: "area", control: "area", gateways: "gateway", links: "link",
    infrastructure: "infrastructure", sites: "site", obstacles: "obstacle" };

  // The subject a drawn row stands for, e.g. "gateway.martissant".
  potay.keyOf = function (row) {
    return potay.pick(TYPES, row.layer.role, row.layer.role) + "." + row.id;
  };

  potay.isSite = function (row) {
    return row.layer.role === "sites";
  };

  // Whether a report that may not be shown here would close it, and nothing else does.
  potay.isAsk = function (key) {
    const state = store.stateByKey.get(key) || {}, row = store.drawnByKey.get(key) || {};
    return !potay.supposed[key] && row.reading_status !== "closed" &&
      (state.status_basis === "withheld" || potay.isWithheld(key));
  };

  // What is known of a drawn thing: of one that its holder closes, that a report holds.
  potay.basisOf = function (row) {
    return row.basis === "withheld" && !potay.isAsk(potay.keyOf(row)) ? "claim" : row.basis;
  };

  // Whether nothing is told of it, where that may hide a report.
  potay.isUntold = function (key) {
    const state = store.stateByKey.get(key) || { basis: potay.head.silence };
    return state.basis === "not_told";
  };

  // Every answer about a place for the chosen vehicle, from the chosen hub or from all.
  store.answers = function (row) {
    return (store.accessByKey.get(potay.keyOf(row)) || []).filter(function (row) {
      return row.mover === potay.choice.mover &&
        (!potay.choice.hub || row.hub === potay.choice.hub);
    });
  };

  // The best of them: a place that one hub reaches is reached. Asked again and again while a
  // page is drawn, so it is kept for as long as the answers and the question are the same.
  let kept = { of: new Map() };
  store.best = function (row) {
    if (potay.past) {
      const status = potay.past.place.get(potay.keyOf(row));
      return status ? { status: status, gateways: [], blocked_by: [], would_open: [] } : null;
    }
    const asked = potay.choice.mover + " " + potay.choice.hub;
    if (kept.asked !== asked || kept.rows !== store.access) {
      kept = { asked: asked, rows: store.access, of: new Map() };
    }
    if (!kept.of.has(row)) kept.of.set(row, closest(store.answers(row)));
    return kept.of.get(row);
  };

  function closest(answers) {
    const order = potay.RANK;
    return answers.reduce(function (best, one) {
      if (!best) return one;
      const closer = order.indexOf(one.status) - order.indexOf(best.status) ||
        (one.minutes === undefined || one.minutes === null ? 1e9 : one.minutes) -
        (best.minutes === undefined || best.minutes === null ? 1e9 : best.minutes);
      return closer < 0 ? one : best;
    }, null);
  }

  // The name behind a subject key, in the reader's language.
  store.nameOfKey = function (key) {
    const row = store.drawnByKey.get(key) || store.stateByKey.get(key), at = key.indexOf(".");
    return row ? potay.nameOf(row) : key.slice(0, at) === "road" ? roadName(key.slice(at + 1))
      : key.slice(at + 1);
  };

  // A main road by its name, another by its name and id: many sections bear one name.
  function roadName(id) {
    const main = store.corridors.filter(function (row) { return row.ref === id; })[0];
    const road = main || store.roads.filter(function (row) { return row.road === id; })[0];
    return main ? potay.nameOf(main) : road && road.name ? potay.nameOf(road) + " (" + id + ")" : id;
  }

  store.actorName = function (id) {
    const words = { none: potay.t("no group reported"), contested: potay.t("contested") };
    if (!id || id === "unknown" || potay.pick(words, id)) return potay.pick(words, id, potay.t("unknown"));
    const actor = store.actorById.get(id);
    return actor ? potay.nameOf(actor) : id;
  };

  // A commune in the reader's language, where the map draws it.
  store.communeName = function (name) {
    const row = drawn("base").filter(function (one) {
      return one.layer.role === "boundaries" && (one.name === name || one.id === name);
    })[0];
    return row ? potay.nameOf(row) : name;
  };

  store.hubName = function (id) {
    return store.nameOfKey("infrastructure." + id);
  };

  // The newest report date among claims named by id.
  store.newest = function (ids) {
    return (ids || []).map(function (id) { return store.claimById.get(id); })
      .filter(Boolean).map(function (claim) { return claim.as_of; }).sort().pop() || "";
  };
})();
