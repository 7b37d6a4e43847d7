// What is said of a main road: its state, where, since when, who reports, which other ways there
// are. The paragraph is the library's own (ground/sentences.py), from the same table of phrases.

(function () {
  const NAMED = 3, WORST_FIRST = ["closed", "unknown", "restricted", "presumed", "silent", "open"];
  const TOLD_AT = ["closed", "restricted", "open", "unknown"];
  const WAY = ["reachable", "restricted", "presumed", "unknown", "cut_off"];
  const t = function (id, values) { return potay.t(id, values); };

  // Whether what is shown is what the library was asked: its vehicle, and nothing supposed.
  potay.isReported = function () {
    return potay.choice.mover === potay.head.mover && !potay.isSupposing();
  };

  // How a road stands at the moment shown; where nobody reports on a part of it, it is silent.
  potay.corridorStatus = function (row) {
    if (potay.past) return potay.past.corridor.get(row.ref) || "unknown";
    return row.status === "open" && row.stretches.some(potay.isSilent) ? "silent" : row.status;
  };

  potay.isSilent = function (stretch) {
    return stretch.status === "open" && !stretch.claims.length && !stretch.supposed;
  };

  potay.isNational = function (row) {
    return /^rn?\d/i.test(row.ref);
  };

  potay.WORST_FIRST = WORST_FIRST;

  // National roads by number, then the others, the worst of them first.
  potay.corridorsInOrder = function () {
    const national = potay.store.corridors.filter(potay.isNational);
    const others = potay.store.corridors.filter(function (row) { return !potay.isNational(row); });
    national.sort(function (a, b) {
      return /^rn/i.test(b.ref) - /^rn/i.test(a.ref) ||
        a.ref.localeCompare(b.ref, "fr", { numeric: true });
    });
    return national.concat(others.sort(function (a, b) {
      return WORST_FIRST.indexOf(potay.corridorStatus(a)) -
        WORST_FIRST.indexOf(potay.corridorStatus(b)) ||
        potay.nameOf(a).localeCompare(potay.nameOf(b), potay.choice.language);
    }));
  };

  // The stretches that are as bad as the road, and the newest report on them; apart from them
  // those that only a withheld report makes what they are.
  function worst(row) {
    const all = row.stretches.filter(function (one) { return one.status === row.status; });
    const bad = all.filter(function (one) { return !onlyWithheld(one); });
    return { stretches: bad, ask: all.length && !bad.length,
      supposed: bad.some(function (one) { return one.supposed; }),
      report: newest([].concat.apply([], bad.map(function (one) { return one.claims; }))) };
  }

  function isWithheld(one) { return one.kind === "withheld"; }

  function onlyWithheld(stretch) {
    return stretch.by.length > 0 && stretch.by.every(isWithheld);
  }

  function newest(ids) {
    return ids.map(function (id) { return potay.store.claimById.get(id); }).filter(Boolean)
      .reduce(function (last, one) {
        return !last || order(one) > order(last) ? one : last;
      }, null);
  }

  // The word for a stretch on its strip.
  potay.stretchWord = function (stretch, status) {
    if (stretch.status !== "unknown" || status !== "unknown") return potay.statusWord(status, "road");
    return onlyWithheld(stretch) ? potay.phrase("status_ask")
      : potay.head.silence === "not_told" && !stretch.by.length ? potay.phrase("status_untold")
        : potay.statusWord(status, "road");
  };

  function order(claim) {
    return claim.as_of.slice(0, 10) + claim.claim_id;
  }

  // In a line: its state, where, since when, over how much of it.
  potay.sentence = function (row) {
    const now = potay.corridorStatus(row), bad = worst(row);
    const untold = potay.head.silence === "not_told";
    const told = potay.past ? now : untold && now === "unknown" ? "untold" : bad.ask ? "ask" : now;
    const state = potay.el("strong", {}, told === now ? potay.statusWord(now, "road")
      : potay.phrase("status_" + told));
    if (potay.past || now === "silent") return state;
    if (told === "untold") return [state, uncertain(bad.stretches)];
    if (told === "ask") return [state, t(": "), potay.data(asked(row).join(", "))];
    const names = [], doubts = [];
    let km = 0;
    bad.stretches.forEach(function (one) {
      km += one.to - one.from;
      one.keys.concat(standing(row, one)).forEach(function (key) {
        const name = potay.store.nameOfKey(key), state = potay.store.stateByKey.get(key);
        if (names.indexOf(name) < 0) names.push(name);
        if (state && state.basis !== "claim") doubts.push(potay.basisWords(state.basis));
      });
    });
    const where = names.slice(0, NAMED).concat(names.length > NAMED ? "…" : []);
    const part = row.km && km < row.km - 0.05
      ? t("{part} of {whole}", { part: potay.km(km), whole: potay.km(row.km) }) : "";
    const rest = untold && row.stretches.filter(function (one) { return one.status === "unknown"; });
    return [
      state, where.length ? [t(": "), potay.data(where.join(", "))] : "",
      bad.supposed ? " · " + t("Supposition, not a report") : bad.report
        ? " · " + t("report of {date}", { date: potay.date(bad.report.as_of) }) : doubts.length
          ? " · " + doubts[0] : "",
      part ? " · " + part : "",
      asked(row).length ? " · " + potay.phrase("ask_at", asked(row).join(", ")) : "", rest && rest.length ? " · " + potay.phrase(
        rest.some(function (one) { return !one.by.length; }) ? "rest" : "rest_unsure") : "",
    ];
  };

  // Places of a road that a withheld report would close.
  function asked(row) {
    const names = [];
    row.stretches.forEach(function (stretch) {
      stretch.by.filter(isWithheld).forEach(function (one) {
        const name = one.key.slice(0, 5) === "road." ? fromTo(stretch)
          : potay.store.nameOfKey(one.key);
        if (names.indexOf(name) < 0) names.push(name);
      });
    });
    return names.slice(0, NAMED).concat(names.length > NAMED ? "…" : []);
  }

  // What reports that are worn or contradict each other speak of, on a road that is not told.
  function uncertain(stretches) {
    const places = named(stretches, function (one) { return potay.basisWords(one.kind) || potay.basisWords("claim");
    });
    return places.length ? " · " + potay.phrase("unknown_at", listed(places)) : "";
  }

  // Gateways on a stretch that are as bad as the stretch itself.
  function standing(row, stretch) {
    return row.gateways.filter(function (one) {
      const gateway = potay.store.drawnByKey.get(one.key);
      return one.km >= stretch.from && one.km <= stretch.to && gateway &&
        gateway.reading_status === stretch.status;
    }).map(function (one) { return one.key; });
  }

  // In full, as text: for whom, of when, its state, where, from whom, other ways, who lives there.
  potay.paragraph = function (row) {
    const now = potay.corridorStatus(row), mover = potay.past ? potay.timelineMover()
      : potay.isLive() ? potay.choice.mover : potay.head.mover; // a table tells of one vehicle
    const whom = potay.phrase("for", potay.say(potay.head.movers[mover].title)) + ", " +
      potay.phrase("as_of", potay.date(potay.shownMoment())) + t(": ");
    const head = whom.charAt(0).toUpperCase() + whom.slice(1);
    if (potay.past) return head + potay.statusWord(now, "road") + ".";
    const large = row.usable === false ? "; " + potay.phrase("too_large") : "";
    const parts = potay.head.silence === "not_told" ? [head + told(row) + large]
      : open(row, head, now, large);
    if (row.people_2km)
      parts.push(potay.phrase("people", potay.number(row.people_2km)));
    return parts.map(function (part) { return part + "."; }).join(" ");
  };

  // Where silence means that nobody reports.
  function open(row, head, now, large) {
    const bad = worst(row), parts = [head + potay.phrase(bad.ask ? "ask" : now) + large];
    const ask = row.stretches.filter(function (one) { return one.by.some(isWithheld); });
    if (bad.stretches.length && row.status !== "open")
      parts.push(potay.phrase("where", places(bad.stretches)));
    if (bad.stretches.length) parts.push(report(bad));
    if (ask.length) parts.push(potay.phrase("ask_where", places(ask)));
    if (potay.isReported()) parts.push(others(row.others || []));
    return parts;
  }

  // Where silence is not told: each place that a report speaks of, and that the rest is not told.
  function told(row) {
    const said = TOLD_AT.map(function (status) {
      const places = named(row.stretches.filter(function (one) {
        return one.status === status;
      }), reported);
      return places.length ? potay.phrase(status + "_at", listed(places)) : "";
    }).filter(Boolean);
    const rest = row.stretches.some(function (one) { return !one.by.length; });
    if (rest || !said.length) said.push(potay.phrase(said.length ? "rest" : "untold"));
    return said.join("; ");
  }

  // Each place that decides about some stretches, once, with what `words` say of it.
  function named(stretches, words) {
    const found = new Map();
    stretches.forEach(function (stretch) {
      stretch.by.forEach(function (one) {
        const name = one.key.slice(0, 5) === "road." ? fromTo(stretch)
          : potay.store.nameOfKey(one.key);
        if (!found.has(name)) found.set(name, name + " (" + words(one) + ")");
      });
    });
    return Array.from(found.values());
  }

  function listed(places) {
    return places.slice(0, NAMED).concat(places.length > NAMED
      ? potay.phrase("more_places", String(places.length - NAMED)) : []).join(", ");
  }

  function reported(one) {
    const claim = newest(one.claims);
    if (["report", "holder", "expired"].indexOf(one.kind) < 0) return potay.phrase("of_contradicted");
    return !claim ? potay.phrase("of_assumption")
      : potay.phrase("of_" + one.kind, claim.publisher || "", potay.date(claim.as_of));
  }

  function fromTo(one) {
    return potay.phrase("from_to", potay.number(one.from, 1), potay.number(one.to, 1));
  }

  function places(stretches) {
    const told = stretches.slice(0, NAMED).map(function (one) {
      const names = one.keys.map(potay.store.nameOfKey).join(", ");
      return fromTo(one) + (names ? " (" + names + ")" : "");
    });
    if (stretches.length > NAMED)
      told.push(potay.phrase("more", String(stretches.length - NAMED)));
    return told.join(", ");
  }

  function report(bad) {
    const claim = bad.report;
    if (bad.supposed) return t("Supposition, not a report");
    if (!claim) return potay.phrase("no_report");
    return potay.phrase("last_report", claim.publisher || "", potay.date(claim.as_of)) +
      (claim.valid_from ? " (" + potay.phrase("since", potay.date(claim.valid_from)) + ")" : "");
  }

  function time(minutes) {
    const hours = Math.floor(minutes / 60), rest = String(minutes % 60);
    return hours ? potay.phrase("hours", String(hours), rest.padStart(2, "0"))
      : potay.phrase("minutes", rest);
  }

  function others(ways) {
    if (!ways.length) return potay.phrase("no_other");
    return potay.phrase("others", ways.map(function (way) {
      return potay.phrase("way", time(way.minutes), [potay.phrase("way_" + WAY[way.level])]
        .concat(way.gateways.map(potay.store.nameOfKey)).join(", "));
    }).join("; "));
  }
})();
