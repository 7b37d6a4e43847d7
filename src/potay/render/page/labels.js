// Names on the map: the important ones first, none over another, more of them as one comes closer.

(function () {
  const NARROW = 6.3, HIGH = 15; // pixels per letter and line, roughly
  let group = null;

  // kind, from zoom, importance (lower is placed first), class
  function candidates(zoom) {
    const found = [];
    potay.layers.forEach(function (layer) {
      if (!potay.map.hasLayer(potay.groups[layer.name])) return;
      layer.rows.forEach(function (row) {
        const plan = PLAN[layer.kind] && row.shape.length ? PLAN[layer.kind](row, zoom) : null;
        if (plan) found.push(plan);
      });
    });
    return found.concat(shields()).sort(function (a, b) { return a.order - b.order; });
  }

  function named(row) {
    return Boolean(row.name || row.name_fr || row.name_ht);
  }

  const PLAN = {
    base: function (row, zoom) {
      if (row.layer.role !== "boundaries" || zoom > 12 || !row.anchor) return null;
      return label(row.anchor, [potay.nameOf(row)], "commune", 4);
    },
    area: function (row, zoom) {
      if (zoom < 12 || !row.anchor) return null;
      const told = row.basis === "claim" && row.control && row.control !== "unknown";
      const holder = told && zoom >= 14 ? potay.store.actorName(potay.colourOf(row)) : "";
      return label(row.anchor, [potay.nameOf(row), holder], "area", 3);
    },
    gateway: function (row, zoom) {
      return zoom < 12 ? null : label(row.shape, [potay.nameOf(row)], "gateway", 2, 20);
    },
    place: function (row, zoom) {
      const hub = potay.head.hubs.indexOf(row.id) >= 0;
      if (!named(row) || zoom < (hub ? 12 : 15)) return null;
      return label(row.shape, [potay.nameOf(row)], hub ? "hub" : "place", hub ? 1 : 5, 20);
    },
  };

  function label(steps, lines, look, order, below) {
    return { at: potay.path(steps)[0], lines: lines.filter(Boolean).map(short), look: look,
      order: order, below: below || 0 };
  }

  function short(text) {
    const plain = potay.flat(text);
    return plain.length > 26 ? plain.slice(0, 25) + "…" : plain;
  }

  // Road numbers, once per road, at the middle of its longest piece in view.
  function shields() {
    const view = potay.map.getBounds(), longest = new Map();
    potay.store.roads.forEach(function (row) {
      if (!row.ref || !row.lines || !potay.map.hasLayer(potay.groups[row.layer.name])) return;
      row.lines.forEach(function (path) {
        const middle = path[Math.floor(path.length / 2)];
        const known = longest.get(row.ref);
        if (view.contains(middle) && (!known || path.length > known.size))
          longest.set(row.ref, { size: path.length, at: middle });
      });
    });
    return Array.from(longest.entries()).map(function (entry) {
      return { at: entry[1].at, lines: [short(entry[0])], look: "shield", order: 0, below: 0 };
    });
  }

  function box(plan) {
    const at = potay.map.latLngToContainerPoint(plan.at);
    const letters = Math.max.apply(null, plan.lines.map(function (one) { return one.length; }));
    const wide = (letters * NARROW) / 2 + 3, high = (plan.lines.length * HIGH) / 2;
    return [at.x - wide, at.y + plan.below - high, at.x + wide, at.y + plan.below + high];
  }

  function clear(a, taken) {
    return taken.every(function (b) {
      return a[2] < b[0] || a[0] > b[2] || a[3] < b[1] || a[1] > b[3];
    });
  }

  // Where gateways, sites and hubs stand: a name may not hide them.
  function signs() {
    const taken = [];
    potay.layers.forEach(function (layer) {
      if (!potay.map.hasLayer(potay.groups[layer.name])) return;
      layer.rows.forEach(function (row) {
        const size = layer.kind === "gateway" ? 11 : layer.kind !== "place" ? 0
          : potay.isSite(row) ? 8 : potay.head.hubs.indexOf(row.id) >= 0 ? 12 : 0;
        if (!size || !row.shape.length) return;
        const at = potay.map.latLngToContainerPoint(potay.path(row.shape)[0]);
        taken.push([at.x - size, at.y - size, at.x + size, at.y + size]);
      });
    });
    return taken;
  }

  potay.drawLabels = function () {
    if (group) group.remove();
    const frame = potay.map.getSize(), taken = signs();
    group = L.layerGroup();
    candidates(potay.map.getZoom()).forEach(function (plan) {
      const where = box(plan);
      const inside = where[2] > 0 && where[0] < frame.x && where[3] > 0 && where[1] < frame.y;
      if (!plan.lines.length || !inside || !clear(where, taken)) return;
      taken.push(where);
      group.addLayer(mark(plan));
    });
    group.addTo(potay.map);
  };

  function mark(plan) {
    const lines = plan.lines.map(function (one, i) {
      return potay.el("span", { class: i ? "second" : "first" }, potay.data(one));
    });
    const node = potay.el("div", { class: "label " + plan.look, "aria-hidden": "true" }, lines);
    const icon = L.divIcon({ html: node, className: "", iconSize: [0, 0],
      iconAnchor: [0, -plan.below] });
    return L.marker(plan.at, { icon: icon, pane: "label", interactive: false, keyboard: false });
  }
})();
