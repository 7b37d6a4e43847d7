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

  // "500-1500 HTG truck" → "500–1 500 HTG · camion"
  potay.tollWords = function (text) {
    const parts = /^(\d+(?:-\d+)?|unstated) ([A-Z]{3}) (\S+)$/.exec(text);
    if (!parts) return String(text);
    const amount = parts[1] === "unstated" ? t("amount not stated")
      : parts[1].split("-").map(function (one) { return potay.number(Number(one)); }).join("–") +
        " " + parts[2];
    return amount + " · " + vehicle(parts[3]);
  };

  function vehicle(word) {
    return potay.pick({ any: t("any vehicle"), truck: t("truck"), bus: t("bus"), car: t("car"),
      motorcycle: t("motorcycle"), sailboat: t("sailboat"), pedestrian: t("on foot"),
      "container-truck": t("container truck") }, word, word);
  }

  // "Apr-Nov" → "avril–novembre"
  function season(text) {
    const months = potay.words[potay.choice.language].months;
    const short = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
      "Dec"];
    return String(text).split("-").map(function (word) {
      return months[short.indexOf(word)] || word;
    }).join("–");
  }

  function state(word) {
    const known = ["open", "restricted", "closed", "abandoned"].indexOf(word) >= 0;
    return known ? potay.statusWord(word, "gateway") : potay.store.actorName(word);
  }
  potay.stateWords = state;

  potay.claimValue = function (claim) {
    const value = claim.value === undefined || claim.value === null ? "" : String(claim.value);
    const people = /^\d+$/.test(value) ? potay.n("{n} person", "{n} people", Number(value)) : value;
    return potay.pick({
      control: state(value), status: state(value), alliance: state(value),
      window: potay.hoursWords(value), curfew: potay.hoursWords(value),
      toll: potay.tollWords(value), season: season(value), displacement: people,
      delay: /^\d+$/.test(value) ? potay.minutes(Number(value)) : value,
    }, claim.kind, value);
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
