// Sites that stand close together, seen from afar: one badge with their number and their statuses.

(function () {
  const svg = potay.svg;
  const NEAR = 13, CELL = 40, ROUND = 2 * Math.PI * 12.5; // zoom, pixels, length of the ring

  // A group of markers that draws badges in place of crowds until one comes near.
  potay.clustered = function (entries) {
    const group = L.layerGroup();
    let map = null;
    const draw = function () {
      group.clearLayers();
      cells(map, entries).forEach(function (cell) {
        group.addLayer(cell.length > 1 ? badge(map, cell) : cell[0].marker);
      });
    };
    group.on("add", function () {
      map = group._map;
      map.on("zoomend", draw);
      draw();
    });
    group.on("remove", function () {
      if (map) map.off("zoomend", draw);
    });
    return group;
  };

  // Markers by the square of the screen's grid they fall into; each alone once one is near.
  function cells(map, entries) {
    if (map.getZoom() >= NEAR) return entries.map(function (one) { return [one]; });
    const found = new Map();
    entries.forEach(function (one) {
      const at = map.project(one.marker.getLatLng());
      const key = Math.floor(at.x / CELL) + " " + Math.floor(at.y / CELL);
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(one);
    });
    return Array.from(found.values());
  }

  function statuses(cell) {
    const count = potay.RANK.map(function (status) {
      return { status: status, n: cell.filter(function (one) {
        const best = potay.store.best(one.row);
        return (best ? best.status : "unknown") === status;
      }).length };
    });
    return count.filter(function (one) { return one.n; });
  }

  function badge(map, cell) {
    const found = statuses(cell), worst = found[found.length - 1].status;
    const words = potay.n("{n} site", "{n} sites", cell.length) + potay.t(": ") +
      found.map(function (one) {
        return potay.number(one.n) + " " + potay.statusWord(one.status, "place");
      }).join(", ");
    const node = potay.el("div", { class: "at cluster" }, ring(found, cell.length),
      potay.sign(worst, "place", 14));
    const middle = cell.reduce(function (sum, one) {
      const at = one.marker.getLatLng();
      return [sum[0] + at.lat / cell.length, sum[1] + at.lng / cell.length];
    }, [0, 0]);
    const marker = L.marker(middle, { icon: L.divIcon({ html: node, className: "",
      iconSize: [32, 32] }), alt: potay.flat(words), title: potay.flat(words), zIndexOffset: 350 });
    const closer = function () {
      const box = L.latLngBounds(cell.map(function (one) { return one.marker.getLatLng(); }));
      const zoom = Math.max(map.getBoundsZoom(box), map.getZoom() + 1);
      map.setView(box.getCenter(), Math.min(zoom, 15), { animate: false });
    };
    marker.on("click", closer);
    marker.on("keypress", function (event) {
      if (event.originalEvent.key === "Enter") closer();
    });
    marker.on("add", function () { marker.getElement().setAttribute("aria-label", words); });
    return marker;
  }

  function ring(found, total) {
    let turned = 0;
    const arcs = found.map(function (one) {
      const long = (ROUND * one.n) / total, from = turned;
      turned += long;
      return svg("circle", { cx: 16, cy: 16, r: 12.5, fill: "none", "stroke-width": 6,
        stroke: potay.styleOf("place", one.status).color,
        "stroke-dasharray": Math.max(long - 1.2, 1) + " " + ROUND,
        "stroke-dashoffset": -from, transform: "rotate(-90 16 16)" });
    });
    return svg("svg", { class: "ring", viewBox: "0 0 32 32", width: 32, height: 32,
      "aria-hidden": "true" }, svg("circle", { cx: 16, cy: 16, r: 15.8, fill: "#fff" }), arcs,
    svg("text", { x: 16, y: 20, "text-anchor": "middle" }, total));
  }
})();
