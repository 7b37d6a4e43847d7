// The tables below the map: every row that stands behind it, with a filter and sorting by column.

(function () {
  const el = potay.el, t = function (id, values) { return potay.t(id, values); };
  const kept = {}; // what the reader has opened, typed and sorted, by table

  function remembered(name) {
    kept[name] = kept[name] || { open: name === "sites", filter: "", column: -1, down: false };
    return kept[name];
  }

  // A column: title, what the cell shows, what it sorts and filters by.
  function column(title, show, key) {
    return { title: title, show: show, key: key || function (row) { return show(row); } };
  }

  // The same column, with room for whole sentences.
  function wide(one) {
    return Object.assign(one, { wide: true });
  }

  // The same column, left out of a public page where it would be empty all the way down.
  function spare(one) {
    return Object.assign(one, { spare: true });
  }

  function text(title, get) {
    return column(title, function (row) { return potay.data(get(row) || ""); }, function (row) {
      return get(row) || "";
    });
  }

  function day(title, name) {
    return column(title, function (row) { return potay.date(row[name]); },
      function (row) { return row[name] || ""; });
  }

  function status(title, get, kind) {
    return column(title, function (row) {
      const word = get(row);
      return word ? [potay.sign(word, kind, 15), " ", potay.statusWord(word, kind)] : "";
    }, function (row) { return get(row) ? potay.statusWord(get(row), kind) : ""; });
  }

  // How a gateway stands, and what is known of it: also that a report is withheld.
  function standing() {
    const words = function (row) {
      return potay.standingWord(potay.keyOf(row), row.reading_status || row.status, "gateway");
    };
    return column(t("Status"), function (row) {
      return [potay.sign(row.reading_status || row.status, "gateway", 15), " ", words(row)];
    }, words);
  }

  function known(row) {
    const ask = potay.isAsk(potay.keyOf(row)) && row.basis !== "withheld";
    return [potay.basisWords(potay.basisOf(row)), ask ? potay.basisWords("withheld") : ""]
      .filter(Boolean).join("; ");
  }

  function range(title, name) {
    return Object.assign(column(title, function (row) {
      return potay.range(row[name + "_from"], row[name + "_to"]);
    }), { order: function (row) { return row[name + "_from"]; } });
  }

  function amount(title, get, show) {
    return column(title, function (row) {
      const value = get(row);
      return value === null || value === undefined ? "" : show(value);
    }, function (row) { return get(row); });
  }

  function named(title) {
    return column(title, function (row) {
      return el("button", { type: "button", class: "link",
        onclick: function () { potay.show(potay.keyOf(row)); } }, potay.data(potay.nameOf(row)));
    }, potay.nameOf);
  }

  function list(title, get) {
    const names = function (row) {
      const all = (get(row) || []).map(potay.store.nameOfKey).filter(function (name, i, names) {
        return names.indexOf(name) === i;
      });
      return all.slice(0, 4).join(", ") + (all.length > 4 ? ", …" : "");
    };
    return wide(text(title, names));
  }

  function best(row) {
    return potay.store.best(row) || {};
  }

  function deciding(row) {
    const state = potay.store.stateByKey.get(potay.keyOf(row)) || {};
    return potay.store.claimById.get(state.claim_id);
  }

  // A place as the reader's other tools take it: degrees north and east.
  function position() {
    return text(t("Position"), function (row) {
      const at = row.anchor ? null : row.shape && row.shape[0];
      return at ? at[0].toFixed(5) + ", " + at[1].toFixed(5) : "";
    });
  }

  function people(row) {
    return (potay.store.peopleByKey.get("area." + row.id) || {}).persons_modelled;
  }

  function reports(row) {
    return potay.store.claims.filter(function (claim) {
      return claim.source_id === row.source_id;
    });
  }

  function newest() {
    return potay.store.claims.slice().sort(function (a, b) {
      return a.as_of < b.as_of ? 1 : a.as_of > b.as_of ? -1 : 0;
    });
  }

  const TABLES = [
    { name: "sites", title: potay.later("Displacement sites"), rows: function () {
      return potay.store.places.filter(potay.isSite);
    }, columns: function () {
      return [
        named(t("Name")), status(t("Status"), function (row) { return best(row).status; }, "place"),
        amount(t("People"), function (row) { return row.persons; }, potay.number),
        amount(t("Households"), function (row) { return row.households; }, potay.number),
      ].concat(travel(), [text(t("Commune"), function (row) { return row.commune; }), position()]);
    } },
    { name: "corridors", title: potay.later("Main roads"), rows: function () { return potay.store.corridors; },
      columns: function () {
        return [
          column(t("Name"), function (row) {
            return el("button", { type: "button", class: "link",
              onclick: function () { potay.showRoad(row.ref); } }, potay.data(potay.nameOf(row)));
          }, potay.nameOf),
          status(t("Status"), potay.corridorStatus, "road"),
          amount(t("Length"), function (row) { return row.km; }, potay.km),
          wide(text(t("In words"), potay.paragraph)),
        ];
      } },
    { name: "gateways", title: potay.later("Gateways"), rows: function () { return potay.store.gateways; },
      columns: function () {
        return [
          named(t("Name")),
          standing(),
          text(t("What is known"), known),
          amount(t("Age"), function (row) { return row.age_days; }, function (days) {
            return potay.n("{n} day", "{n} days", days);
          }),
          text(t("Reliability"), function (row) {
            return row.basis === "claim" ? potay.reliability(row.reliability) : "";
          }),
          text(t("Reported hours"), function (row) {
            return (row.windows || []).map(potay.hoursWords).join("; ");
          }),
          text(t("Curfew"), function (row) {
            const state = potay.store.stateByKey.get(potay.keyOf(row)) || {};
            return (state.curfews || []).map(potay.hoursWords).join("; ");
          }),
          spare(text(t("Reported tolls"), function (row) {
            return (row.tolls || []).map(potay.tollWords).join("; ");
          })),
          text(t("Main road"), function (row) {
            const road = potay.store.corridors.filter(function (one) {
              return one.ref === row.corridor;
            })[0];
            return road ? potay.nameOf(road) : row.corridor;
          }),
          text(t("Source"), function (row) {
            const claim = deciding(row);
            return claim ? claim.publisher || claim.source_id : "";
          }),
          column(t("As of"), function (row) {
            return potay.date((deciding(row) || {}).as_of);
          }, function (row) { return (deciding(row) || {}).as_of || ""; }),
          position(),
        ];
      } },
    { name: "areas", title: potay.later("Quarters"), rows: function () { return potay.store.areas; },
      columns: function () {
        return [
          named(t("Name")),
          text(t("Reported control"), function (row) {
            return row.basis === "claim" ? potay.store.actorName(row.control)
              : row.basis === "contradicted" ? t("contested")
                : row.basis === "not_told" ? potay.basisWords(row.basis) : t("unknown");
          }),
          text(t("What is known"), known),
          amount(t("Age"), function (row) { return row.age_days; }, function (days) {
            return potay.n("{n} day", "{n} days", days);
          }),
          text(t("Reliability"), function (row) {
            return row.basis === "claim" ? potay.reliability(row.reliability) : "";
          }),
        ].concat(potay.store.people.length ? [amount(t("People (modelled)"), people,
          function (n) { return potay.number(100 * Math.round(n / 100)); })] : [],
        [text(t("Commune"), function (row) { return row.commune; })]);
      } },
    { name: "facilities", title: potay.later("Facilities"), rows: function () {
      return potay.store.places.filter(function (row) { return !potay.isSite(row); });
    }, columns: function () {
      return [
        named(t("Name")),
        text(t("Kind"), function (row) { return potay.kindWord(row.kind); }),
        spare(status(t("State"), function (row) { return row.own_status; }, "gateway")),
        status(t("Access"), function (row) { return best(row).status; }, "place"),
      ].concat(travel(), [text(t("Commune"), function (row) { return row.commune; }), position()]);
    } },
    { name: "claims", title: potay.later("Reports"), rows: newest,
      columns: function () {
        return [
          text(t("About"), function (row) {
            return potay.store.nameOfKey(row.subject_type + "." + row.subject);
          }),
          text(t("What"), function (row) { return potay.claimKind(row.kind); }),
          text(t("Reported"), potay.claimValue),
          day(t("As of"), "as_of"),
          day(t("Valid from"), "valid_from"),
          day(t("Valid until"), "valid_to"),
          text(t("Holds"), function (row) {
            return row.holds ? (row.stale ? t("yes, getting old") : t("yes")) : t("no longer");
          }),
          text(t("Reliability"), function (row) { return potay.reliability(row.reliability); }),
          text(t("Source"), function (row) { return row.publisher || row.source_id; }),
          wide(text(t("Note"), function (row) { return row.note; })),
          wide(text(t("Title"), function (row) { return row.title; })),
          day(t("Published"), "published"),
          text(t("Number"), function (row) { return row.claim_id; }),
        ];
      } },
    { name: "totals", title: potay.later("Displaced people by commune"), rows: function () {
      return potay.store.site_totals;
    }, columns: function () {
      return [
        text(t("Commune"), function (row) { return potay.store.communeName(row.commune); }),
        range(t("Sites"), "sites"), range(t("Households"), "households"),
        range(t("People"), "persons"),
      ];
    } },
    { name: "sources", title: potay.later("Sources"), rows: function () { return potay.store.sources; },
      columns: function () {
        return [
          text(t("Publisher"), function (row) { return row.publisher; }),
          wide(text(t("Title"), function (row) { return row.title; })),
          day(t("Published"), "published"),
          text(t("Language"), function (row) { return row.language; }),
          amount(t("Reports"), function (row) { return reports(row).length; }, potay.number),
          text(t("Reliability"), function (row) {
            const all = reports(row).map(function (claim) {
              return potay.reliability(claim.reliability);
            });
            return all.filter(function (one, i) { return all.indexOf(one) === i; }).sort().join("; ");
          }),
          text(t("Address"), function (row) { return row.url; }),
        ];
      } },
  ];

  function travel() {
    return ways().map(spare);
  }

  function ways() {
    return [
      amount(t("Time"), function (row) { return best(row).minutes; }, potay.minutes),
      amount(t("Distance"), function (row) { return best(row).km; }, potay.km),
      text(t("From"), function (row) {
        return best(row).minutes ? potay.store.hubName(best(row).hub) : "";
      }),
      text(t("Latest departure"), function (row) {
        const hour = best(row).latest_departure;
        return hour ? potay.departure(hour) : "";
      }),
      column(t("Chance"), function (row) {
        const one = best(row), known = one.probability !== undefined && one.probability !== null;
        if (!known) return "";
        return one.probability > 0 && one.probability < 0.005 ? "< 1 %"
          : (one.bound ? "≥ " : "") + potay.number(100 * one.probability) + " %";
      }, function (row) { return best(row).probability; }),
      list(t("By way of"), function (row) { return best(row).gateways; }),
      list(t("Closed or not certain"), function (row) { return best(row).blocked_by; }),
    ];
  }

  potay.drawTables = function () {
    potay.replace(potay.byId("tables"), TABLES.map(section));
  };

  function section(table) {
    const rows = table.rows(), memory = remembered(table.name);
    if (!rows.length) return null;
    const body = el("div", {});
    const box = el("details", { open: memory.open, id: "table-" + table.name, ontoggle: function () {
      memory.open = box.open;
      if (box.open && !body.firstChild) potay.replace(body, filled(table, rows, memory));
    } }, el("summary", {}, t(table.title), " (", potay.number(rows.length), ")"), body);
    if (memory.open) potay.replace(body, filled(table, rows, memory));
    return box;
  }

  function filled(table, rows, memory) {
    const columns = table.columns().filter(function (one) {
      return !one.spare || potay.head.silence !== "not_told" ||
        rows.some(function (row) { return !none(one.key(row)); });
    }), holder = el("div", { class: "scroll", tabindex: 0,
      role: "region", "aria-label": t(table.title) });
    const count = el("span", { class: "found", role: "status" });
    const draw = function () {
      const found = chosen(columns, rows, memory);
      potay.replace(holder, grid(columns, found, memory, draw));
      potay.replace(count, memory.filter.trim() ? t("{part} of {whole}",
        { part: potay.number(found.length), whole: potay.number(rows.length) }) : null);
    };
    draw();
    return [el("label", { class: "filter" }, t("Filter"), " ",
      el("input", { type: "search", value: memory.filter, oninput: function (event) {
        memory.filter = event.target.value;
        draw();
      } }), " ", count), potay.copyButton(function () {
      return potay.csv(columns, chosen(columns, rows, memory));
    }), holder];
  }

  // Without capitals and accents: "leogane" finds Léogâne.
  function plain(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  function chosen(columns, rows, memory) {
    const wanted = plain(memory.filter.trim());
    const found = !wanted ? rows.slice() : rows.filter(function (row) {
      return columns.some(function (one) {
        return plain(String(one.key(row) || "")).indexOf(wanted) >= 0;
      });
    });
    const by = columns[memory.column];
    if (!by) return found;
    const order = by.order || by.key;
    return found.sort(function (a, b) {
      return compare(order(a), order(b)) * (memory.down ? -1 : 1);
    });
  }

  function none(value) {
    return value === undefined || value === null || value === "";
  }

  // Numbers by size, words by the reader's alphabet, what is missing last.
  function compare(a, b) {
    if (none(a) || none(b)) return none(a) - none(b);
    return typeof a === "number" ? a - b
      : String(a).localeCompare(String(b), potay.choice.language);
  }

  function grid(columns, rows, memory, draw) {
    return el("table", { class: "grid" },
      el("thead", {}, el("tr", {}, columns.map(function (one, i) {
        const sorted = memory.column === i ? (memory.down ? "descending" : "ascending") : "none";
        return el("th", { scope: "col", "aria-sort": sorted },
          el("button", { type: "button", onclick: function () {
            memory.down = memory.column === i && !memory.down;
            memory.column = i;
            draw();
          } }, one.title, { ascending: " ▲", descending: " ▼", none: "" }[sorted]));
      }))),
      el("tbody", {}, rows.map(function (row) {
        return el("tr", {}, columns.map(function (one, i) {
          return el(i ? "td" : "th", i ? { class: one.wide ? "wide" : null } : { scope: "row" },
            one.show(row));
        }));
      })));
  }
})();
