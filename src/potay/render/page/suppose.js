// What if: the reader supposes a gateway, an area or a road open, restricted or closed, and all
// answers follow at once. What is supposed stands above everything else for as long as it is supposed.

(function () {
  const el = potay.el, t = function (id, values) { return potay.t(id, values); };
  let later = 0;
  const TYPES = ["gateway", "area", "link", "infrastructure", "obstacle"];

  function words() {
    return { open: t("open"), restricted: t("with restrictions"), closed: t("closed") };
  }

  potay.supposedWord = function (status) {
    return t("supposed: {word}", { word: words()[status] });
  };

  // What stands in place of the reported state of what is supposed.
  potay.supposedBadge = function (key) {
    const status = potay.supposed[key];
    return !status ? null : el("p", { class: "badge" }, potay.sign(status, "gateway", 20), " ",
      el("strong", {}, potay.supposedWord(status)));
  };

  // Whether a subject's passage can be supposed: the network must know it.
  function canSuppose(key) {
    const type = key.split(".")[0];
    return potay.isLive() && (type === "road" ? roadRows(key).length > 0
      : potay.net().rowOf.has(key) && TYPES.indexOf(type) >= 0);
  }

  // The drawn pieces of the roads that a key means.
  function roadRows(key) {
    const net = potay.net(), ids = new Set(potay.graph.roadsNamed(net, key.slice(5))
      .map(function (row) { return net.block.roads.id[row]; }));
    return potay.store.roads.filter(function (row) { return ids.has(row.road); });
  }

  // The choices for a road: this section of it, and the whole of what it belongs to.
  potay.supposeRoad = function (row) {
    const section = "road." + row.road, whole = "road." + (row.corridor || row.ref);
    if (!canSuppose(section)) return null;
    const far = canSuppose(whole) && roadRows(whole).some(function (one) {
      return one.road !== row.road;
    });
    return [potay.supposedBadge(section) || (far ? potay.supposedBadge(whole) : null),
      el("details", { class: "what-if", open: Boolean(potay.supposed[section] ||
        potay.supposed[whole]) }, el("summary", {}, t("What if …")),
      potay.supposeBox(section, t("What if this section were …")),
      far ? potay.supposeBox(whole, t("What if the whole of {road} were …",
        { road: potay.flat(potay.store.nameOfKey(whole)) })) : null)];
  };

  // Suppose a status for a subject, or with "" take the supposition back.
  potay.suppose = function (key, status) {
    if (potay.past) potay.goHome(); // suppositions are about the map's own moment
    if (status) potay.supposed[key] = status;
    else delete potay.supposed[key];
    follow(key);
  };

  potay.supposeNothing = function () {
    Object.keys(potay.supposed).forEach(function (key) { delete potay.supposed[key]; });
    follow();
  };

  // First what answers, then, as soon as that is seen, what stands farther down.
  function follow(key) {
    potay.refresh();
    potay.drawSupposed();
    potay.drawCounts();
    potay.drawCorridors();
    potay.drawLayers(["road", "gateway", "place", "link"]);
    potay.drawAsk();
    potay.drawSupposedMarks();
    clearTimeout(later);
    later = setTimeout(function () {
      [potay.drawPeople, potay.drawKey, potay.drawLegend, potay.drawLabels, potay.drawStrips,
        potay.drawTables]
        .forEach(function (draw) { draw(); });
    }, 120);
    potay.fit();
    potay.reopen();
    document.querySelectorAll(".popup .suppose input:checked").forEach(function (radio) {
      if (key && radio.name === choiceName(key)) radio.focus({ preventScroll: true });
    });
    potay.byId("supposed-told").textContent = potay.isSupposing()
      ? t("Supposed, not reported. All answers follow it.") : t("As reported again.");
  }

  function choiceName(key) {
    return "suppose-" + potay.flat(key);
  }

  // The choice in a pop-up: as reported, or supposed.
  potay.supposeBox = function (key, legend) {
    if (!canSuppose(key)) return null;
    const now = potay.supposed[key] || "", name = choiceName(key);
    return el("fieldset", { class: "suppose" }, el("legend", {}, legend || t("What if it were …")),
      [["", t("as reported")]].concat(Object.entries(words())).map(function (entry) {
        return el("label", {}, el("input", { type: "radio", name: name, value: entry[0],
          checked: now === entry[0], onchange: function () {
            potay.suppose(key, entry[0]);
          } }), " ", entry[1]);
      }),
      now ? el("p", { class: "mark" }, t("Supposition, not a report")) : null);
  };

  // The banner: what is supposed, each with its way back.
  potay.drawSupposed = function () {
    const box = banner();
    const shown = potay.isSupposing() && !potay.past;
    box.hidden = !shown;
    potay.replace(box.firstChild, shown ? [
      el("strong", {}, t("Supposition, not a report"), t(": ")), " ",
      Object.keys(potay.supposed).map(function (key, i) {
        const name = potay.store.nameOfKey(key);
        return [i ? " " : "", el("span", { class: "one" }, potay.jump(key), " (",
          potay.placeWord(key), ") = ",
          words()[potay.supposed[key]], " ", el("button", { type: "button",
            "aria-label": potay.flat(t("take back: {name}", { name: name })),
            onclick: function () { potay.suppose(key, ""); } }, "×"))];
      }), " ",
      el("button", { type: "button", class: "plain", onclick: potay.supposeNothing },
        t("Back to what is reported")), share(),
    ] : null);
  };

  // What a subject is: a gateway and its quarter often bear the same name.
  potay.placeWord = function (key) {
    return potay.pick({ area: t("area"), gateway: t("gateway"), obstacle: t("obstacle"),
      link: t("link"), road: t("road") }, key.split(".")[0], t("place"));
  };

  // The same suppositions for the command line.
  potay.supposedLines = function () {
    return Object.keys(potay.supposed).map(function (key) {
      return "--set " + key + "=" + potay.supposed[key];
    }).join("\n");
  };

  function share() {
    const lines = potay.supposedLines();
    const text = el("textarea", { readonly: true, rows: Math.min(6, lines.split("\n").length),
      "aria-label": t("The same for potay's command line"),
      onfocus: function () { text.select(); } }, lines);
    return el("details", {}, el("summary", {}, t("Share")),
      el("p", {}, t("The same for potay's command line")), text);
  }

  function banner() {
    let box = potay.byId("supposed");
    if (!box) {
      box = el("section", { class: "supposed", id: "supposed", "aria-label": t("What if") },
        el("div", {}));
      potay.byId("banners").insertAdjacentElement("afterend", box);
      document.body.appendChild(el("p", { id: "supposed-told", class: "hidden",
        role: "status" }));
    }
    return box;
  }

  // Where a mark for it stands: on its own sign, or on the middle of its first piece of road.
  function spotOf(key) {
    const row = potay.store.drawnByKey.get(key), road = row ? null : roadRows(key)[0];
    if (road) return road.lines[0][road.lines[0].length >> 1];
    return row && row.shape.length ? (row.anchor || row.shape)[0] : null;
  }

  // A mark on what is supposed on the map, whatever else it looks like.
  let group = null;
  potay.drawSupposedMarks = function () {
    if (group) group.remove();
    group = L.layerGroup();
    if (potay.past) return;
    Object.keys(potay.supposed).forEach(function (key) {
      const at = spotOf(key);
      if (!at) return;
      const node = el("div", { class: "supposed-mark", "aria-hidden": "true" },
        potay.sign(potay.supposed[key], "gateway", 20), el("b", {}, "?"));
      group.addLayer(L.marker(at, { icon: L.divIcon({ html: node, className: "",
        iconSize: [34, 34] }), interactive: false, keyboard: false, zIndexOffset: 900 }));
    });
    group.addTo(potay.map);
  };
})();
