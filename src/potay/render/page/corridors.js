// What is said of a main road: its state, where, since when, who reports, which other ways there
// are. The paragraph is the library's own (ground/sentences.py), from the same table of phrases.

(function () {
  const NAMED = 3, WORST_FIRST = ["closed", "unknown", "restricted", "presumed", "silent", "open"];
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

  // The stretches that are as bad as the road, and the newest report on them.
  function worst(row) {
    const bad = row.stretches.filter(function (one) { return one.status === row.status; });
    const claims = [].concat.apply([], bad.map(function (one) { return one.claims; }))
      .map(function (id) { return potay.store.claimById.get(id); }).filter(Boolean);
    return { stretches: bad, supposed: bad.some(function (one) { return one.supposed; }),
      report: claims.reduce(function (newest, one) {
        return !newest || order(one) > order(newest) ? one : newest;
      }, null) };
  }

  function order(claim) {
    return claim.as_of.slice(0, 10) + claim.claim_id;
  }

  // In a line: its state, where, since when, over how much of it.
  potay.sentence = function (row) {
    const now = potay.corridorStatus(row), bad = worst(row);
    const state = potay.el("strong", {}, potay.statusWord(now, "road"));
    if (potay.past || now === "silent") return state;
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
    return [
      state, where.length ? [t(": "), potay.data(where.join(", "))] : "",
      bad.supposed ? " · " + t("Supposition, not a report") : bad.report
        ? " · " + t("report of {date}", { date: potay.date(bad.report.as_of) }) : doubts.length
          ? " · " + doubts[0] : "",
      part ? " · " + part : "",
    ];
  };

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
      : potay.choice.mover;
    const whom = potay.phrase("for", potay.say(potay.head.movers[mover].title)) + ", " +
      potay.phrase("as_of", potay.date(potay.shownMoment())) + t(": ");
    const head = whom.charAt(0).toUpperCase() + whom.slice(1);
    // Of a road that something withheld touches only the status is told: unknown.
    if (potay.past || !row.stretches.length) return head + potay.statusWord(now, "road") + ".";
    const bad = worst(row), parts = [head + potay.phrase(now)
      + (row.usable === false ? "; " + potay.phrase("too_large") : "")];
    if (row.status !== "open") parts.push(places(bad.stretches));
    parts.push(report(bad));
    if (row.others && potay.isReported()) parts.push(others(row.others));
    if (row.people_2km)
      parts.push(potay.phrase("people", potay.number(row.people_2km)));
    return parts.map(function (part) { return part + "."; }).join(" ");
  };

  function places(stretches) {
    const told = stretches.slice(0, NAMED).map(function (one) {
      const names = one.keys.map(potay.store.nameOfKey).join(", ");
      return potay.phrase("from_to", potay.number(one.from, 1), potay.number(one.to, 1)) +
        (names ? " (" + names + ")" : "");
    });
    if (stretches.length > NAMED)
      told.push(potay.phrase("more", String(stretches.length - NAMED)));
    return potay.phrase("where", told.join(", "));
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
