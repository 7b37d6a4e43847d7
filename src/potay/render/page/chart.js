// A quick look at frames: layers of rows with the page's signs; every word is placed as text.

(function () {
  // Wakes a map up: layers bottom first, what a row says under the pointer, and a legend.
  potay.chart = function (map) {
    const told = potay.block("potay-chart");
    potay.layers = told.sheets; // where the styles of values are looked for
    potay.prepareSigns();
    map.attributionControl.setPrefix(false);
    L.control.scale({ imperial: false }).addTo(map);
    const named = L.control.layers(null, null, { collapsed: true, sortLayers: false });
    told.sheets.forEach(function (sheet) {
      named.addOverlay(drawn(sheet).addTo(map), escaped(sheet.title));
    });
    if (told.sheets.length > 1) named.addTo(map);
    legend(told.sheets).addTo(map);
    if (told.bounds) map.fitBounds(told.bounds, { animate: false, padding: [10, 10] });
  };

  function drawn(sheet) {
    return L.geoJSON(sheet.rows, {
      style: function (row) { return course(sheet, row.properties.look); },
      pointToLayer: function (row, at) { return sign(sheet, row.properties.look, at); },
      onEachFeature: function (row, layer) {
        if (!row.properties.told.length) return;
        layer.bindTooltip(words(row.properties.told), { sticky: true });
        layer.bindPopup(words(row.properties.told));
      },
    });
  }

  function course(sheet, value) {
    const look = potay.styleOf(sheet.kind, value);
    const style = { color: look.color, weight: look.width || 1, opacity: look.opacity || 1 };
    if (look.dash) style.dashArray = look.dash;
    if (sheet.kind !== "area") return style;
    style.fillColor = look.pattern ? potay.paint(look.pattern, look.color, look.fill)
      : look.fill || look.color;
    return Object.assign(style, { weight: 1, fillOpacity: look.pattern ? 1 : 0.55 });
  }

  function sign(sheet, value, at) {
    const node = potay.sign(value, sheet.kind, 18);
    return L.marker(at, { icon: L.divIcon({ html: node, className: "mark", iconSize: [18, 18] }) });
  }

  function words(told) {
    return potay.el("table", { class: "told" }, told.map(function (pair) {
      return potay.el("tr", null, potay.el("th", null, pair[0]),
        potay.el("td", null, potay.data(pair[1])));
    }));
  }

  function legend(sheets) {
    const control = L.control({ position: "bottomright" });
    control.onAdd = function () {
      return potay.el("div", { class: "legend" }, sheets.map(function (sheet) {
        if (!sheet.values.length) return null;
        return potay.el("section", null, potay.el("b", null, sheet.title),
          sheet.values.map(function (value) {
            const label = potay.pick(sheet.labels, value, value);
            return potay.el("div", null, swatch(sheet, value), potay.data(label));
          }));
      }));
    };
    return control;
  }

  function swatch(sheet, value) {
    if (sheet.point) return potay.sign(value, sheet.kind, 14);
    const look = course(sheet, value), area = sheet.kind === "area";
    return potay.svg("svg", { width: 22, height: 12, "aria-hidden": "true" },
      area ? potay.svg("rect", { x: 1, y: 1, width: 20, height: 10, stroke: look.color,
        fill: look.fillColor, "fill-opacity": look.fillOpacity })
        : potay.svg("path", { d: "M1 6H21", stroke: look.color, "stroke-width": look.weight,
          "stroke-dasharray": look.dashArray }));
  }

  // Leaflet writes the names of layers as markup.
  function escaped(text) {
    return potay.el("i", null, text).innerHTML;
  }
})();
