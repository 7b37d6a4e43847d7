// What a report says, in the reader's words: days, hours, tolls, numbers, states and holders.

(function () {
  const t = function (id, values) { return potay.t(id, values); };

  function days() {
    return { Mon: t("Mon"), Tue: t("Tue"), Wed: t("Wed"), Thu: t("Thu"), Fri: t("Fri"),
      Sat: t("Sat"), Sun: t("Sun"), sunrise: t("sunrise"), sunset: t("sunset") };
  }

  // "Fri-Sun 06:00-18:00" → "ven.–dim. 06:00–18:00"
  potay.hoursWords = function (text) {
    return String(text).replace(/^Mon-Sun\b/, t("every day"))
      .replace(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun|sunrise|sunset)\b/g, function (word) {
        return potay.pick(days(), word, word);
      }).replace(/-/g, "–");
  };

  // A value as the library read it, by its type and its text; see render/terms.py.
  function said(type, text) {
    return potay.pick(potay.pick(potay.head.terms.said, type, {}), text, null);
  }

  // "500-1500 HTG truck" → "500–1 500 HTG · camion"
  potay.tollWords = function (text) {
    const toll = said("toll", text);
    if (!toll) return String(text);
    const amount = toll.low === null ? t("amount not stated")
      : (toll.low === toll.high ? [toll.low] : [toll.low, toll.high]).map(function (one) {
        return potay.number(one);
      }).join("–") + " " + toll.currency;
    return amount + " · " + vehicle(toll.vehicle);
  };

  function vehicle(word) {
    return potay.pick({ any: t("any vehicle"), truck: t("truck"), bus: t("bus"), car: t("car"),
      motorcycle: t("motorcycle"), sailboat: t("sailboat"), pedestrian: t("on foot"),
      "container-truck": t("container truck") }, word, word);
  }

  // "Apr-Nov" → "avril–novembre"
  function season(text) {
    const months = potay.words[potay.choice.language].months, runs = said("season", text);
    return runs ? runs.map(function (run) {
      return (run[0] === run[1] ? run.slice(1) : run).map(function (month) {
        return months[month - 1];
      }).join("–");
    }).join(", ") : String(text);
  }

  function state(word) {
    const known = ["open", "restricted", "closed", "abandoned"].indexOf(word) >= 0;
    return known ? potay.statusWord(word, "gateway") : potay.store.actorName(word);
  }
  potay.stateWords = state;

  potay.claimValue = function (claim) {
    const value = claim.value === undefined || claim.value === null ? "" : String(claim.value);
    const deed = potay.pick(potay.head.terms.kinds, claim.kind, { does: "" }).does;
    const people = claim.kind === "displacement" ? said("persons", value) : null;
    const minutes = deed === "delay" ? said("delay", value) : null;
    if (people !== null) return potay.n("{n} person", "{n} people", people);
    return potay.pick({
      control: state(value), status: state(value), alliance: state(value),
      window: potay.hoursWords(value), curfew: potay.hoursWords(value),
      toll: potay.tollWords(value), season: season(value),
      delay: minutes === null ? value : potay.minutes(minutes),
    }, deed, value);
  };

  potay.claimKind = function (kind) {
    return potay.pick(potay.pick(potay.head.terms.kinds, kind, {}), potay.choice.language, kind);
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
      checkpoint_official: t("official checkpoint"), landslide: t("landslide"),
      checkpoint_unofficial: t("unofficial checkpoint"), ford: t("ford"), ferry: t("ferry"),
      bridge_damaged: t("damaged bridge"), traffic_restriction: t("traffic restriction"),
    }, kind, kind || t("place"));
  };

  potay.baseWord = function (kind) {
    return potay.pick({ coast: t("coast"), river: t("river"), ravine: t("ravine"),
      lake: t("lake"), land: "" }, kind, kind || "");
  };
})();
