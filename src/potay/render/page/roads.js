// Roads: thousands of pieces as a handful of lines, one per status and width, found again by click.

(function () {
  const ORDER = ["unfit", "presumed", "open", "unknown", "restricted", "closed"];
  const BIG = { motorway: 1, trunk: 1, primary: 1 };
  const MIDDLE = { secondary: 1, tertiary: 1 };
  const HEAVY = 2000; // pieces; above it roads are drawn on a canvas

  potay.roadStatus = function (row) {
    const status = row["reading_status." + potay.choice.mover] || row.reading_status || "unknown";
    return row.usable === false && status !== "closed" ? "unfit" : status;
  };

  function size(row) {
    return BIG[row.class] ? 1.45 : MIDDLE[row.class] ? 1 : 0.6;
  }

  potay.roadGroup = function (layer) {
    const make = layer.rows.length > HEAVY ? L.canvas : L.svg;
    const renderer = make({ pane: "road", padding: 0.3 });
    const bundles = new Map();
    layer.rows.forEach(function (row) {
      row.lines = row.lines || row.shape.map(potay.path);
      const status = potay.roadStatus(row);
      const key = status + " " + size(row);
      if (!bundles.has(key)) bundles.set(key, { status: status, size: size(row), lines: [] });
      Array.prototype.push.apply(bundles.get(key).lines, row.lines);
    });
    const sorted = Array.from(bundles.values()).sort(function (a, b) {
      return a.size - b.size || ORDER.indexOf(a.status) - ORDER.indexOf(b.status);
    });
    return L.layerGroup(sorted.map(function (one) { return casing(one, renderer); })
      .concat(sorted.reduce(function (all, one) { return all.concat(inked(one, renderer)); }, [])));
  };

  function line(bundle, renderer, look) {
    return L.polyline(bundle.lines, Object.assign({ renderer: renderer, interactive: false,
      smoothFactor: 1.2, lineJoin: "round" }, look));
  }

  function casing(bundle, renderer) {
    const width = (potay.styleOf("road", bundle.status).width || 2) * bundle.size;
    return line(bundle, renderer, { color: "#ffffff", weight: width + 2.5, opacity: 0.9 });
  }

  // Dashes keep square ends; no dash, and a dash of no length, are drawn round (dots).
  potay.cap = function (dash) {
    return !dash || parseFloat(dash) < 1 ? "round" : "butt";
  };

  // One or two lines per status: dashes and cross-bars tell statuses apart without colour.
  function inked(bundle, renderer) {
    const look = potay.styleOf("road", bundle.status);
    const width = (look.width || 2) * bundle.size;
    const drawn = [line(bundle, renderer, { color: look.color, weight: width,
      dashArray: look.dash || null, lineCap: potay.cap(look.dash) })];
    if (bundle.status === "closed") {
      drawn.push(line(bundle, renderer, { color: look.color, weight: width + 6,
        dashArray: "2 11", lineCap: "butt" }));
    }
    return drawn;
  }

  // The road piece within a finger's width of a place on the map; the nearest wins.
  potay.nearestRoad = function (at) {
    const reach = L.Browser.mobile ? 14 : 8;
    const spot = potay.map.latLngToLayerPoint(at);
    const edge = potay.map.layerPointToLatLng(spot.add([reach, reach]));
    const span = [Math.abs(edge.lat - at.lat), Math.abs(edge.lng - at.lng)];
    let best = null, least = 1;
    potay.store.roads.forEach(function (row) {
      if (!potay.map.hasLayer(potay.groups[row.layer.name])) return;
      row.lines.forEach(function (path) {
        for (let i = 1; i < path.length; i++) {
          const away = distance(at, path[i - 1], path[i], span);
          if (away < least) { least = away; best = row; }
        }
      });
    });
    return best;
  };

  // Distance of a spot from a segment in units of the finger's width.
  function distance(at, a, b, span) {
    const ax = (a[1] - at.lng) / span[1], ay = (a[0] - at.lat) / span[0];
    const bx = (b[1] - at.lng) / span[1], by = (b[0] - at.lat) / span[0];
    if ((ax > 1 && bx > 1) || (ax < -1 && bx < -1) || (ay > 1 && by > 1) || (ay < -1 && by < -1))
      return 2;
    const dx = bx - ax, dy = by - ay;
    const along = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(ax + along * dx, ay + along * dy);
  }

  potay.showRoad = function (corridor) {
    const pieces = potay.store.roads.filter(function (row) {
      return row.corridor === corridor || row.road === corridor;
    });
    if (!pieces.length) return;
    const all = pieces.reduce(function (box, row) {
      (row.lines || row.shape.map(potay.path)).forEach(function (path) {
        path.forEach(function (position) { box.extend(position); });
      });
      return box;
    }, L.latLngBounds([]));
    potay.map.fitBounds(all, { animate: false, padding: [30, 30] });
    const worst = pieces.slice().sort(function (a, b) {
      return potay.ROAD_RANK.indexOf(potay.roadStatus(b)) -
        potay.ROAD_RANK.indexOf(potay.roadStatus(a));
    })[0];
    const path = (worst.lines || worst.shape.map(potay.path))[0];
    potay.open("road", worst, path[Math.floor(path.length / 2)]);
    potay.map.getContainer().scrollIntoView({ block: "nearest" });
  };
})();
