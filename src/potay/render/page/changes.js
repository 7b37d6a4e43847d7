// What changed since the previous moment: one sentence first, then each change with its report.

(function () {
  const el = potay.el, t = function (id, values) { return potay.t(id, values); };
  const BAD = ["closed", "cut_off"];
  // What is now reported so; anything else may only mean that a report has grown too old.
  const SURE = ["open", "restricted", "reachable"];

  function is(row, kind, type) {
    return row.kind === kind && row.subject_type === type;
  }

  function people(rows) {
    return rows.reduce(function (sum, row) { return sum + (row.persons || 0); }, 0);
  }

  function sure(rows) {
    return rows.filter(function (row) { return SURE.indexOf(row.after) >= 0; });
  }

  function unsure(rows) {
    return rows.filter(function (row) { return SURE.indexOf(row.after) < 0; });
  }

  // The groups a reader asks for, worst first: words, rows, how one row is told.
  function groups() {
    const all = potay.store.change;
    const gates = all.filter(function (row) { return is(row, "passage", "gateway"); });
    const sites = all.filter(function (row) { return is(row, "access", "site"); });
    const to = function (rows, after) {
      return rows.filter(function (row) { return row.after === after; });
    };
    const back = function (rows) {
      return rows.filter(function (row) {
        return BAD.indexOf(row.before) >= 0 && row.after !== "absent";
      });
    };
    const cut = to(sites, "cut_off").filter(function (row) { return row.before !== "absent"; });
    const free = back(sites);
    const persons = function (rows) {
      return people(rows) ? potay.n("{n} person", "{n} people", people(rows)) : "";
    };
    return [
      { rows: to(gates, "closed"), bad: true, told: passage,
        words: function (n) { return potay.n("{n} gateway closed", "{n} gateways closed", n); } },
      { rows: to(gates, "unknown"), bad: true, told: passage, words: function (n) {
        return potay.n("{n} gateway no longer certain", "{n} gateways no longer certain", n);
      } },
      { rows: cut, bad: true, told: access, more: persons(cut), words: function (n) {
        return potay.n("{n} site newly cut off", "{n} sites newly cut off", n);
      } },
      { rows: sure(back(gates)), told: passage, words: function (n) {
        return potay.n("{n} gateway no longer closed", "{n} gateways no longer closed", n);
      } },
      { rows: unsure(back(gates)), told: passage, words: function (n) {
        return potay.counted("gates_freed", n);
      } },
      { rows: sure(free), told: access, more: persons(sure(free)), words: function (n) {
        return potay.n("{n} site no longer cut off", "{n} sites no longer cut off", n);
      } },
      { rows: unsure(free), told: access, more: persons(unsure(free)), words: function (n) {
        return potay.counted("sites_freed", n);
      } },
      { rows: all.filter(function (row) { return is(row, "control", "area"); }), told: control,
        words: function (n) {
          return potay.n("{n} area with other reports on control",
            "{n} areas with other reports on control", n);
        } },
    ].filter(function (one) { return one.rows.length; });
  }

  function arrow(row, before, after) {
    return [potay.jump(row.subject_type + "." + row.id), t(": "), before, " → ",
      el("strong", {}, after)];
  }

  function passage(row) {
    return [arrow(row, potay.statusWord(row.before, "gateway"),
      potay.statusWord(row.after, "gateway")), report(row)];
  }

  function access(row) {
    return [arrow(row, potay.statusWord(row.before, "place"), potay.statusWord(row.after, "place")),
      row.persons ? " · " + potay.n("{n} person", "{n} people", row.persons) : ""];
  }

  function control(row) {
    return [arrow(row, held(row.before, row.basis_before), held(row.after, row.basis_after)),
      row.basis_after === "claim" || row.basis_after === "not_told" ? ""
        : " (" + potay.basisWords(row.basis_after) + ")", report(row)];
  }

  function held(holder, basis) {
    return basis === "not_told" ? potay.basisWords(basis) : potay.data(potay.stateWords(holder));
  }

  function report(row) {
    const claim = potay.store.claimById.get((row.claims || [])[0]);
    return claim ? el("span", { class: "source" }, " · ",
      t("report of {date}", { date: potay.date(claim.as_of) }), ", ",
      potay.data(claim.publisher || claim.source_id)) : null;
  }

  potay.drawChanges = function () {
    const box = potay.byId("changes"), head = potay.head;
    if (!head.compared) { potay.replace(box); return; }
    const found = groups(), date = potay.date(head.previous);
    potay.replace(box,
      el("h2", {}, t("Changed since {date}", { date: date })),
      found.length ? el("p", { class: "change-sentence" }, found.map(sentence))
        : el("p", {}, potay.phrase("no_change")),
      potay.choice.mover === head.mover ? null : el("p", { class: "asked" },
        potay.data(potay.say(head.movers[head.mover].title))),
      found.length ? el("details", {}, el("summary", {}, t("What changed, one by one")),
        found.map(function (one) {
          return [el("h3", {}, one.words(one.rows.length)), el("ul", { class: "change-list" },
            one.rows.slice(0, 60).map(function (row) { return el("li", {}, one.told(row)); }))];
        })) : null,
      found.length ? el("label", { class: "change-switch" }, el("input", { type: "checkbox",
        checked: potay.choice.changes, onchange: function (event) {
          potay.choice.changes = event.target.checked;
          potay.drawChangeMarks();
        } }), " ", t("Mark the changes on the map")) : null);
    potay.drawChangeMarks();
  };

  function sentence(one, i) {
    return [i ? ", " : "", el("span", { class: one.bad ? "worse" : "" },
      one.words(one.rows.length), one.more ? " (" + one.more + ")" : "")];
  }

  let marks = null;

  // Rings round what changed, and a broad edge round areas; the same in a comparison.
  potay.drawChangeMarks = function () {
    if (marks) marks.remove();
    marks = null;
    if (!potay.choice.changes || (potay.isAway && potay.isAway())) return;
    const keys = groups().reduce(function (all, one) {
      return all.concat(one.rows.map(function (row) { return row.subject_type + "." + row.id; }));
    }, []);
    marks = potay.ringed(keys).addTo(potay.map);
  };

  potay.ringed = function (keys) {
    const look = { color: "#b5008f", weight: 3, fill: false, interactive: false, pane: "changed" };
    return L.layerGroup(Array.from(new Set(keys)).map(function (key) {
      const row = potay.store.drawnByKey.get(key);
      if (!row || !row.shape.length) return null;
      if (row.layer.kind === "area") {
        return L.polygon(row.shape, look);
      }
      return L.circleMarker(row.shape[0], Object.assign({ radius: 13 }, look));
    }).filter(Boolean));
  };
})();
