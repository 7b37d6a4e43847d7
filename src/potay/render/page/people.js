// Everybody who lives here, as a raster models it: who is reached, within how many hours, who is
// not; and which ways would carry how many out. Worked out when the reader opens it.

(function () {
  const el = potay.el, t = function (id, values) { return potay.t(id, values); };
  const ARRIVES = ["reachable", "restricted", "presumed"], HOURS = [60, 120, 240, Infinity];
  const MOST = 8; // roads and places of refuge that are named

  potay.drawPeople = function () {
    const box = potay.byId("people");
    box.hidden = !potay.store.people.length;
    box.ontoggle = function () { if (box.open) fill(); };
    if (box.open) fill();
  };

  function fill() {
    potay.replace(potay.byId("people-body"), asked(), sums(), leaving());
  }

  // A figure of a model: to the hundred.
  function about(people) {
    return potay.number(100 * Math.round(people / 100));
  }

  function asked() {
    const head = potay.head, hub = potay.isLive() ? potay.choice.hub : "";
    const left = potay.store.people.filter(function (row) {
      return row.persons_modelled === undefined || row.persons_modelled === null;
    }).length;
    return [el("p", { class: "asked" },
      t("Modelled by a population raster, not counted. Each quarter counts as its middle is reached."),
      " ", potay.data(potay.say(head.movers[mover()].title)), " · ",
      hub ? [t("from {place}", { place: "" }), potay.data(potay.store.hubName(hub))]
        : t("from the nearest departure point that reaches it"), " · ",
      t("As reported on {date}", { date: potay.date(head.as_of) })),
    potay.isSupposing() ? el("p", { class: "mark" }, t("Supposition, not a report")) : null,
    left ? el("p", { class: "asked" }, potay.n("{n} quarter has no figure",
      "{n} quarters have no figure", left)) : null];
  }

  function mover() {
    return potay.isLive() ? potay.choice.mover : potay.head.mover;
  }

  // Status and minutes of each quarter: worked out over the network, else as the library told it.
  potay.quarters = function () {
    const rows = potay.store.people;
    if (!potay.isLive()) return rows;
    const net = potay.net(), hubs = potay.head.hubs.filter(function (hub) {
      return !potay.choice.hub || hub === potay.choice.hub;
    }).map(function (hub) { return net.placeOf.get("infrastructure." + hub); })
      .filter(function (hub) { return hub && !hub.apart; })
      .map(function (hub) { return potay.askedFrom(hub.node); });
    return rows.map(function (row) {
      const place = net.placeOf.get(row.key);
      const answers = !place || place.apart ? [] : hubs.map(function (asked) {
        return potay.search.reached(asked, place.node);
      });
      return Object.assign({}, row, answers.reduce(nearer, { status: "misplaced", minutes: null }));
    });
  };

  function nearer(best, one) {
    const order = potay.RANK.indexOf(one.status) - potay.RANK.indexOf(best.status);
    return order < 0 || (!order && one.minutes < best.minutes) ? one : best;
  }

  function sums() {
    const status = {}, band = [0, 0, 0, 0];
    let beyond = 0;
    potay.quarters().forEach(function (row) {
      const people = row.persons_modelled || 0, minutes = row.minutes;
      status[row.status] = (status[row.status] || 0) + people;
      if (ARRIVES.indexOf(row.status) < 0 || minutes === null) beyond += people;
      else band[HOURS.findIndex(function (most) { return minutes <= most; })] += people;
    });
    const left = potay.head.people;
    return [
      table([t("Status"), t("People")], potay.RANK.filter(function (one) {
        return one !== "misplaced" || status[one];
      }).map(function (one) {
        return [[potay.sign(one, "place", 16), " ", potay.statusWord(one, "place")], status[one]];
      }).concat(left && left.uncovered ? [[t("In no quarter of this map"), left.uncovered]] : [])),
      table([t("Time from the departure point"), t("People")], [t("up to 1 hour"),
        t("1 to 2 hours"), t("2 to 4 hours"), t("more than 4 hours")].map(function (words, i) {
        return [words, band[i]];
      }).concat([[t("not reached, or unknown"), beyond]])),
    ];
  }

  function table(titles, rows) {
    return el("table", { class: "counts" }, el("thead", {}, el("tr", {}, titles.map(
      function (title) { return el("th", { scope: "col" }, title); }))),
    el("tbody", {}, rows.map(function (row) {
      return el("tr", { class: row[1] ? "" : "none" }, el("th", { scope: "row" }, row[0]),
        el("td", {}, about(row[1] || 0)));
    })));
  }

  // Ways out of the quarters, as the library worked them out for the map's own vehicle.
  function leaving() {
    const out = potay.head.leaving;
    if (!out) return null;
    const stay = out.status.cut_off || 0, go = ARRIVES.reduce(function (sum, one) {
      return sum + (out.status[one] || 0);
    }, 0);
    const part = function (title, rows, key) {
      return rows.length ? table([title, t("People")], rows.slice(0, MOST).map(function (row) {
        return [potay.data(potay.store.nameOfKey(key + row[0])), row[1]];
      })) : null;
    };
    return [el("h3", {}, t("Ways out")),
      el("p", { class: "asked" }, potay.phrase("leaving",
        out.kinds.map(potay.kindWord).join(", ")), " ",
      potay.data(potay.say(potay.head.movers[potay.head.mover].title)), " · ", t("as reported")),
      el("p", {}, el("strong", {}, t("With such a way: {n}", { n: about(go) })), " · ",
        t("without: {n}", { n: about(stay) })),
      part(t("By way of"), out.corridors, "road."),
      part(t("Towards"), out.facilities, "infrastructure.")];
  }
})();
