// The movement card: one page to print for one planned movement, for internal readers only.

(function () {
  const el = potay.el, svg = potay.svg;
  const t = function (id, values) { return potay.t(id, values); };
  const SURE = ["reachable", "restricted"];
  const MOST_POINTS = 18; // of the way in the square code: more would not scan from paper
  let before = null;

  potay.openCard = function () {
    const answer = potay.question();
    if (!answer || !answer.row || potay.head.audience !== "internal") return;
    potay.closeCard();
    before = document.activeElement;
    const box = el("div", { id: "card", role: "dialog", "aria-modal": "true", tabindex: -1,
      "aria-label": t("Movement card"), onkeydown: function (event) {
        if (event.key === "Escape") potay.closeCard();
      } }, buttons(), potay.makeCard(answer));
    document.body.appendChild(box);
    others(true);
    document.body.classList.add("with-card");
    box.focus();
  };

  potay.closeCard = function () {
    const box = potay.byId("card");
    if (!box) return;
    box.remove();
    others(false);
    document.body.classList.remove("with-card");
    if (before) before.focus({ preventScroll: true });
  };

  // What stands under the card can neither be reached nor read out while it is open.
  function others(away) {
    Array.prototype.forEach.call(document.body.children, function (node) {
      if (node.id !== "card" && node.tagName !== "SCRIPT") node.inert = away;
    });
  }

  function buttons() {
    return el("p", { class: "card-buttons" },
      el("button", { type: "button", class: "act", onclick: function () { window.print(); } },
        t("Print")), " ",
      el("button", { type: "button", class: "act", onclick: potay.closeCard }, t("Close")));
  }

  potay.makeCard = function (answer) {
    return el("article", { class: "movement", tabindex: 0 }, header(answer), summary(answer),
      el("div", { class: "two" }, blanks(), code(answer)), stations(answer), contacts(),
      sources(answer), el("p", { class: "small" }, t("Reports, not promises: confirm with the " +
        "gateways and the security focal point before setting out.")));
  };

  function header(answer) {
    const head = potay.head;
    return el("header", {},
      el("h2", {}, t("Movement card"), t(": "), name(answer.from), " → ", name(answer.to)),
      el("p", {}, el("strong", {}, t("As reported on {date}", { date: potay.date(head.as_of) })),
        " · ", t("Valid until {date}", { date: potay.date(head.expires) }), " · ",
        t("internal: do not pass on"), head.illustrative.length
          ? [" · ", el("strong", {}, t("Illustrative data"))] : ""),
      SURE.indexOf((answer.way || answer.row).status) >= 0 ? null : el("p", { class: "mark" },
        t("This way is not reported passable all along.")),
      potay.isSupposing() ? el("p", { class: "mark" }, t("Supposition, not a report"), t(": "),
        Object.keys(potay.supposed).map(function (key, i) {
          return [i ? "; " : "", name(key), " (" + potay.supposedWord(potay.supposed[key]) + ")"];
        })) : null);
  }

  function name(key) {
    return potay.data(potay.store.nameOfKey(key));
  }

  function summary(answer) {
    const row = answer.row, way = answer.way, latest = answer.told && answer.told.latest_departure;
    const minutes = way ? way.minutes : row.minutes, km = way ? way.km : row.km;
    return el("table", { class: "facts" }, el("tbody", {},
      fact(t("Vehicle"), potay.data(potay.say(potay.head.movers[row.mover].title))),
      fact(t("Status"), [potay.sign(way ? way.status : row.status, "place", 14), " ",
        potay.statusWord(way ? way.status : row.status, "place")]),
      fact(t("Time and distance"), [potay.minutes(minutes), potay.km(km)].filter(Boolean)
        .join(" · ")),
      fact(t("Latest departure for a return the same day"),
        latest ? potay.departure(latest) : line()),
      fact(t("From"), [name(answer.from), " ", spot(answer.from)]),
      fact(t("To"), [name(answer.to), " ", spot(answer.to)])));
  }

  function fact(title, value) {
    return el("tr", {}, el("th", { scope: "row" }, title), el("td", {}, value));
  }

  function line() {
    return el("span", { class: "blank" }, "\u00a0");
  }

  // Where a place is: its own point, decimal and as a grid reference.
  function positionOf(key) {
    const row = potay.store.drawnByKey.get(key), net = potay.net(), place = net.placeOf.get(key);
    if (row && row.shape.length && !row.anchor) return row.shape[0];
    return place && place.node >= 0
      ? [net.lat[place.node] / 1e5, net.lon[place.node] / 1e5] : null;
  }

  function spot(key) {
    const at = positionOf(key);
    return !at ? "" : el("span", { class: "spot" },
      at[0].toFixed(5) + ", " + at[1].toFixed(5) + " · " + potay.mgrs(at[0], at[1]));
  }

  function blanks() {
    const titles = [t("Date"), t("Departure"), t("Convoy leader"), t("Vehicles and plates"),
      t("Load"), t("Radio channel and call signs")];
    return el("table", { class: "facts fill" }, el("tbody", {}, titles.map(function (title) {
      return fact(title, line());
    })));
  }

  function stations(answer) {
    const keys = answer.way ? answer.way.gateways : answer.row.gateways;
    return [el("h3", {}, t("Gateways in order")), keys.length
      ? el("table", { class: "list" }, el("thead", {}, el("tr", {}, ["", t("Name"), t("Status"),
        t("Reported hours"), t("Position"), t("Passed at")].map(function (title) {
        return el("th", { scope: "col" }, title);
      }))), el("tbody", {}, keys.map(station)))
      : el("p", {}, t("This way passes no gateway.")), quarters(answer)];
  }

  function station(key, i) {
    const said = potay.gatewayWords(key);
    return el("tr", {}, el("td", {}, String(i + 1)), el("th", { scope: "row" }, name(key)),
      el("td", {}, potay.sign(said.status, "gateway", 13), " ", said.words,
        said.since ? el("small", {}, " " + said.since) : ""),
      el("td", {}, said.windows.map(potay.hoursWords).join("; ")),
      el("td", {}, spot(key)), el("td", {}, line()));
  }

  // The quarters along the way with who is reported there.
  function quarters(answer) {
    const keys = answer.way ? answer.way.areas : answer.row.areas;
    if (!keys.length) return null;
    return el("p", { class: "small" }, el("strong", {}, t("Areas in order")), t(": "),
      keys.map(function (key, i) {
        const state = potay.store.stateByKey.get(key) || {};
        const held = state.control && state.control !== "unknown" && state.control !== "none";
        return [i ? " → " : "", name(key),
          held ? [" (", potay.data(potay.store.actorName(state.control)), ")"] : ""];
      }));
  }

  function contacts() {
    const titles = [t("Security focal point"), t("Departure"), t("Arrival"),
      t("Access and gateways"), t("Medical help")];
    return [el("h3", {}, t("Contacts")), el("table", { class: "list fill" }, el("tbody", {},
      titles.map(function (title) {
        return el("tr", {}, el("th", { scope: "row" }, title), el("td", {}, line()),
          el("td", {}, line()));
      })))];
  }

  function sources(answer) {
    const ids = answer.way ? answer.way.claims : answer.row.claims;
    const claims = ids.map(function (id) { return potay.store.claimById.get(id); })
      .filter(Boolean);
    if (!claims.length) return el("p", { class: "small" }, t("No report speaks of this way."));
    return [el("h3", {}, t("Reports behind it")), el("ul", { class: "small" },
      claims.slice(0, 14).map(function (claim) {
        const source = [claim.publisher || claim.source_id, claim.title].filter(Boolean);
        return el("li", {}, name(claim.subject_type + "." + claim.subject), t(": "),
          potay.claimKind(claim.kind), " ", potay.data(potay.claimValue(claim)), " · ",
          t("as of {date}", { date: potay.date(claim.as_of) }), " · ",
          potay.n("{n} day", "{n} days", claim.age_days || 0), " · ",
          potay.reliability(claim.reliability), " · ", potay.data(source.join(", ")));
      }), claims.length > 14 ? el("li", {}, potay.n("… and {n} more report",
        "… and {n} more reports", claims.length - 14)) : null)];
  }

  // Fewer positions: those farthest from the line between their neighbours stay.
  function thinned(positions, most) {
    let kept = [0, positions.length - 1];
    const far = function (p, a, b) {
      const k = Math.cos((p[0] * Math.PI) / 180);
      const dx = (b[1] - a[1]) * k, dy = b[0] - a[0];
      const px = (p[1] - a[1]) * k, py = p[0] - a[0];
      const along = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
      return Math.hypot(px - along * dx, py - along * dy);
    };
    while (kept.length < Math.min(most, positions.length)) {
      let worst = 0, at = -1;
      for (let i = 1; i < kept.length; i++) {
        for (let j = kept[i - 1] + 1; j < kept[i]; j++) {
          const away = far(positions[j], positions[kept[i - 1]], positions[kept[i]]);
          if (away > worst) { worst = away; at = j; }
        }
      }
      if (at < 0 || worst < 2e-5) break;
      kept = kept.concat(at).sort(function (x, y) { return x - y; });
    }
    return kept.map(function (i) { return positions[i]; });
  }

  // The way as a small GPX route, for phones that read it from the square code.
  potay.gpx = function (way) {
    const points = thinned(way.line, MOST_POINTS).map(function (at) {
      return '<rtept lat="' + at[0].toFixed(4) + '" lon="' + at[1].toFixed(4) + '"/>';
    });
    return '<gpx version="1.1" creator="potay" xmlns="http://www.topografix.com/GPX/1/1"><rte>' +
      points.join("") + "</rte></gpx>";
  };

  function code(answer) {
    if (!answer.way || typeof leanqr === "undefined") return null;
    const text = potay.gpx(answer.way), square = leanqr.generate(text,
      { minCorrectionLevel: leanqr.correction.L });
    let d = "";
    for (let y = 0; y < square.size; y++) {
      for (let x = 0; x < square.size; x++) {
        if (square.get(x, y)) d += "M" + x + " " + y + "h1v1h-1z";
      }
    }
    const wide = square.size + 8;
    return el("figure", { class: "qr" }, svg("svg", { role: "img",
      "aria-label": t("The way as a square code (GPX)"),
      viewBox: "-4 -4 " + wide + " " + wide, "shape-rendering": "crispEdges" },
    svg("rect", { x: -4, y: -4, width: wide, height: wide, fill: "#fff" }),
    svg("path", { d: d, fill: "#000" })),
    el("figcaption", {}, t("The way as a square code (GPX)")));
  }
})();
