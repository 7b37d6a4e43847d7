// The legend is the layer control: each layer with its switch and with what its signs mean.

(function () {
  const el = potay.el, svg = potay.svg;
  const ORDER = ["road", "gateway", "area", "place", "obstacle", "link", "base"];

  // Drawn when the reader opens it.
  potay.drawLegend = function () {
    const box = potay.byId("legend");
    box.ontoggle = function () { if (box.open && !potay.byId("legend-body").firstChild) fill(); };
    box.firstElementChild.onclick = function () { if (!box.open) fill(); };
    if (box.open) fill();
    else potay.replace(potay.byId("legend-body"));
  };

  function fill() {
    const layers = potay.layers.slice().sort(function (a, b) {
      return ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind);
    });
    potay.replace(potay.byId("legend-body"), layers.map(entry), relief());
  }

  // What must be understood at first sight, always in view below the map.
  potay.drawKey = function () {
    const roads = potay.layers.filter(function (layer) { return layer.kind === "road"; })[0];
    const areas = potay.layers.filter(function (layer) { return layer.kind === "area"; })[0];
    const keys = roads ? KEYS.road(roads) : [];
    if (areas) {
      keys.push([swatch({ color: "#444", fillColor: "#444", fillOpacity: 0.3 }),
        potay.t("colour: reported holder")]);
      Array.prototype.push.apply(keys, uncertain(areas).slice(1, 3));
    }
    potay.replace(potay.byId("key"), keys.map(item));
  };

  function item(key) {
    return el("li", {}, key[0], " ", potay.data(key[1]));
  }

  function entry(layer) {
    const group = potay.groups[layer.name];
    const box = el("input", { type: "checkbox", checked: potay.map.hasLayer(group),
      onchange: function () {
        if (box.checked) group.addTo(potay.map);
        else group.remove();
        potay.drawLabels();
      } });
    return el("fieldset", { class: "layer" },
      el("legend", {}, el("label", {}, box, " ", potay.data(potay.say(layer.title)))),
      layer.kind === "area" ? switcher(layer) : null,
      el("ul", {}, KEYS[layer.kind](layer).map(item)),
      layer.note ? el("p", { class: "note" }, potay.data(potay.say(layer.note))) : null);
  }

  function relief() {
    return potay.hasRelief() ? el("fieldset", { class: "layer" }, el("legend", {}, el("label", {},
      el("input", { type: "checkbox", id: "relief", checked: potay.reliefShown(),
        onchange: function (event) { potay.switchRelief(event.target.checked); } }), " ",
      potay.t("Relief (modelled)")))) : null;
  }

  function switcher(layer) {
    const words = { control: potay.t("by holder"), coalition: potay.t("by coalition") };
    return el("div", { class: "switch", role: "radiogroup",
      "aria-label": potay.t("Colour areas") },
      Object.keys(words).map(function (by) {
        return el("label", {}, el("input", { type: "radio", name: "by-" + layer.name, value: by,
          checked: potay.choice.colourBy === by,
          onchange: function () { potay.choice.colourBy = by; potay.redraw(); } }), " ", words[by]);
      }));
  }

  // What stands in the data, in a fixed order, so that the legend names nothing that is not there.
  function present(layer, order, valueOf) {
    return order.filter(function (value) {
      return layer.rows.some(function (row) { return valueOf(row) === value; });
    });
  }

  const ROADS = ["open", "silent", "restricted", "presumed", "unknown", "closed", "unfit"];

  const KEYS = {
    area: function (layer) {
      return holders(layer).concat(uncertain(layer));
    },
    road: function (layer) {
      return present(layer, ROADS, potay.roadStatus).map(function (status) {
        return [roadSwatch(status), potay.statusWord(status, "road")];
      });
    },
    gateway: function (layer) {
      const status = function (row) { return row.reading_status || row.status || "unknown"; };
      return present(layer, ROADS.concat("abandoned"), status).map(function (value) {
        return [potay.sign(value, "gateway", 16), potay.statusWord(value, "gateway")];
      });
    },
    place: function (layer) {
      if (!layer.rows.some(potay.isSite)) return facilities(layer);
      const status = function (row) { return (potay.store.best(row) || {}).status; };
      return present(layer, potay.RANK, status).map(function (value) {
        return [potay.siteSign(value, 14), potay.statusWord(value, "place")];
      });
    },
    obstacle: function () {
      return [[potay.sign("obstacle", "obstacle", 14), potay.t("reported obstacle")]];
    },
    link: function (layer) { return lines(layer); },
    base: function (layer) { return lines(layer); },
  };

  function facilities(layer) {
    const kinds = layer.rows.map(function (row) { return row.kind; });
    return kinds.filter(function (kind, i) { return kinds.indexOf(kind) === i; }).sort()
      .map(function (kind) { return [potay.icon(kind, 16), potay.kindWord(kind)]; });
  }

  function holders(layer) {
    const count = new Map();
    layer.rows.forEach(function (row) {
      if (row.basis !== "claim" || !row.control) return;
      if (["none", "contested", "unknown"].indexOf(row.control) >= 0) return;
      const id = potay.colourOf(row);
      count.set(id, (count.get(id) || 0) + 1);
    });
    return Array.from(count.keys()).sort(function (a, b) {
      return count.get(b) - count.get(a) || (a < b ? -1 : 1);
    }).map(function (id) {
      const colour = potay.pick(potay.head.colours, id, "#555555");
      return [swatch({ color: colour, fillColor: colour, fillOpacity: 0.45 }),
        potay.store.actorName(id)];
    });
  }

  function uncertain(layer) {
    const samples = [
      [{ basis: "claim", control: "none" }, potay.t("no group reported")],
      [{ basis: "claim", control: "contested" }, potay.t("contested, or reports contradict")],
      [{ basis: potay.head.silence }, potay.phrase("area_silent")],
      [{ basis: "expired", expired: true }, potay.t("unknown: last report expired")],
    ].map(function (one) { return [swatch(potay.areaStyle(one[0], layer)), one[1]]; });
    return samples.concat([
      [swatch({ color: "#444", fillColor: "#fff", fillOpacity: 0, dashArray: "5 4" }),
        potay.t("dashed edge: getting old or expired")],
      [fade(), potay.t("paler: less reliable")],
    ]);
  }

  function swatch(look) {
    return svg("svg", { class: "swatch", width: 26, height: 16, "aria-hidden": "true" },
      svg("rect", { x: 1, y: 1, width: 24, height: 14, fill: look.fillColor, stroke: look.color,
        "fill-opacity": look.fillOpacity, "stroke-dasharray": look.dashArray,
        "stroke-width": 1.5 }));
  }

  function fade() {
    return svg("svg", { class: "swatch", width: 26, height: 16, "aria-hidden": "true" },
      [0.22, 0.36, 0.52].map(function (opacity, i) {
        return svg("rect", { x: 1 + 8 * i, y: 1, width: 8, height: 14, fill: "#333",
          "fill-opacity": opacity });
      }));
  }

  function roadSwatch(status) {
    const look = potay.styleOf("road", status);
    const d = "M3 8H42";
    return svg("svg", { class: "swatch", width: 44, height: 16, "aria-hidden": "true" },
      svg("path", { d: d, stroke: look.color, "stroke-width": look.width * 1.4 || 3,
        "stroke-dasharray": look.dash || null, "stroke-linecap": potay.cap(look.dash) }),
      status === "closed" ? svg("path", { d: d, stroke: look.color, "stroke-width": 11,
        "stroke-dasharray": "2 11" }) : null);
  }
  potay.roadSwatch = roadSwatch;

  function stroke(look) {
    return svg("svg", { class: "swatch", width: 26, height: 16, "aria-hidden": "true" },
      svg("path", { d: "M1 8H25", stroke: look.color || "#888", "stroke-width": look.width || 1.5,
        "stroke-dasharray": look.dash || null }));
  }

  function lines(layer) {
    const values = layer.by ? layer.rows.map(function (row) { return row[layer.by]; }) : [""];
    return values.filter(function (value, i) { return values.indexOf(value) === i; })
      .map(function (value) {
        const look = potay.pick(layer.styles, value, layer.style);
        const words = potay.say(look.label) || (layer.by ? potay.baseWord(value) : "");
        const filled = look.fill && swatch({ color: look.color, fillColor: look.fill });
        return words ? [filled || stroke(look), words] : null;
      }).filter(Boolean);
  }
})();
