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

  function label(path, lines, look, order, below) {
    return { places: [path[0]], lines: lines.filter(Boolean).map(short), look: look,
      order: order, below: below || 0 };
  }

  function short(text) {
    const plain = potay.flat(text);
    return plain.length > 26 ? plain.slice(0, 25) + "…" : plain;
  }

  // Road numbers, once per road, on one of its longer pieces in view.
  function shields() {
    const view = potay.map.getBounds(), found = new Map();
    potay.store.roads.forEach(function (row) {
      if (!row.ref || !row.lines || !potay.map.hasLayer(potay.groups[row.layer.name])) return;
      row.lines.forEach(function (path) {
        const middle = path[Math.floor(path.length / 2)];
        if (!view.contains(middle)) return;
        if (!found.has(row.ref)) found.set(row.ref, []);
        found.get(row.ref).push({ at: middle, size: path.length });
      });
    });
    return Array.from(found.entries()).map(function (entry) {
      const places = entry[1].sort(function (a, b) { return b.size - a.size; }).slice(0, 12);
      return { places: places.map(function (one) { return one.at; }), lines: [short(entry[0])],
        look: "shield", order: 0, below: 0 };
    });
  }

  function box(plan, place) {
    const at = potay.map.latLngToContainerPoint(place);
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
    const frame = potay.map.getSize(), near = potay.map.getZoom() >= 14;
    const taken = [[0, frame.y - 110, 90, frame.y]]; // scale and zoom
    potay.layers.forEach(function (layer) {
      if (!potay.map.hasLayer(potay.groups[layer.name])) return;
      layer.rows.forEach(function (row) {
        const size = layer.kind === "gateway" ? (near ? 11 : 8) : layer.kind !== "place" ? 0
          : potay.isSite(row) ? (near ? 8 : 6) : potay.head.hubs.indexOf(row.id) >= 0 ? 11 : 0;
        if (!size || !row.shape.length) return;
        const at = potay.map.latLngToContainerPoint(row.shape[0]);
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
      const place = plan.places.filter(function (one) {
        const where = box(plan, one);
        return where[2] > 0 && where[0] < frame.x && where[3] > 0 && where[1] < frame.y &&
          clear(where, taken);
      })[0];
      if (!plan.lines.length || !place) return;
      taken.push(box(plan, place));
      group.addLayer(mark(plan, place));
    });
    group.addTo(potay.map);
  };

  function mark(plan, place) {
    const lines = plan.lines.map(function (one, i) {
      return potay.el("span", { class: i ? "second" : "first" }, potay.data(one));
    });
    const node = potay.el("div", { class: "label " + plan.look, "aria-hidden": "true" }, lines);
    const icon = L.divIcon({ html: node, className: "", iconSize: [0, 0],
      iconAnchor: [0, -plan.below] });
    return L.marker(place, { icon: icon, pane: "label", interactive: false, keyboard: false });
  }
})();
