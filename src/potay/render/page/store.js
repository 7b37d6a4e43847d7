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
    potay.words = potay.block("potay-words");
    potay.head = potay.block("potay-head");
    potay.layers = potay.block("potay-layers");
    const tables = potay.block("potay-tables");
    Object.keys(tables).forEach(function (name) { store[name] = potay.rows(tables[name]); });
    potay.layers.forEach(function (layer) {
      layer.rows = potay.rows(layer.data);
      layer.rows.forEach(function (row, i) {
        row.layer = layer;
        row.shape = layer.shapes[i];
        row.anchor = layer.anchors ? layer.anchors[i] : null;
      });
    });
    index();
    potay.choice.language = potay.head.language;
    potay.choice.mover = potay.head.mover;
  };

  function index() {
    store.stateByKey = by(store.state, function (row) { return row.subject_type + "." + row.id; });
    store.claimById = by(store.claims, function (row) { return row.claim_id; });
    store.actorById = by(store.actors, function (row) { return row.actor_id; });
    store.sourceById = by(store.sources, function (row) { return row.source_id; });
    store.claimsByKey = grouped(store.claims, function (row) {
      return row.subject_type + "." + row.subject;
    });
    store.accessByPlace = grouped(store.access, function (row) { return row.id; });
    store.places = [];
    potay.layers.forEach(function (layer) {
      if (layer.kind === "place") store.places = store.places.concat(layer.rows);
    });
    store.placeById = by(store.places, function (row) { return row.id; });
    store.gateways = drawn("gateway");
    store.gatewayById = by(store.gateways, function (row) { return row.id; });
    store.areas = drawn("area");
    store.areaById = by(store.areas, function (row) { return row.id; });
    store.roads = drawn("road");
  }

  function drawn(kind) {
    return potay.layers.filter(function (layer) { return layer.kind === kind; })
      .reduce(function (rows, layer) { return rows.concat(layer.rows); }, []);
  }

  potay.isSite = function (row) {
    return (row.subject_type || (row.layer.role === "sites" ? "site" : "")) === "site";
  };

  // Every answer about a place for the chosen vehicle, from the chosen hub or from all.
  store.answers = function (id) {
    return (store.accessByPlace.get(id) || []).filter(function (row) {
      return row.mover === potay.choice.mover &&
        (!potay.choice.hub || row.hub === potay.choice.hub);
    });
  };

  // The best of them: a place that one hub reaches is reached.
  store.best = function (row) {
    const order = potay.RANK;
    const answers = store.answers(row.id);
    if (!answers.length) return row.status ? { status: row.status } : null;
    return answers.reduce(function (best, one) {
      const closer = order.indexOf(one.status) - order.indexOf(best.status) ||
        (one.minutes === undefined || one.minutes === null ? 1e9 : one.minutes) -
        (best.minutes === undefined || best.minutes === null ? 1e9 : best.minutes);
      return closer < 0 ? one : best;
    });
  };

  // "gateway.martissant", or a record that names a subject, as such a key.
  store.key = function (item) {
    if (typeof item === "string") return item;
    return item.subject_type + "." + (item.subject || item.id);
  };

  // The name behind a subject key, in the reader's language.
  store.nameOfKey = function (key) {
    const parts = key.split(".");
    const id = parts.slice(1).join(".");
    const drawn = potay.pick({ area: store.areaById, gateway: store.gatewayById }, parts[0],
      store.placeById);
    const row = store.stateByKey.get(key) || drawn.get(id);
    return row ? potay.nameOf(row) : id || key;
  };

  store.actorName = function (id) {
    const words = { none: potay.t("no group reported"), contested: potay.t("contested") };
    if (!id || id === "unknown" || potay.pick(words, id)) return potay.pick(words, id, potay.t("unknown"));
    const actor = store.actorById.get(id);
    return actor ? potay.nameOf(actor) : id;
  };

  store.hubName = function (id) {
    const row = store.placeById.get(id) || potay.pick(potay.head.hub_names, id);
    return row ? potay.nameOf(row) : id;
  };

  // The newest report date among claims named by id.
  store.newest = function (ids) {
    return (ids || []).map(function (id) { return store.claimById.get(id); })
      .filter(Boolean).map(function (claim) { return claim.as_of; }).sort().pop() || "";
  };
})();
