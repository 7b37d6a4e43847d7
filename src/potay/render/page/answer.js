// The answer first: of when this is, how many can be reached, one sentence for each main road.

(function () {
  const FEW = 3;
  const el = potay.el, t = function (id, values) { return potay.t(id, values); };

  potay.drawHead = function () {
    const head = potay.head, days = potay.days(head.as_of, Date.now());
    const hour = potay.hour(head.as_of);
    document.documentElement.lang = potay.choice.language;
    document.title = potay.flat(potay.say(head.title));
    document.querySelectorAll("[data-t]").forEach(function (node) {
      node.textContent = t(node.getAttribute("data-t"));
    });
    potay.replace(potay.byId("title"), potay.data(potay.say(head.title)));
    potay.replace(potay.byId("moment"),
      el("strong", {}, t("As reported on {date}", { date: potay.date(head.as_of) }),
        hour ? ", " + hour : ""),
      " · ", days >= 0 ? potay.age(days) : t("in the future"),
      potay.say(head.subtitle) ? [" · ", potay.data(potay.say(head.subtitle))] : "");
    const chart = potay.map.getContainer();
    chart.setAttribute("role", "region");
    chart.setAttribute("aria-label", t("Map"));
    banners(days);
  };

  // What a reader must know before anything else, by the reader's own clock.
  function banners(days) {
    const head = potay.head, now = Date.now(), expired = now > Date.parse(head.expires);
    const said = [];
    if (potay.hasPhrase("warn_public")) {
      said.push(el("p", { class: "banner told" }, el("strong", {}, potay.phrase("warn_public"))));
    }
    if (expired) {
      said.push(banner("worn", t("Out of date"), t("This page was valid until {date}. It shows " +
        "what was reported then; do not plan a movement with it.",
        { date: potay.date(head.expires) })));
    }
    if (days < 0) {
      said.push(banner("worn", t("Check your clock"),
        t("This device's date is before the date of the page.")));
    }
    if (head.illustrative.length) {
      said.push(el("details", { class: "banner sample" },
        el("summary", {}, el("strong", {}, t("Illustrative data")), " ",
          t("Not for operations: parts are fictitious or simplified.")),
        el("ul", {}, head.illustrative.map(function (title) {
          return el("li", {}, potay.data(title));
        }))));
    }
    Object.keys(head.what_if).forEach(function (key) {
      said.push(banner("sample", t("What if"), t("Assumed, not reported:"),
        potay.store.nameOfKey(key) + " = " + head.what_if[key]));
    });
    potay.replace(potay.byId("banners"), said);
    const stamp = potay.byId("stamp");
    stamp.hidden = !expired;
    stamp.textContent = t("Out of date") + " · " + potay.date(head.as_of);
  }

  function banner(look, title, text, data) {
    return el("p", { class: "banner " + look }, el("strong", {}, title), " ", text,
      data ? [" ", potay.data(data)] : "");
  }

  potay.drawChoices = function () {
    const head = potay.head, choice = potay.choice;
    potay.replace(potay.byId("languages"), Object.keys(potay.words).map(function (language) {
      return el("button", { type: "button", lang: language, title: potay.words[language].name,
        "aria-pressed": String(choice.language === language),
        onclick: function () { choose("language", language); } }, language.toUpperCase());
    }));
    const asked = new Set(potay.store.access.map(function (row) { return row.mover; }));
    const movers = Object.keys(head.movers).filter(function (name) {
      return name === head.mover || potay.isLive() || asked.has(name);
    });
    options("mover", movers.map(function (name) {
      return [name, potay.say(head.movers[name].title)];
    }));
    potay.byId("mover").disabled = potay.isHeld();
    options("hub", [["", t("all departure points")]].concat(head.hubs.map(function (id) {
      return [id, potay.store.hubName(id)];
    })));
  };

  function options(name, entries) {
    const select = potay.byId(name);
    potay.replace(select, entries.map(function (entry) {
      return el("option", { value: entry[0], selected: potay.choice[name] === entry[0] },
        potay.flat(entry[1]));
    }));
    select.onchange = function () { choose(name, select.value); };
  }

  function choose(name, value) {
    potay.choice[name] = value;
    potay.redraw();
    potay.reopen();
  }

  // Sites and people by status, for the chosen vehicle from the chosen place.
  potay.counts = function () {
    const counts = potay.RANK.map(function (status) {
      return { status: status, sites: 0, people: 0 };
    });
    potay.store.places.filter(potay.isSite).forEach(function (row) {
      const best = potay.store.best(row);
      const count = counts[potay.RANK.indexOf(best ? best.status : "unknown")];
      if (!count) return;
      count.sites += 1;
      count.people += row.persons || 0;
    });
    return counts;
  };

  potay.drawCounts = function () {
    const counts = potay.counts(), sum = function (key) {
      return counts.reduce(function (total, one) { return total + one[key]; }, 0);
    };
    const sites = sum("sites"), people = sum("people"), head = potay.head;
    if (head.audience === "public") return drawTotals();
    if (!sites) {
      potay.replace(potay.byId("counts"), el("p", {}, t("This page holds no displacement sites.")));
      return;
    }
    const hub = potay.past ? "" : potay.choice.hub;
    const mover = potay.past ? potay.timelineMover() : potay.choice.mover;
    potay.replace(potay.byId("counts"),
      el("p", { class: "asked" },
        potay.past ? el("strong", {}, potay.date(potay.shownMoment()), " · ") : null,
        potay.data(potay.say(head.movers[mover].title)), " · ",
        hub ? [t("from {place}", { place: "" }), potay.data(potay.store.hubName(hub))]
          : t("from the nearest departure point that reaches it")),
      bar(counts, people),
      el("table", { class: "counts" },
        el("thead", {}, el("tr", {}, [t("Status"), t("Sites"), t("People")]
          .map(function (title) { return el("th", { scope: "col" }, title); }))),
        el("tbody", {}, counts.filter(function (one) {
          return one.sites || one.status !== "misplaced";
        }).map(countRow)),
        el("tfoot", {}, el("tr", {}, el("th", { scope: "row" }, t("All")),
          el("td", {}, potay.number(sites)), el("td", {}, potay.number(people))))));
  };

  // For the public: ranges by commune, and how places are reached by what is told.
  function drawTotals() {
    const rows = potay.store.site_totals.slice().sort(function (a, b) {
      return (b.persons_from || 0) - (a.persons_from || 0);
    });
    potay.replace(potay.byId("answer-title"), t("Displaced people by commune"));
    potay.replace(potay.byId("counts"), rows.length
      ? el("table", { class: "counts totals" },
        el("thead", {}, el("tr", {}, [t("Commune"), t("People"), t("Sites")]
          .map(function (title) { return el("th", { scope: "col" }, title); }))),
        el("tbody", {}, rows.map(totalRow))) : null,
      el("p", { class: "asked" }, potay.phrase(rows.length ? "totals" : "no_totals")));
    potay.replace(potay.byId("facilities"), facilities());
  }

  function totalRow(row) {
    return el("tr", {}, el("th", { scope: "row" }, potay.data(potay.store.communeName(row.commune))),
      el("td", {}, potay.range(row.persons_from, row.persons_to)),
      el("td", {}, potay.range(row.sites_from, row.sites_to)));
  }

  // Ports, airports and so on by status, for the chosen vehicle from the chosen place.
  function facilities() {
    const found = potay.store.places.map(function (row) { return potay.store.best(row); })
      .filter(Boolean);
    if (!found.length) return null;
    return [el("h2", {}, t("Facilities")),
      el("p", { class: "asked" },
        potay.data(potay.say(potay.head.movers[potay.choice.mover].title)), " · ",
        t("from the nearest departure point that reaches it")),
      el("table", { class: "counts" }, el("tbody", {}, potay.RANK.map(function (status) {
        const n = found.filter(function (one) { return one.status === status; }).length;
        return n ? el("tr", {}, el("th", { scope: "row" }, potay.sign(status, "place", 16), " ",
          potay.statusWord(status, "place"), few(status)), el("td", {}, potay.number(n))) : null;
      })))];
  }

  // The places of a status by name, where they are few.
  function few(status) {
    const rows = potay.store.places.filter(function (row) {
      return (potay.store.best(row) || {}).status === status;
    });
    return rows.length > FEW ? null : el("small", {}, t(": "), rows.map(function (row, i) {
      return [i ? ", " : "", potay.jump(potay.keyOf(row))];
    }));
  }

  function countRow(one) {
    return el("tr", { class: one.sites ? "" : "none" },
      el("th", { scope: "row" }, potay.siteSign(one.status, 16), " ",
        potay.statusWord(one.status, "place")),
      el("td", {}, potay.number(one.sites)), el("td", {}, potay.number(one.people)));
  }

  function bar(counts, people) {
    let at = 0;
    const parts = counts.filter(function (one) { return one.people; }).map(function (one) {
      const wide = (100 * one.people) / people, x = at;
      at += wide;
      const look = potay.styleOf("place", one.status);
      const fill = one.status === "unknown" ? potay.paint("hatch", look.color, "#ffffff")
        : one.status === "presumed" ? potay.paint("dots", "#ffffff", look.color) : look.color;
      return potay.svg("rect", { x: x + "%", width: wide + "%", height: 14, fill: fill,
        stroke: "#fff", "stroke-width": 1 });
    });
    return potay.svg("svg", { class: "bar", width: "100%", height: 14, "aria-hidden": "true" },
      parts);
  }

  potay.drawCorridors = function () {
    const rows = potay.corridorsInOrder(), national = rows.filter(potay.isNational);
    const others = rows.filter(function (row) { return !potay.isNational(row); });
    potay.replace(potay.byId("corridors"),
      el("ul", { class: "corridors" }, national.map(corridor)),
      others.length ? more(others) : null);
  };

  let opened = window.innerWidth > 800;

  // The other main roads, summed up by status where there is no room for them.
  function more(rows) {
    const counts = potay.WORST_FIRST.map(function (status) {
      const n = rows.filter(function (row) { return potay.corridorStatus(row) === status; }).length;
      return n ? [" ", potay.sign(status, "road", 15), " ", potay.number(n)] : null;
    });
    const box = el("details", { class: "more", open: opened,
      ontoggle: function () { opened = box.open; } },
      el("summary", {}, potay.n("{n} other main road", "{n} other main roads", rows.length),
        counts),
      el("ul", { class: "corridors" }, rows.map(corridor)));
    return box;
  }

  function corridor(row) {
    return el("li", {}, potay.sign(potay.corridorStatus(row), "road", 20),
      el("div", {}, el("button", { type: "button", class: "link",
        onclick: function () { potay.showRoad(row.ref); } }, potay.data(potay.nameOf(row))),
      " ", el("span", { class: "sentence" }, potay.sentence(row))));
  }

  potay.drawNotes = function () {
    const head = potay.head;
    const problems = head.findings.filter(function (one) {
      return one.severity === "warning" || one.severity === "error";
    });
    potay.replace(potay.byId("notes"), el("p", {}, potay.phrase("note_" + head.audience)),
      head.generalised.map(function (one) {
        return el("p", {}, potay.data(potay.say(one.layer)), ": ",
          t("drawn simplified by up to {n} m to keep this page quick", { n: one.metres }),
          one.left ? ["; ", potay.n("{n} small street is not drawn",
            "{n} small streets are not drawn", one.left)] : null);
      }),
      head.unasked ? el("p", {}, t("This map has {n} pieces of road. That is too many for the page " +
        "to work out routes and suppositions by itself: ask for them with potay on a computer, or " +
        "have a page made of a smaller area.", { n: potay.number(head.unasked) })) : null,
      potay.layers.filter(potay.isHeavy).map(function (layer) {
        return el("p", {}, potay.data(potay.say(layer.title)), ": ",
          t("small streets appear as you come closer"));
      }),
      problems.length ? el("details", {},
        el("summary", {}, potay.n("{n} warning from the inputs", "{n} warnings from the inputs",
          problems.length)),
        el("ul", {}, problems.slice(0, 50).map(function (one) {
          return el("li", {}, potay.data(one.sentence));
        }))) : null);
  };
})();
