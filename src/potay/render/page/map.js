// The map: ground, areas by reported holder, signs for gateways, sites and facilities.

(function () {
  const PANES = { base: 210, shade: 215, area: 220, changed: 235, road: 240, link: 250, label: 620 };
  const NEAR = 12; // zoom from which small signs are shown

  potay.groups = {}; // Leaflet layer by layer name

  potay.makeMap = function (map) {
    potay.map = map;
    map.attributionControl.setPrefix(false);
    L.control.zoom({ position: "bottomleft", zoomInTitle: "+", zoomOutTitle: "−" }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    potay.makePanes(map);
    map.on("zoomend", distance);
    const sea = potay.layers.some(function (layer) {
      return layer.role === "boundaries" || (layer.styles.land && layer.kind === "base");
    });
    map.getContainer().classList.toggle("sea", sea);
  };

  // What the map opens on, once the head has its height and the map its room.
  potay.lookAtView = function () {
    const view = potay.head.view;
    potay.fit();
    potay.map.fitBounds([[view[1], view[0]], [view[3], view[2]]], { animate: false });
    distance();
  };

  potay.makePanes = function (map) {
    Object.keys(PANES).forEach(function (name) {
      map.createPane(name).style.zIndex = PANES[name];
      map.getPane(name).style.pointerEvents = "none";
    });
  };

  // Signs shrink, and small ones wait, while one looks from afar; see map.css.
  function distance() {
    potay.markDistance(potay.map);
  }

  potay.markDistance = function (map) {
    const zoom = map.getZoom(), box = map.getContainer();
    box.classList.toggle("far", zoom < NEAR);
    box.classList.toggle("middle", zoom >= NEAR && zoom < 14);
  };

  // All layers, or those of some kinds.
  potay.drawLayers = function (kinds) {
    potay.layers.forEach(function (layer) {
      if (kinds && kinds.indexOf(layer.kind) < 0) return;
      const shown = potay.groups[layer.name]
        ? potay.map.hasLayer(potay.groups[layer.name]) : layer.visible;
      if (potay.groups[layer.name]) potay.groups[layer.name].remove();
      potay.groups[layer.name] = potay.drawGroup(layer);
      if (shown) potay.groups[layer.name].addTo(potay.map);
    });
  };

  potay.drawGroup = function (layer) {
    return DRAW[layer.kind](layer);
  };

  const DRAW = {
    base: base, area: areas, road: function (layer) { return potay.roadGroup(layer); },
    link: links, gateway: signs, place: signs, obstacle: signs,
  };

  function styleFor(layer, row) {
    return potay.pick(layer.styles, row[layer.by], layer.style);
  }

  function base(layer) {
    const renderer = L.svg({ pane: "base", padding: 0.5 });
    return L.layerGroup(layer.rows.filter(function (row) { return row.shape.length; })
      .map(function (row) { return ground(layer, row, renderer); }));
  }

  function ground(layer, row, renderer) {
    const look = styleFor(layer, row);
    const said = { renderer: renderer, interactive: false, weight: look.width || 1,
      color: look.color || "#888", dashArray: look.dash || null, opacity: look.opacity || 1 };
    const dimension = potay.dimension(row.shape);
    if (!dimension) return L.circleMarker(row.shape[0], Object.assign(said, { radius: 3 }));
    if (dimension === 1) return L.polyline(row.shape, said);
    const land = layer.role === "boundaries" || row.kind === "land";
    return L.polygon(row.shape, Object.assign(said, {
      fillColor: look.fill || (land ? "#faf8f2" : look.color || "#888"),
      fillOpacity: look.fill || land ? 1 : 0.3 }));
  }

  // How an area looks: who is reported there, how well known, how old.
  potay.areaStyle = function (row, layer) {
    const styles = layer.styles;
    const holder = row.control || "unknown";
    const old = row.expired || row.stale;
    const edge = { weight: 1.3, dashArray: old ? "5 4" : null, opacity: 0.9 };
    if (row.basis === "contradicted" || holder === "contested") {
      const look = styles.contested || { color: "#8a6d00", fill: "#f0e442" };
      return Object.assign(edge, { color: look.color, fillOpacity: 1,
        fillColor: potay.paint("cross", look.color, look.fill) });
    }
    if (row.basis !== "claim" || holder === "unknown") {
      const look = styles.unknown || { color: "#777777" };
      return Object.assign(edge, { color: look.color, weight: 0.9, fillOpacity: 0.6,
        fillColor: potay.paint(look.pattern || "hatch", look.color) });
    }
    if (holder === "none") {
      const look = styles.none || { color: "#5f7f6f", fill: "#dfe9e2" };
      return Object.assign(edge, { color: look.color, fillColor: look.fill, fillOpacity: 0.55 });
    }
    const colour = potay.pick(potay.head.colours, potay.colourOf(row), "#555555");
    return Object.assign(edge, { color: colour, fillColor: colour,
      fillOpacity: [0.22, 0.27, 0.36, 0.45, 0.52][row.reliability || 0] });
  };

  potay.colourOf = function (row) {
    return potay.choice.colourBy === "coalition" && row.coalition ? row.coalition : row.control;
  };

  function areas(layer) {
    const renderer = L.svg({ pane: "area", padding: 0.5 });
    return L.layerGroup(layer.rows.filter(function (row) { return row.shape.length; })
      .map(function (row) {
        const said = { renderer: renderer, interactive: false };
        return L.polygon(row.shape, Object.assign(said, potay.areaStyle(row, layer)));
      }));
  }

  function links(layer) {
    const renderer = L.svg({ pane: "link", padding: 0.5 });
    return L.layerGroup(layer.rows.filter(function (row) { return row.shape.length; })
      .map(function (row) {
        const look = styleFor(layer, row);
        return L.polyline(row.shape, { renderer: renderer, interactive: false,
          color: look.color || "#0072B2", weight: look.width || 2, dashArray: look.dash || "1 5" });
      }));
  }

  function signs(layer) {
    const rows = layer.rows.filter(function (row) { return row.shape.length; });
    if (layer.kind !== "place" || !rows.some(potay.isSite)) {
      return potay.byZoom(rows.map(function (row) {
        return { from: fromZoom(layer, row), make: function () { return sign(layer, row); } };
      }));
    }
    return potay.clustered(rows.map(function (row) {
      return { row: row, marker: sign(layer, row) };
    }));
  }

  // Small signs wait until one is near.
  function fromZoom(layer, row) {
    return layer.kind === "gateway" || potay.head.hubs.indexOf(row.id) >= 0 ? 0 : NEAR;
  }

  // A group of things that appear from their own zoom on, each made when it is first seen; the
  // later ones stay above the earlier ones.
  potay.byZoom = function (entries) {
    const group = L.layerGroup();
    let map = null, count = 0;
    const seen = function () {
      const shown = entries.filter(function (one) { return map.getZoom() >= one.from; });
      if (shown.length === count) return;
      count = shown.length;
      entries.forEach(function (one) {
        if (shown.indexOf(one) >= 0) group.addLayer(one.layer = one.layer || one.make());
        else if (one.layer) group.removeLayer(one.layer);
      });
      shown.forEach(function (one) { if (one.layer.bringToFront) one.layer.bringToFront(); });
    };
    group.on("add", function () {
      map = group._map;
      map.on("zoomend", seen);
      seen();
    });
    group.on("remove", function () { map.off("zoomend", seen); });
    return group;
  };

  function sign(layer, row) {
    const look = SIGN[layer.kind](row);
    const box = potay.el("div", { class: "at " + (look.look || layer.kind) }, look.node);
    const marker = L.marker(row.shape[0], {
      icon: L.divIcon({ html: box, className: "", iconSize: [look.size, look.size] }),
      alt: potay.flat(potay.nameOf(row) + ": " + look.words),
      title: potay.flat(potay.nameOf(row)), keyboard: layer.kind === "gateway" || look.hub,
      zIndexOffset: look.over, riseOnHover: true,
    });
    const tell = function () { potay.open(layer.kind, row, marker.getLatLng()); };
    marker.on("click", tell);
    marker.on("keypress", function (event) {
      if (event.originalEvent.key === "Enter") tell();
    });
    marker.on("add", function () {
      marker.getElement().setAttribute("aria-label", marker.options.alt);
      if (!marker.options.keyboard) marker.getElement().setAttribute("role", "img");
    });
    return marker;
  }

  const SIGN = {
    gateway: function (row) {
      const status = row.reading_status || row.status || "unknown";
      return { node: potay.sign(status, "gateway", 22), size: 26, over: 600,
        words: potay.standingWord(potay.keyOf(row), status, "gateway") };
    },
    place: function (row) {
      const best = potay.store.best(row);
      const hub = potay.head.hubs.indexOf(row.id) >= 0;
      const words = best ? potay.statusWord(best.status, "place") : potay.kindWord(row.kind);
      if (!potay.isSite(row)) {
        return { node: potay.icon(row.kind, hub ? 24 : 17, hub), size: hub ? 24 : 17, hub: hub,
          over: hub ? 500 : 100, words: words, look: hub ? "hub" : "facility" };
      }
      return { node: potay.siteSign(best ? best.status : "unknown", 17), size: 18, over: 300,
        words: words, look: "site" };
    },
    obstacle: function (row) {
      return { node: potay.sign("obstacle", "obstacle", 15), size: 15, over: 200,
        words: potay.kindWord(row.kind) };
    },
  };

  // A click on the ground: the nearest road within a finger's width, else the area under it.
  potay.listenToMap = function () {
    potay.map.on("click", function (event) {
      const road = potay.nearestRoad(event.latlng);
      if (road) potay.open("road", road, event.latlng);
      else {
        const area = potay.areaAt(event.latlng);
        if (area) potay.open("area", area, event.latlng);
      }
    });
  };

  potay.areaAt = function (at) {
    return potay.store.areas.filter(function (row) {
      return potay.map.hasLayer(potay.groups[row.layer.name]) && row.shape.some(function (part) {
        return part.filter(function (ring) { return inRing(at, ring); }).length % 2;
      });
    })[0];
  };

  function inRing(at, ring) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const a = ring[i], b = ring[j];
      if (a[0] > at.lat !== b[0] > at.lat &&
          at.lng < ((b[1] - a[1]) * (at.lat - a[0])) / (b[0] - a[0]) + a[1]) inside = !inside;
    }
    return inside;
  }

  // Show a thing on the map and tell about it: from a table, a sentence, a pop-up.
  potay.show = function (key) {
    const row = potay.store.drawnByKey.get(key);
    if (!row || !row.shape.length) return;
    if (!potay.map.hasLayer(potay.groups[row.layer.name])) {
      potay.groups[row.layer.name].addTo(potay.map);
      potay.redraw();
    }
    const at = (row.anchor || row.shape)[0];
    potay.map.setView(at, Math.max(potay.map.getZoom(), 14), { animate: false });
    potay.open(row.layer.kind, row, at);
    potay.map.getContainer().scrollIntoView({ block: "nearest" });
  };
})();
