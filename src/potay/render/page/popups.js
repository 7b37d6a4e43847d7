// What is said of one thing: reported state first, then why, from whom, how old, and who disagrees.

(function () {
  const el = potay.el, t = function (id, values) { return potay.t(id, values); };
  // Told after what is said of control and passage.
  const BESIDE = ["note", "incident", "displacement"];
  const PAVED = ["paved", "asphalt", "concrete", "paving_stones", "sett", "cobblestone"];
  let opened = null;

  // The reader's focus goes into the pop-up and, when it closes, back to where it was.
  potay.open = function (kind, row, at) {
    const before = document.activeElement, told = content(kind, row);
    const popup = L.popup({ maxWidth: 320, minWidth: 220, maxHeight: 340,
      autoPanPaddingTopLeft: [12, 44], autoPanPaddingBottomRight: [12, 12] });
    popup.on("remove", function () {
      opened = null;
      if (told.contains(document.activeElement) || document.activeElement === document.body)
        before.focus({ preventScroll: true });
    });
    popup.setLatLng(at).setContent(told).openOn(potay.map);
    popup.getElement().querySelector("a.leaflet-popup-close-button")
      .setAttribute("aria-label", t("Close"));
    told.focus({ preventScroll: true });
    opened = { kind: kind, row: row, at: at };
  };

  // In the new language, where it stood.
  potay.reopen = function () {
    if (opened) potay.open(opened.kind, opened.row, opened.at);
  };

  function content(kind, row) {
    const close = function (event) {
      if (event.key === "Escape") potay.map.closePopup();
    };
    return el("article", { class: "popup", tabindex: -1, onkeydown: close },
      el("h3", {}, potay.data(potay.nameOf(row))), potay.past ? then(kind, row) : BODY[kind](row));
  }

  // At another moment: how it stood then; reports are told for the map's own moment.
  function then(kind, row) {
    const best = kind === "place" ? potay.store.best(row) : null;
    const told = {
      area: function () { return [holder(row), el("p", {}, potay.basisWords(row.basis))]; },
      gateway: function () {
        return [badge(row.reading_status, "gateway"), el("p", {}, potay.basisWords(row.basis))];
      },
      road: function () { return badge(potay.roadStatus(row), "road"); },
      place: function () { return best ? badge(best.status, "place") : null; },
    }[kind];
    return [el("p", { class: "kind" }, potay.date(potay.shownMoment())), told ? told() : null,
      el("button", { type: "button", class: "link", onclick: potay.goHome },
        t("Back to {date}", { date: potay.date(potay.head.as_of) }))];
  }

  const BODY = {
    area: function (row) {
      const key = "area." + row.id;
      return [subtitle(t("Area"), row.commune), holder(row), known(row), potay.supposedBadge(key),
        ask(key), reports(key, row), potay.supposeBox(key)];
    },
    gateway: function (row) {
      const status = row.reading_status || row.status || "unknown";
      const key = "gateway." + row.id;
      return [subtitle(t("Gateway"), roadName(row.corridor)),
        potay.supposedBadge(key) || badge(status, "gateway", key), known(row), hours(row),
        reports(key, row), potay.supposeBox(key)];
    },
    road: function (row) {
      return [subtitle(t("Road"), row.ref), badge(potay.roadStatus(row), "road"), facts(row),
        (row.governors || []).some(potay.isAsk) ? el("p", {}, askWords()) : null,
        because(row), potay.supposeRoad(row)];
    },
    place: place,
    obstacle: function (row) {
      return [subtitle(t("Obstacle"), potay.kindWord(row.kind)), note(row.note),
        potay.supposedBadge("obstacle." + row.id), ask("obstacle." + row.id),
        reports("obstacle." + row.id, row),
        potay.supposeBox("obstacle." + row.id)];
    },
  };

  function subtitle(kind, more) {
    return el("p", { class: "kind" }, kind, more ? [" · ", potay.data(more)] : "");
  }

  function badge(status, kind, key) {
    return el("p", { class: "badge" }, potay.sign(status, kind, 20), " ",
      el("strong", {}, key ? potay.standingWord(key, status, kind)
        : potay.statusWord(status, kind)));
  }

  // That a report which may not be shown here would close it: no value, no date, no source.
  function ask(key) {
    return potay.isAsk(key) ? el("p", { class: "badge" }, potay.sign("unknown", "gateway", 20), " ",
      el("strong", {}, askWords())) : null;
  }

  function askWords() {
    const words = potay.phrase("basis_withheld");
    return words.charAt(0).toUpperCase() + words.slice(1);
  }

  function note(text) {
    return text ? el("p", { class: "note" }, potay.data(text)) : null;
  }

  function roadName(corridor) {
    const found = potay.store.corridors.filter(function (one) { return one.ref === corridor; })[0];
    return found ? potay.nameOf(found) : corridor;
  }

  function holder(row) {
    const held = row.basis === "claim" && row.control && row.control !== "unknown";
    const contested = row.basis === "contradicted" || row.control === "contested";
    const words = contested ? t("contested") : held ? potay.store.actorName(row.control)
      : row.basis === "not_told" ? potay.basisWords(row.basis) : t("unknown");
    const group = held && row.control !== "none" && !contested;
    return [
      el("p", { class: "badge" }, t("Reported control:"), " ", el("strong", {}, potay.data(words))),
      group && row.coalition && row.coalition !== row.control
        ? el("p", {}, t("Coalition:"), " ", potay.data(potay.store.actorName(row.coalition)))
        : null,
    ];
  }

  // Basis, age and reliability in one line each.
  function known(row) {
    const basis = potay.basisOf(row);
    const means = potay.pick({ not_told: "untold_means", withheld: "ask_means" }, basis);
    const lines = [means ? potay.phrase(means) : potay.basisWords(basis)];
    const claim = potay.store.claimById.get((stateOf(row) || {}).claim_id);
    if (claim) lines.push(t("as of {date}", { date: potay.date(claim.as_of) }));
    if (row.basis === "claim" || row.basis === "contradicted") {
      if (typeof row.age_days === "number")
        lines.push(potay.n("{n} day old on the map's date", "{n} days old on the map's date",
          row.age_days));
      lines.push(potay.reliability(row.reliability));
      if (row.stale) lines.push(t("getting old: confirm before relying on it"));
    }
    const last = (stateOf(row) || {}).last;
    if (row.basis === "expired" && last)
      lines.push(t("last report: {what}", { what: potay.stateWords(last) }));
    return el("p", { class: "known" }, lines.filter(Boolean).join(" · "));
  }

  function stateOf(row) {
    return potay.store.stateByKey.get(potay.keyOf(row));
  }

  function hours(row) {
    const state = stateOf(row) || row;
    return [
      list(t("Reported hours"), row.windows || state.windows, potay.hoursWords),
      list(t("Curfew"), state.curfews, potay.hoursWords),
      list(t("Reported tolls"), row.tolls || state.tolls, potay.tollWords),
    ];
  }

  function list(title, items, words) {
    return items && items.length
      ? el("p", {}, title + t(": "), potay.data(items.map(words).join("; "))) : null;
  }

  function facts(row) {
    const words = [];
    if (row.class) words.push(potay.roadClass(row.class));
    if (row.surface) words.push(PAVED.indexOf(row.surface) >= 0 ? t("paved") : t("unpaved"));
    if (row.bridge === true) words.push(t("bridge"));
    return words.length ? el("p", { class: "known" }, words.join(" · ")) : null;
  }

  // What decides about a piece of road, each with its own reports.
  function because(row) {
    const road = "road." + row.road;
    const keys = (row.governors || []).concat(potay.store.claimsByKey.has(road) ? [road] : []);
    if (!keys.length) {
      return el("p", { class: "known" }, potay.phrase("ungoverned"));
    }
    return keys.filter(function (key, i) { return keys.indexOf(key) === i; }).slice(0, 4)
      .map(function (key) {
        const state = potay.store.stateByKey.get(key) || { basis: potay.head.silence };
        return el("div", { class: "reason" },
          el("h4", {}, jump(key), t(": "), potay.supposed[key]
            ? potay.supposedWord(potay.supposed[key]) : stands(key, state)),
          claims(key, state));
      });
  }

  // What is reported of a subject and on what that rests; one phrase where nothing is.
  function stands(key, state) {
    if (potay.isAsk(key)) return potay.basisWords("withheld");
    if (state.basis === "not_told") return potay.basisWords(state.basis);
    const words = [state.status, state.control].filter(function (word) {
      return word && word !== "unknown";
    })[0];
    return [potay.data(potay.stateWords(words || "unknown")),
      " (", potay.basisWords(state.basis), ")"];
  }

  function jump(key) {
    const name = potay.data(potay.store.nameOfKey(key));
    return !potay.store.drawnByKey.has(key) ? name : el("button", { type: "button", class: "link",
      onclick: function () { potay.show(key); } }, name);
  }
  potay.jump = jump;

  function place(row) {
    const site = potay.isSite(row);
    return [
      subtitle(site ? t("Displacement site") : potay.kindWord(row.kind), row.commune),
      row.persons ? el("p", {}, potay.n("{n} person", "{n} people", row.persons),
        row.households ? " · " + potay.n("{n} household", "{n} households", row.households) : "")
        : null,
      row.own_status ? badge(row.own_status, "gateway") : null,
      el("p", { class: "known" }, potay.say(potay.head.movers[potay.choice.mover].title)),
      potay.askButton(row), answers(row), note(row.note),
      reports(potay.keyOf(row), row), potay.supposeBox(potay.keyOf(row)),
    ];
  }

  // From the departure point that serves best in full, from the others in a line.
  function answers(row) {
    const best = potay.store.best(row);
    return best ? [answer(best, true)].concat(potay.store.answers(row).filter(function (one) {
      return one !== best;
    }).map(function (one) { return answer(one, false); })) : null;
  }

  function answer(row, whole) {
    const way = [potay.minutes(row.minutes), potay.km(row.km)].filter(Boolean).join(" · ");
    const title = [potay.sign(row.status, "place", 16), " ", t("from {place}", { place: "" }),
      potay.data(potay.store.hubName(row.hub)), t(": "), potay.statusWord(row.status, "place"),
      way ? " · " + way : ""];
    const told = [through(t("by way of"), row.gateways), stops(row),
      through(t("would have to be reported open:"), row.would_open), readings(row)];
    return whole ? el("div", { class: "reason" }, el("h4", {}, title), told)
      : el("details", { class: "reason" }, el("summary", {}, title), told);
  }

  // The same question if every unknown is closed, if silence means open, if every unknown is open.
  function readings(row) {
    if (row.best_case === undefined && row.worst_case === undefined) return null;
    const said = ["worst", "presumed", "best"].map(function (reading) {
      return [potay.phrase("reading_" + reading), row[reading + "_case"]];
    }).map(function (one) {
      const minutes = one[1] === null || one[1] === undefined;
      return one[0] + t(": ") + (minutes ? t("no way") : potay.minutes(one[1]));
    });
    if (row.probability >= 0.01) {
      const n = { n: potay.number(100 * row.probability) };
      said.push(row.bound ? t("chance that it is reached: at least {n} % (by this way alone; " +
        "potay tells the exact figure)", n) : t("chance that it is reached: about {n} %", n));
    }
    return el("ul", { class: "known readings" }, said.map(function (one) {
      return el("li", {}, one);
    }));
  }

  function through(title, items) {
    if (!items || !items.length) return null;
    const all = items.map(potay.store.nameOfKey);
    return el("p", {}, title, " ", items.map(function (key, i) {
      const twice = all.indexOf(all[i]) !== all.lastIndexOf(all[i]);
      return [i ? ", " : "", jump(key), twice ? " (" + typeWord(key) + ")" : ""];
    }));
  }

  // What a subject is, where a gateway and its quarter bear the same name.
  function typeWord(key) {
    return potay.pick({ area: t("area"), gateway: t("gateway"), obstacle: t("obstacle") },
      key.split(".")[0], t("place"));
  }

  function stops(row) {
    if (!row.blocked_by || !row.blocked_by.length) return null;
    const reported = row.blocked_by.filter(function (key) {
      return (potay.store.stateByKey.get(key) || {}).basis === "claim" && !potay.isAsk(key);
    });
    const withheld = row.blocked_by.filter(potay.isAsk);
    const silent = row.blocked_by.filter(function (key) {
      return reported.indexOf(key) < 0 && withheld.indexOf(key) < 0;
    });
    return [reported.slice(0, 3).map(function (key) {
      return [through(t("stopped by"), [key]), claims(key, potay.store.stateByKey.get(key), 1)];
    }), through(t("also stopped by"), reported.slice(3)),
    withheld.length ? through(askWords() + t(": "), withheld) : null,
    through(t("nothing certain is known of"), silent)];
  }

  function reports(key, row) {
    return claims(key, potay.store.stateByKey.get(key) || row);
  }

  // The reports on one subject: the one that holds, its rivals, the rest, expired ones last.
  function claims(key, state, most) {
    const rank = function (claim) {
      if (claim.claim_id === state.claim_id) return 0;
      if ((state.rivals || []).indexOf(claim.claim_id) >= 0) return 1;
      return (claim.holds ? 2 : 3) + (BESIDE.indexOf(claim.kind) >= 0 ? 2 : 0);
    };
    const all = (potay.store.claimsByKey.get(key) || []).slice().sort(function (a, b) {
      return rank(a) - rank(b) || (a.as_of < b.as_of ? 1 : -1);
    });
    if (!all.length) return null;
    return el("ul", { class: "claims" }, all.slice(0, most || 6).map(function (claim) {
      return el("li", { class: ["winner", "rival"][rank(claim)] ||
        (claim.holds ? "holds" : "old") }, report(claim));
    }), all.length > (most || 6) && !most
      ? el("li", {}, potay.n("… and {n} more report", "… and {n} more reports", all.length - 6)) : null);
  }

  function report(claim) {
    const source = [claim.publisher || claim.source_id, claim.title].filter(Boolean).join(", ");
    return [
      claim.holds ? null : el("em", {}, t("last report on {date}", { date: potay.date(claim.as_of) }), ": "),
      el("span", { class: "kindword" }, potay.claimKind(claim.kind), " "),
      el("strong", {}, potay.data(potay.claimValue(claim))), " · ",
      claim.holds ? [t("as of {date}", { date: potay.date(claim.as_of) }), " · "] : null,
      potay.reliability(claim.reliability), claim.stale ? " · " + t("getting old") : "",
      el("br"), el("span", { class: "source" }, potay.data(source),
        claim.published ? " (" + potay.date(claim.published) + ")" : ""),
      claim.note ? [el("br"), el("span", { class: "note" }, potay.data(claim.note))] : null,
    ];
  }

  potay.told = { readings: readings, stops: stops, through: through, report: report };
})();
