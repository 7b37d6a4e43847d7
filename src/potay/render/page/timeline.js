// The map at other moments, and two of them side by side. What is told of a moment is what was
// known on that day; reasons and tables belong to the map's own moment alone.

(function () {
  const el = potay.el, t = function (id, values) { return potay.t(id, values); };
  const KINDS = ["area", "gateway", "road", "place", "corridor"];
  let told = null; // the moments, each kind spread out when first asked for
  let at = 0, home = 0, before = 0, second = null, wished = "";

  // Lists come as texts of signs, areas, gateways and places by key; see packed.py.
  function unpack(kind) {
    const one = told[kind];
    if (!one || typeof one.is[0] !== "string") return;
    one.is = one.is.map(potay.numbers);
    if (typeof one.ids !== "string") return;
    one.ids = potay.numbers(one.ids).map(function (number) {
      const key = potay.store.keys[number];
      return kind === "place" ? key : key.slice(kind.length + 1);
    });
  }

  potay.loadTimeline = function () {
    const node = potay.byId("potay-timeline");
    if (!node) return;
    told = JSON.parse(node.textContent);
    KINDS.forEach(unpack);
    told.spread = {};
    home = Math.max(0, told.moments.indexOf(potay.head.as_of));
    before = Math.max(0, told.moments.indexOf(potay.head.previous || ""));
    if (before === home) before = home ? home - 1 : Math.min(1, told.moments.length - 1);
    at = home;
  };

  potay.isAway = function () {
    return Boolean(told) && at !== home;
  };

  // The moment shown, in words.
  potay.shownMoment = function () {
    return told ? told.moments[at] : potay.head.as_of;
  };

  // A kind's values at every moment, from the first and the differences after it.
  function spread(kind) {
    if (!told.spread[kind]) {
      let row = told[kind].is[0].slice();
      told.spread[kind] = [row].concat(told[kind].is.slice(1).map(function (moves) {
        row = row.slice();
        for (let i = 0; i < moves.length; i += 2) row[moves[i]] = moves[i + 1];
        return row;
      }));
    }
    return told.spread[kind];
  }

  function valueAt(kind, number, moment) {
    return told[kind].of[spread(kind)[moment][number]];
  }

  // The rows of the layers as they were at a moment.
  function take(moment) {
    ["area", "gateway"].forEach(function (kind) {
      if (!told[kind]) return;
      const places = new Map(told[kind].ids.map(function (id, i) { return [id, i]; }));
      potay.store[kind + "s"].forEach(function (row) {
        const number = places.get(row.id);
        if (number === undefined) return;
        valueAt(kind, number, moment).forEach(function (value, i) {
          row[told[kind + "_look"][i]] = value;
        });
      });
    });
    potay.store.roads.forEach(function (row) {
      if (row.apart === undefined) return;
      const word = valueAt("road", row.apart, moment);
      row.silent = word === "silent";
      row.reading_status = row.silent ? "open" : word;
    });
    potay.past = moment === home ? null : {
      place: byId("place", moment), corridor: byId("corridor", moment) };
  }

  function byId(kind, moment) {
    return new Map(told[kind].ids.map(function (id, i) {
      return [id, valueAt(kind, i, moment)];
    }));
  }

  // Other moments are told for one vehicle: it is the chosen one while they are looked at.
  function ride() {
    const held = potay.isHeld();
    if (held && !wished) {
      wished = potay.choice.mover;
      potay.choice.mover = told.mover;
    } else if (!held && wished) {
      potay.choice.mover = wished;
      wished = "";
    }
  }

  potay.isHeld = function () { return potay.isAway() || Boolean(second); };

  function go(moment) {
    at = Math.max(0, Math.min(told.moments.length - 1, moment));
    ride();
    take(at);
    document.body.classList.toggle("away", potay.isAway());
    potay.map.closePopup();
    potay.redraw();
    if (second) drawSecond();
  }

  potay.goHome = function () { go(home); };

  potay.drawTime = function () {
    const box = potay.byId("time");
    box.hidden = !told;
    if (!told) return;
    const words = potay.date(told.moments[at]), active = document.activeElement;
    const had = active && box.contains(active) ? active.id : "";
    potay.replace(box,
      el("div", { class: "time-row" },
        step(-1, "◀", t("Earlier moment")),
        el("input", { type: "range", id: "time-slider", min: 0, max: told.moments.length - 1,
          step: 1, value: at, "aria-label": t("Moment"), "aria-valuetext": words,
          oninput: function (event) { go(Number(event.target.value)); } }),
        step(1, "▶", t("Later moment")),
        el("strong", { class: "time-words" }, words),
        potay.isAway() ? el("button", { type: "button", id: "time-home", onclick: potay.goHome },
          t("Back to {date}", { date: potay.date(potay.head.as_of) })) : null,
        el("button", { type: "button", id: "time-compare", "aria-pressed": String(Boolean(second)),
          onclick: compare }, t("Before and after"))),
      second ? comparison() : null,
      potay.isAway() ? el("p", { class: "time-note", role: "note" },
        t("The map and figures show what was known on {date}. Reasons, strips and tables are told " +
          "for {home} only.", { date: words, home: potay.date(potay.head.as_of) })) : null,
      potay.isHeld() ? el("p", { class: "time-note" }, t("Other moments are told for one vehicle: " +
        "{mover}.", { mover: potay.flat(potay.say(potay.head.movers[told.mover].title)) })) : null);
    if (had && potay.byId(had)) potay.byId(had).focus();
  };

  function step(by, sign, words) {
    return el("button", { type: "button", id: by < 0 ? "time-back" : "time-on", "aria-label": words,
      disabled: at + by < 0 || at + by >= told.moments.length,
      onclick: function () { go(at + by); } }, sign);
  }

  // Two moments: the earlier map left, the later right; on a narrow screen one after the other.
  function compare() {
    if (second) {
      potay.map.off("move", second.follow);
      second.map.remove();
      second.box.remove();
      second.tags[1].remove();
      if (second.rings) second.rings.remove();
      second = null;
      potay.byId("chart").classList.remove("comparing", "show-before");
    } else {
      openSecond();
    }
    ride();
    if (second) drawSecond();
    potay.redraw();
    potay.fit();
    if (second) align();
  }

  function openSecond() {
    const box = el("div", { class: "second-map", id: "second-map", role: "region",
      "aria-label": t("Map before") });
    const holder = document.querySelector(".chart-map");
    holder.insertBefore(box, holder.firstChild);
    potay.byId("chart").classList.add("comparing");
    const options = potay.map.options;
    const map = L.map(box, { zoomControl: false, attributionControl: false, minZoom: options.minZoom,
      maxZoom: options.maxZoom, center: potay.map.getCenter(), zoom: potay.map.getZoom(),
      keyboard: false });
    potay.makePanes(map);
    box.classList.toggle("sea", potay.map.getContainer().classList.contains("sea"));
    second = { map: map, box: box, groups: [], tags: [tag(box), tag(potay.map.getContainer())] };
    const distance = function () { potay.markDistance(map); };
    map.on("zoomend", distance);
    distance();
    let moving = false;
    const follow = function (one, other) {
      return function () {
        if (moving) return;
        moving = true;
        other.setView(one.getCenter(), one.getZoom(), { animate: false });
        moving = false;
      };
    };
    map.on("move", follow(map, potay.map));
    second.follow = follow(potay.map, map);
    potay.map.on("move", second.follow);
  }

  // The date on each of the two maps.
  function tag(box) {
    return box.appendChild(el("div", { class: "map-tag" }));
  }

  function align() {
    second.map.invalidateSize({ animate: false });
    second.map.setView(potay.map.getCenter(), potay.map.getZoom(), { animate: false });
  }

  function drawSecond() {
    second.groups.concat(second.rings ? [second.rings] : []).forEach(function (one) {
      one.remove();
    });
    second.tags[0].textContent = potay.date(told.moments[before]);
    second.tags[1].textContent = potay.date(told.moments[at]);
    take(before);
    second.groups = potay.layers.filter(function (layer) {
      return potay.map.hasLayer(potay.groups[layer.name]);
    }).map(function (layer) { return potay.drawGroup(layer).addTo(second.map); });
    if (potay.reliefShown()) second.groups.push(potay.reliefLayer().addTo(second.map));
    take(at);
    potay.refresh();
    const keys = differences().keys;
    second.groups.push(potay.ringed(keys).addTo(second.map));
    second.rings = potay.ringed(keys).addTo(potay.map);
  }

  // What differs between the two moments: drawn things, roads, and people by status.
  function differences() {
    const keys = [], counts = {};
    KINDS.forEach(function (kind) {
      counts[kind] = 0;
      if (!told[kind]) return;
      const one = spread(kind)[before], other = spread(kind)[at];
      one.forEach(function (code, i) {
        if (code === other[i] || !tells(kind, code, other[i])) return;
        counts[kind] += 1;
        if (kind === "area" || kind === "gateway") keys.push(kind + "." + told[kind].ids[i]);
        if (kind === "place" && told[kind].ids[i].indexOf("site.") === 0)
          keys.push(told[kind].ids[i]);
      });
    });
    return { keys: keys, counts: counts };
  }

  // Areas and gateways differ by what is reported; growing older alone is no difference.
  function tells(kind, code, other) {
    if (kind !== "area" && kind !== "gateway") return true;
    const a = told[kind].of[code], b = told[kind].of[other], look = told[kind + "_look"];
    return ["control", "reading_status", "basis"].some(function (name) {
      const i = look.indexOf(name);
      return i >= 0 && a[i] !== b[i];
    });
  }

  function comparison() {
    const found = differences();
    return el("div", { class: "compare" },
      el("div", { class: "time-row" },
        el("label", {}, t("Before"), " ", el("select", { id: "time-before",
          onchange: function (event) {
            before = Number(event.target.value);
            drawSecond();
            potay.drawTime();
          } }, told.moments.map(function (moment, i) {
          return el("option", { value: i, selected: i === before }, potay.date(moment));
        }))),
        el("span", {}, "→ ", potay.date(told.moments[at])),
        el("button", { type: "button", id: "time-flip", class: "flip",
          "aria-pressed": String(potay.byId("chart").classList.contains("show-before")),
          onclick: function () {
            potay.byId("chart").classList.toggle("show-before");
            align();
            potay.drawTime();
          } }, t("Show the map before"))),
      el("p", {}, t("Different: "), [
        potay.n("{n} area", "{n} areas", found.counts.area),
        potay.n("{n} gateway", "{n} gateways", found.counts.gateway),
        potay.n("{n} main road", "{n} main roads", found.counts.corridor),
        potay.n("{n} site or facility", "{n} sites and facilities", found.counts.place),
      ].join(", "), ". ", t("They are ringed on both maps.")),
      figures());
  }

  // Sites and people by status at both moments.
  function figures() {
    const sums = [before, at].map(function (moment) {
      const found = byId("place", moment), sum = {};
      potay.store.places.filter(potay.isSite).forEach(function (row) {
        const status = found.get(potay.keyOf(row));
        sum[status] = (sum[status] || 0) + (row.persons || 0);
      });
      return sum;
    });
    const shown = potay.RANK.filter(function (status) {
      return sums[0][status] || sums[1][status];
    });
    if (!shown.length) return null;
    return el("table", { class: "counts compared" },
      el("thead", {}, el("tr", {}, [t("People"), potay.date(told.moments[before]),
        potay.date(told.moments[at])].map(function (words) {
        return el("th", { scope: "col" }, words);
      }))),
      el("tbody", {}, shown.map(function (status) {
        const a = sums[0][status] || 0, b = sums[1][status] || 0;
        return el("tr", { class: a === b ? "" : "differs" },
          el("th", { scope: "row" }, potay.siteSign(status, 15), " ",
            potay.statusWord(status, "place")),
          el("td", {}, potay.number(a)), el("td", {}, potay.number(b)));
      })));
  }

  // For whom the figures of other moments are worked out.
  potay.timelineMover = function () {
    return told ? told.mover : potay.head.mover;
  };
})();
