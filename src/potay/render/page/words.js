// What the page says: its own words by language, names, dates, numbers, ages.

(function () {
  function language() {
    return potay.words[potay.choice.language];
  }

  // Languages with their messages by English id; see words.py.
  potay.readWords = function (block) {
    const ids = block.ids;
    delete block.ids;
    Object.keys(block).forEach(function (name) {
      const said = block[name].messages;
      block[name].messages = {};
      ids.forEach(function (id, i) { if (said[i]) block[name].messages[id] = said[i]; });
    });
    return block;
  };

  function put(text, values) {
    return text.replace(/\{(\w+)\}/g, function (whole, name) {
      return values && name in values ? values[name] : whole;
    });
  }

  // t("as of {date}", {date: …}): the message in the reader's language, else in English.
  potay.t = function (id, values) {
    return put(language().messages[id] || id, values);
  };

  // n("{n} site", "{n} sites", 3)
  potay.n = function (one, many, count, digits) {
    const forms = language().messages[one] || [one, many];
    const form = forms[language().plural[Math.min(Math.floor(count), 2)]] || forms[0];
    return put(form, { n: potay.number(count, digits) });
  };

  // A phrase of the library's own table with its gaps filled in order; see potay/phrases.py.
  potay.phrase = function (key) {
    const values = Array.prototype.slice.call(arguments, 1);
    return language().phrases[key].split("…").map(function (part, i) {
      return (i ? values[i - 1] : "") + part;
    }).join("");
  };

  // The same for a count, in its singular or plural.
  potay.counted = function (key, count) {
    const many = language().plural[Math.min(count, 2)] !== language().plural[1];
    return potay.phrase(key + (many ? "_many" : "_one"), potay.number(count));
  };

  // Whether a map of these readers has a phrase: some can never be said of it.
  potay.hasPhrase = function (key) { return key in language().phrases; };

  // Words of a spec: one string, or one per language.
  potay.say = function (text) {
    if (!text || typeof text === "string") return text || "";
    return text[potay.choice.language] || text.fr || text.en || text.ht || "";
  };

  // The name of a row in the reader's language; never empty.
  potay.nameOf = function (row) {
    const order = {
      fr: ["name_fr", "name", "name_ht"],
      ht: ["name_ht", "name_fr", "name"],
      en: ["name", "name_fr", "name_ht"],
    }[potay.choice.language];
    for (let i = 0; i < order.length; i++) if (row[order[i]]) return row[order[i]];
    return row.ref || row.id || row.road || row.actor_id || "?";
  };

  potay.number = function (value, digits) {
    const parts = Math.abs(value).toFixed(digits || 0).split(".");
    const whole = parts[0].replace(/\B(?=(\d{3})+(?!\d))/g, language().group);
    return (value < 0 ? "−" : "") + (parts[1] ? whole + language().decimal + parts[1] : whole);
  };

  // "2024-01-05T…" → "5 janvier 2024"; a date with only a year or month stays as written.
  potay.date = function (iso) {
    const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso || "");
    if (!parts) return iso || "";
    const d = Number(parts[3]);
    const put = { d: d === 1 ? language().first : d, MMMM: language().months[Number(parts[2]) - 1],
      y: parts[1] };
    return language().date.replace(/MMMM|d|y/g, function (sign) { return put[sign]; });
  };

  // The hour and minute of a moment, or nothing for a day's end or a bare date.
  potay.hour = function (iso) {
    const parts = /T(\d{2}:\d{2})/.exec(iso || "");
    return !parts || parts[1] === "23:59" ? "" : parts[1];
  };

  // The hour of a departure, or its day.
  potay.departure = function (text) {
    const hour = /(\d{2}:\d{2})/.exec(text);
    return hour ? hour[1] : potay.date(text);
  };

  potay.days = function (iso, now) {
    return Math.floor((now - Date.parse(iso)) / 86400000);
  };

  potay.age = function (days) {
    if (days < 1) return potay.t("today");
    if (days < 120) return potay.n("{n} day ago", "{n} days ago", days);
    if (days < 730) return potay.n("{n} month ago", "{n} months ago", Math.floor(days / 30.44));
    return potay.n("{n} year ago", "{n} years ago", days / 365.25, 1);
  };

  potay.minutes = function (value) {
    if (value === null || value === undefined) return "";
    const minutes = Math.round(value);
    if (minutes < 60) return potay.t("{n} min", { n: minutes });
    const rest = String(minutes % 60).padStart(2, "0");
    return potay.t("{h} h {m}", { h: Math.floor(minutes / 60), m: rest });
  };

  potay.km = function (value) {
    if (value === null || value === undefined) return "";
    return potay.t("{n} km", { n: potay.number(value, 1) });
  };

  // Reliability 0-4 in words; nothing on record is its own answer.
  potay.reliability = function (level) {
    const said = [
      potay.t("reliability 0 of 4: cannot be judged"),
      potay.t("reliability 1 of 4: doubtful"),
      potay.t("reliability 2 of 4: fair"),
      potay.t("reliability 3 of 4: good"),
      potay.t("reliability 4 of 4: confirmed"),
    ];
    return potay.pick(said, level, potay.t("reliability not rated"));
  };

  const STATUS = {
    open: potay.later("Passable, as reported"),
    restricted: potay.later("Passable with restrictions"),
    closed: potay.later("Closed, as reported"),
    abandoned: potay.later("Abandoned"),
    unfit: potay.later("Too narrow or weak for this vehicle"),
    cut_off: potay.later("Cut off"),
    misplaced: potay.later("Badly placed"),
  };
  // Under a supposition nothing is merely as reported.
  const SUPPOSED = { open: potay.later("Passable"), closed: potay.later("Closed") };
  const OF_PLACES = { restricted: potay.later("Reachable with restrictions") };

  // The word for a status, the layer's own label first. What depends on whom the page is for is a
  // phrase.
  potay.statusWord = function (status, kind) {
    const label = potay.styleOf(kind, status).label;
    if (label) return potay.say(label);
    const id = (kind === "place" && potay.pick(OF_PLACES, status)) ||
      (potay.isSupposing() && potay.pick(SUPPOSED, status)) || potay.pick(STATUS, status);
    return id ? potay.t(id) : phrased("status_", status, "unknown");
  };

  function phrased(kind, word, otherwise) {
    return potay.phrase(kind + (potay.hasPhrase(kind + word) ? word : otherwise));
  }

  // The word for how one subject stands: a report may be withheld of it, or it is not told.
  potay.standingWord = function (key, status, kind) {
    const plain = status !== "unknown" || potay.past;
    return !plain && potay.isAsk(key) ? potay.phrase("status_ask")
      : !plain && potay.isUntold(key) ? potay.phrase("status_untold")
        : potay.statusWord(status, kind);
  };

  // A range of whole numbers, both ends included; not told where there is none.
  potay.range = function (from, to) {
    if (from === null || from === undefined) return potay.phrase("basis_not_told");
    return from === to ? potay.number(from)
      : potay.phrase("range", potay.number(from), potay.number(to));
  };

  potay.basisWords = function (basis) {
    return potay.hasPhrase("basis_" + basis) ? potay.phrase("basis_" + basis) : "";
  };
})();
