// What is said of one thing: reported state first, then why, from whom, how old, and who disagrees.

(function () {
  const el = potay.el, t = function (id, values) { return potay.t(id, values); };
  const PAVED = ["paved", "asphalt", "concrete", "paving_stones", "sett", "cobblestone"];
  let opened = null;

  // The reader's focus goes into the pop-up and, when it closes, back to where it was.
  potay.open = function (kind, row, at) {
    const before = document.activeElement, told = content(kind, row);
    const popup = L.popup({ maxWidth: 320, minWidth: 220, maxHeight: 340,
      autoPanPadding: [12, 12] });
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
    return el("article", { class: "popup", tabindex: -1, onkeydown: close }, el("h3", {}, potay.data(potay.nameOf(row))),
      BODY[kind](row));
  }

  const BODY = {
    area: function (row) {
      return [subtitle(t("Area"), row.commune), holder(row), known(row),
        reports("area." + row.id, row)];
    },
    gateway: function (row) {
      const status = row.reading_status || row.status || "unknown";
      return [subtitle(t("Gateway"), roadName(row.corridor)), badge(status, "gateway"), known(row),
        hours(row), reports("gateway." + row.id, row)];
    },
    road: function (row) {
      return [subtitle(t("Road"), row.ref), badge(potay.roadStatus(row), "road"), facts(row),
        because(row)];
    },
    place: place,
    obstacle: function (row) {
      return [subtitle(t("Obstacle"), potay.kindWord(row.kind)), note(row.note),
        reports("obstacle." + row.id, row)];
    },
  };

  function subtitle(kind, more) {
    return el("p", { class: "kind" }, kind, more ? [" · ", potay.data(more)] : "");
  }

  function badge(status, kind) {
    return el("p", { class: "badge" }, potay.sign(status, kind, 20), " ",
      el("strong", {}, potay.statusWord(status, kind)));
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
      : t("unknown");
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
    const lines = [potay.basisWords(row.basis)];
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
    if (row.basis === "expired" && last) lines.push(t("last report: {what}", { what: value(last) }));
    return el("p", { class: "known" }, lines.filter(Boolean).join(" · "));
  }

  function stateOf(row) {
    return potay.store.stateByKey.get(potay.keyOf(row));
  }

  function value(word) {
    const said = { open: 1, restricted: 1, closed: 1, abandoned: 1 };
    return potay.pick(said, word) ? potay.statusWord(word, "gateway") : potay.store.actorName(word);
  }

  function hours(row) {
    const state = stateOf(row) || row;
    return [
      list(t("Reported hours"), row.windows || state.windows),
      list(t("Curfew"), state.curfews),
      list(t("Reported tolls"), row.tolls || state.tolls),
    ];
  }

  function list(title, items) {
    return items && items.length
      ? el("p", {}, title + ": ", potay.data(items.join("; "))) : null;
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
      return el("p", { class: "known" }, t("No area, gateway or report governs this stretch; " +
        "it is drawn as its dataset describes it."));
    }
    return keys.filter(function (key, i) { return keys.indexOf(key) === i; }).slice(0, 4)
      .map(function (key) {
        const state = potay.store.stateByKey.get(key) || { basis: "no_report" };
        const words = key.slice(0, 5) === "area." && state.control
          ? potay.store.actorName(state.control) : value(state.status || "unknown");
        return el("div", { class: "reason" },
          el("h4", {}, jump(key), ": ", potay.data(words), " (", potay.basisWords(state.basis), ")"),
          claims(key, state));
      });
  }

  function jump(key) {
    const name = potay.data(potay.store.nameOfKey(key));
    return !potay.store.drawnByKey.has(key) ? name : el("button", { type: "button", class: "link",
      onclick: function () { potay.show(key); } }, name);
  }
  potay.jump = jump;

  function place(row) {
    const answers = potay.store.answers(row);
    const site = potay.isSite(row);
    return [
      subtitle(site ? t("Displacement site") : potay.kindWord(row.kind), row.commune),
      row.persons ? el("p", {}, potay.n("{n} person", "{n} people", row.persons),
        row.households ? " · " + potay.n("{n} household", "{n} households", row.households) : "")
        : null,
      row.own_status ? badge(row.own_status, "gateway") : null,
      el("p", { class: "known" }, potay.say(potay.head.movers[potay.choice.mover].title)),
      answers.map(answer), note(row.note), reports(potay.keyOf(row), row),
    ];
  }

  function answer(row) {
    const way = [potay.minutes(row.minutes), potay.km(row.km)].filter(Boolean).join(" · ");
    return el("div", { class: "reason" },
      el("h4", {}, potay.sign(row.status, "place", 16), " ",
        t("from {place}", { place: "" }), potay.data(potay.store.hubName(row.hub)), ": ",
        potay.statusWord(row.status, "place"), way ? " · " + way : ""),
      through(t("by way of"), row.gateways),
      stops(row), through(t("would open it:"), row.would_open));
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
    return [through(t("stopped by"), row.blocked_by)].concat(
      row.blocked_by.slice(0, 3).map(function (key) {
        return claims(key, potay.store.stateByKey.get(key) || {}, 1);
      }));
  }

  function reports(key, row) {
    return claims(key, potay.store.stateByKey.get(key) || row);
  }

  // The reports on one subject: the one that holds, its rivals, the rest, expired ones last.
  function claims(key, state, most) {
    const rank = function (claim) {
      if (claim.claim_id === state.claim_id) return 0;
      if ((state.rivals || []).indexOf(claim.claim_id) >= 0) return 1;
      return claim.holds ? 2 : 3;
    };
    const all = (potay.store.claimsByKey.get(key) || []).slice().sort(function (a, b) {
      return rank(a) - rank(b) || (a.as_of < b.as_of ? 1 : -1);
    });
    if (!all.length) return null;
    return el("ul", { class: "claims" }, all.slice(0, most || 6).map(function (claim) {
      return el("li", { class: ["winner", "rival", "holds", "old"][rank(claim)] }, report(claim));
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

  potay.claimValue = function (claim) {
    return claim.kind === "control" || claim.kind === "status" || claim.kind === "alliance"
      ? value(claim.value) : String(claim.value === undefined ? "" : claim.value);
  };

  potay.claimKind = function (kind) {
    return potay.pick({
      control: t("control"), status: t("state"), alliance: t("alliance"), window: t("hours"),
      curfew: t("curfew"), toll: t("toll"), delay: t("delay"), displacement: t("displacement"),
      season: t("season"), incident: t("incident"), note: t("note"),
    }, kind, kind);
  };

  potay.roadClass = function (word) {
    return potay.pick({
      motorway: t("motorway"), trunk: t("national road"), primary: t("primary road"),
      secondary: t("secondary road"), tertiary: t("tertiary road"), residential: t("street"),
      unclassified: t("minor road"), service: t("service road"), track: t("track"),
      path: t("path"),
    }, word, word);
  };

  potay.kindWord = function (kind) {
    return potay.pick({
      port: t("port"), airport: t("airport"), helipad: t("helipad"), hospital: t("hospital"),
      clinic: t("clinic"), fuel_terminal: t("fuel terminal"), warehouse: t("warehouse"),
      market: t("market"), water_point: t("water point"), police: t("police"),
      school: t("school"), bridge: t("bridge"), other: t("other facility"),
      barricade: t("barricade"), toll_post: t("toll post"), flooded: t("flooded"),
    }, kind, kind || t("place"));
  };
})();
