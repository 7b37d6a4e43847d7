// Ask: from where, with which vehicle, to where. The answer with its reasons, and other ways.

(function () {
  const el = potay.el, t = function (id, values) { return potay.t(id, values); };
  const REACHED = ["reachable", "restricted", "presumed", "unknown"];
  const asked = { from: "", to: "", way: 0, open: false };
  let form = null, drawn = null;

  // What was asked last, with its answer, for the movement card.
  potay.question = function () {
    return asked.from && asked.to ? answerOf(asked.from, asked.to) : null;
  };

  function answerOf(from, to) {
    const net = potay.net(), start = net.placeOf.get(from), end = net.placeOf.get(to);
    if (start.apart || start.node < 0) return { from: from, to: to, off: from };
    const row = potay.answerFor(start, end);
    if (!row) return { from: from, to: to, same: true };
    const ways = row.status === "misplaced" ? []
      : potay.ways(potay.askedFrom(start.node), end.node, 3);
    const told = start.type === "infrastructure" && potay.tableRow(end.type, end.id, start.id);
    if (told && told.probability !== undefined) {
      row.probability = told.probability;
      row.bound = false;
    }
    return { from: from, to: to, row: row, ways: ways, told: told || null,
      way: ways[Math.min(asked.way, ways.length - 1)] || null };
  }

  potay.ask = function (from, to) {
    asked.from = from || asked.from || start();
    asked.to = to || asked.to;
    asked.way = 0;
    asked.open = true;
    potay.drawAsk();
    if (asked.from && asked.to) look();
  };

  function start() {
    const hub = potay.choice.hub || potay.head.hubs[0];
    return hub ? "infrastructure." + hub : "";
  }

  // The button in a place's pop-up: the way there from where it is reached best.
  potay.askButton = function (row) {
    const key = potay.keyOf(row);
    if (!potay.isLive() || !potay.net().placeOf.has(key)) return null;
    return el("p", {}, el("button", { type: "button", class: "act", onclick: function () {
      const best = potay.store.best(row);
      potay.map.closePopup();
      potay.ask(best ? "infrastructure." + best.hub : start(), key);
      potay.byId("ask").scrollIntoView({ block: "start" });
      potay.byId("ask-result").focus({ preventScroll: true });
    } }, t("Ask for the way")));
  };

  potay.drawAsk = function () {
    if (!potay.isLive()) return;
    const box = panel();
    if (!form || form.language !== potay.choice.language) makeForm();
    box.firstChild.setAttribute("aria-expanded", String(asked.open));
    potay.byId("ask-body").hidden = !asked.open;
    form.from.set(asked.from);
    form.to.set(asked.to);
    vehicles();
    const answer = potay.question();
    potay.replace(potay.byId("ask-result"), answer ? told(answer) : null);
    drawWay(answer);
  };

  function panel() {
    let box = potay.byId("ask");
    if (!box) {
      box = el("section", { class: "ask", id: "ask" },
        el("button", { type: "button", class: "opener", "aria-controls": "ask-body",
          onclick: function () {
            asked.open = !asked.open;
            asked.from = asked.from || start();
            potay.drawAsk();
          } }),
        el("div", { id: "ask-body" }, el("form", { id: "ask-form", onsubmit: function (event) {
          event.preventDefault();
        } }), el("div", { id: "ask-result", tabindex: -1, "aria-live": "polite" })));
      potay.byId("counts").insertAdjacentElement("afterend", box);
    }
    return box;
  }

  function makeForm() {
    const choose = function (name) {
      return function (key) { if (key) { asked[name] = key; potay.ask("", ""); } };
    };
    form = { language: potay.choice.language,
      from: potay.placeField("ask-from", t("From"), choose("from")),
      to: potay.placeField("ask-to", t("To"), choose("to")) };
    potay.replace(panel().firstChild, t("Ask for a way"));
    potay.replace(potay.byId("ask-form"), form.from.node, form.to.node,
      el("label", { for: "ask-mover" }, t("Vehicle")), el("select", { id: "ask-mover",
        onchange: function (event) {
          const select = potay.byId("mover");
          select.value = event.target.value;
          select.onchange();
        } }));
  }

  function vehicles() {
    potay.replace(potay.byId("ask-mover"), potay.net().movers.map(function (name) {
      return el("option", { value: name, selected: name === potay.choice.mover },
        potay.flat(potay.say(potay.head.movers[name].title)));
    }));
  }

  function told(answer) {
    const title = el("h3", {}, name(answer.from), " → ", name(answer.to));
    if (answer.same) return [title, el("p", {}, t("Both are the same place."))];
    if (answer.off) {
      return [title, el("p", {}, name(answer.off), t(": "),
        t("no road that joins the others is near it"))];
    }
    return el("article", { class: "result" }, title, headline(answer), times(answer),
      gateways(answer), hindrance(answer), reports(answer), ways(answer),
      answer.row.status === "misplaced" || !potay.makeCard ? null
        : el("p", {}, el("button", { type: "button", class: "act", onclick: potay.openCard },
          t("Movement card"))));
  }

  function name(key) {
    return potay.data(potay.store.nameOfKey(key));
  }

  function headline(answer) {
    const row = answer.row;
    return [el("p", { class: "badge" }, potay.sign(row.status, "place", 22), " ",
      el("strong", {}, potay.statusWord(row.status, "place")),
      [potay.minutes(row.minutes), potay.km(row.km)].filter(Boolean).map(function (one) {
        return [" · ", one];
      })),
    potay.isSupposing() ? el("p", { class: "mark" }, t("Supposition, not a report")) : null,
    row.blocked_by.some(potay.isAsk) ? el("p", { class: "mark" }, potay.phrase("status_ask"))
      : null,
    el("p", { class: "asked" }, potay.data(potay.say(potay.head.movers[row.mover].title)), " · ",
      t("As reported on {date}", { date: potay.date(potay.head.as_of) }))];
  }

  function times(answer) {
    const row = answer.row;
    return [
      REACHED.indexOf(row.status) < 0 ? null : el("p", {},
        t("Latest departure for a return the same day"), t(": "), latest(answer)),
      row.detour_minutes > 1 ? el("p", {}, t("{n} longer than with nothing closed",
        { n: potay.minutes(row.detour_minutes) })) : null,
      row.status === "misplaced" ? null : potay.told.readings(row),
    ];
  }

  // The hour, where the library worked it out for this pair as reported; else who tells it.
  function latest(answer) {
    if (!answer.told) return t("not worked out in this page; potay tells it");
    const hour = answer.told.latest_departure;
    return el("strong", {}, hour ? potay.departure(hour) : t("none found"));
  }

  // What a gateway's state is now, from when and whom that is known.
  potay.gatewayWords = function (key) {
    const row = potay.store.drawnByKey.get(key) || {}, supposed = potay.supposed[key];
    const state = potay.store.stateByKey.get(key) || { basis: potay.head.silence };
    const claim = potay.store.claimById.get(state.claim_id);
    return { status: row.reading_status || "unknown", supposed: supposed, state: state,
      claim: claim, words: supposed ? potay.supposedWord(supposed)
        : potay.standingWord(key, row.reading_status || "unknown", "gateway"),
      windows: state.windows || row.windows || [], since: supposed ? ""
        : claim ? t("report of {date}", { date: potay.date(claim.as_of) })
          : potay.isAsk(key) ? potay.phrase("ask_means") : potay.basisWords(state.basis) };
  };

  function gateways(answer) {
    const keys = answer.row.gateways;
    if (!keys.length) return null;
    return [el("h4", {}, t("Gateways in order")),
      el("ol", { class: "stations" }, keys.map(function (key) {
        const said = potay.gatewayWords(key);
        return el("li", {}, potay.sign(said.status, "gateway", 16), " ", potay.jump(key), t(": "),
          said.words, said.since ? " · " + said.since : "",
          said.windows.length ? " · " + said.windows.map(potay.hoursWords).join("; ") : "");
      }))];
  }

  function hindrance(answer) {
    const row = answer.row;
    if (!row.blocked_by.length) return null;
    return [potay.told.stops(row),
      potay.told.through(t("would have to be reported open:"), row.would_open)];
  }

  // Every report the answer rests on: who said it, when, how sure.
  function reports(answer) {
    const claims = claimsOf(answer);
    if (!claims.length) return null;
    return el("details", {}, el("summary", {}, potay.n("{n} report behind this answer",
      "{n} reports behind this answer", claims.length)),
    el("ul", { class: "claims" }, claims.map(function (claim) {
      return el("li", { class: claim.holds ? "holds" : "old" },
        name(claim.subject_type + "." + claim.subject), t(": "), potay.told.report(claim));
    })));
  }

  function claimsOf(answer) {
    const ids = answer.row.claims.length || !answer.ways.length ? answer.row.claims
      : answer.ways[0].claims;
    return ids.map(function (id) { return potay.store.claimById.get(id); }).filter(Boolean);
  }

  function ways(answer) {
    if (!answer.ways.length) return null;
    return [el("h4", {}, t("Ways")), el("ol", { class: "ways" },
      answer.ways.map(function (way, i) { return wayItem(answer, way, i); }))];
  }

  function wayItem(answer, way, i) {
    const modes = way.modes.filter(function (mode) { return mode !== "road"; });
    return el("li", { class: way === answer.way ? "chosen" : "" },
      el("button", { type: "button", class: "link", "aria-pressed": String(way === answer.way),
        onclick: function () { asked.way = i; potay.drawAsk(); look(); } },
      t("Show on the map")), " ", potay.sign(way.status, "place", 15), " ",
      potay.statusWord(way.status, "place"), " · ", potay.minutes(way.minutes), " · ",
      potay.km(way.km), modes.length ? " · " + modes.map(potay.modeWord).join(", ") : "",
      el("div", { class: "known" }, way.gateways.length ? [t("by way of"), " ",
        potay.data(way.gateways.map(potay.store.nameOfKey).join(", ")), ". "] : "",
      potay.carriesWords(way.carries), ". ",
      way.usable ? "" : [el("strong", {}, t("This vehicle cannot use it.")), " "],
      i && way.independent ? t("Stands and falls with none of the others.") : "",
      t("chance that this way is passable: {n} %",
        { n: potay.number(100 * way.probability, way.probability < 0.1 ? 1 : 0) }), "."));
  }

  potay.modeWord = function (mode) {
    return potay.pick({ sea: t("by sea"), air: t("by air"), ferry: t("by ferry") }, mode, mode);
  };

  // What can use a way.
  potay.carriesWords = function (carries) {
    const said = [[t("Any vehicle"), t("People on foot"), t("Motorcycles"),
      t("Light vehicles up to 3.5 t"), t("Trucks up to 10 t"), t("Trucks up to 20 t"),
      t("Trucks with trailers")][carries.vehicle_class]];
    if (carries.max_weight_t)
      said.push(t("at most {n} t", { n: potay.number(carries.max_weight_t) }));
    if (carries.max_height_m)
      said.push(t("at most {n} m high", { n: potay.number(carries.max_height_m, 1) }));
    if (carries.unpaved_km >= 0.1)
      said.push(t("{n} km unpaved", { n: potay.number(carries.unpaved_km, 1) }));
    return said.concat(carries.days.map(potay.hoursWords)).join(", ");
  };

  // The way on the map: a broad line under a dark one, dashed where it is a link.
  function drawWay(answer) {
    if (drawn) drawn.remove();
    drawn = null;
    if (!answer || !answer.way) return;
    const line = answer.way.line, renderer = wayRenderer();
    const said = { renderer: renderer, interactive: false, lineJoin: "round" };
    drawn = L.layerGroup([
      L.polyline(line, Object.assign({ color: "#ffffff", weight: 18, opacity: 0.8 }, said)),
      L.polyline(line, Object.assign({ color: "#7b3fc4", weight: 14, opacity: 0.5 }, said)),
      L.circleMarker(line[0], Object.assign({ radius: 7, color: "#5b2a86", weight: 3,
        fillColor: "#fff", fillOpacity: 1 }, said)),
      L.circleMarker(line[line.length - 1], Object.assign({ radius: 7, color: "#fff", weight: 2,
        fillColor: "#5b2a86", fillOpacity: 1 }, said)),
    ]).addTo(potay.map);
  }

  let renderer = null;
  function wayRenderer() {
    if (!renderer) {
      const pane = potay.map.createPane("way");
      pane.style.zIndex = 235; // under the roads' own signs of status
      pane.style.pointerEvents = "none";
      renderer = L.svg({ pane: "way", padding: 0.5 });
    }
    return renderer;
  }

  function look() {
    const answer = potay.question();
    if (!answer || !answer.way) return;
    potay.map.fitBounds(L.latLngBounds(answer.way.line), { animate: false, padding: [40, 40] });
  }
})();
