// A place chosen by typing: names in the reader's language, with the keyboard as with a finger.

(function () {
  const el = potay.el, t = function (id, values) { return potay.t(id, values); };
  const MOST = 12, ORDER = ["site", "infrastructure", "gateway", "area"];

  // Without case and accents, so that "petion" finds Pétion-Ville.
  function plain(text) {
    return String(text).normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  potay.placeType = function (key) {
    const row = potay.store.drawnByKey.get(key), type = key.split(".")[0];
    const word = potay.pick({ site: t("Displacement site"), gateway: t("Gateway"),
      area: t("Area"), infrastructure: potay.kindWord(row ? row.kind : "") }, type, type);
    return word + (row && row.commune ? ", " + row.commune : "");
  };

  // How well a name fits what was typed: from its beginning, from a word's, or only within.
  function fit(name, wanted) {
    const at = name.indexOf(wanted);
    return at < 0 ? 99 : !at ? 0 : name[at - 1] === " " ? 10 : 20;
  }

  // Places by their name in the reader's language or any other.
  function found(text) {
    const wanted = plain(text).trim(), hits = [];
    potay.net().places.forEach(function (place) {
      const row = potay.store.drawnByKey.get(place.key) || {}, rank = ORDER.indexOf(place.type);
      const name = plain(potay.store.nameOfKey(place.key));
      const best = Math.min.apply(null, [name, row.name, row.name_fr, row.name_ht]
        .filter(Boolean).map(function (one) { return fit(plain(one), wanted); }));
      if (best < 99 && rank >= 0) hits.push({ key: place.key, rank: best + rank, name: name });
    });
    return hits.sort(function (a, b) {
      return a.rank - b.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
    }).slice(0, MOST).map(function (hit) { return hit.key; });
  }

  // A field that offers places; `chosen(key)` is told of the reader's choice.
  potay.placeField = function (id, label, chosen) {
    const list = el("ul", { id: id + "-list", role: "listbox", hidden: true,
      "aria-label": label });
    const input = el("input", { id: id, type: "text", role: "combobox", autocomplete: "off",
      spellcheck: "false", "aria-expanded": "false", "aria-controls": id + "-list",
      "aria-autocomplete": "list", maxlength: 80 });
    const state = { key: "", keys: [], at: -1 };

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      state.at = -1;
    }

    function take(key) {
      close();
      field.set(key);
      chosen(key);
    }

    function offer() {
      state.keys = found(input.value);
      state.at = -1;
      potay.replace(list, state.keys.map(function (key, i) {
        return el("li", { id: id + "-" + i, role: "option", "aria-selected": "false",
          onmousedown: function (event) { event.preventDefault(); },
          onclick: function () { take(key); } },
        potay.data(potay.store.nameOfKey(key)), " ",
        el("small", {}, potay.data(potay.placeType(key))));
      }), state.keys.length ? null : el("li", { role: "option", "aria-disabled": "true" },
        t("No place of this name")));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }

    function point(step) {
      if (list.hidden) offer();
      if (!state.keys.length) return;
      state.at = (state.at + step + state.keys.length) % state.keys.length;
      Array.prototype.forEach.call(list.children, function (item, i) {
        item.setAttribute("aria-selected", String(i === state.at));
        if (i === state.at) item.scrollIntoView({ block: "nearest" });
      });
      input.setAttribute("aria-activedescendant", id + "-" + state.at);
    }

    const KEYS = {
      ArrowDown: function () { point(1); },
      ArrowUp: function () { point(-1); },
      Enter: function () { if (!list.hidden) take(state.keys[Math.max(state.at, 0)] || ""); },
      Escape: function () { close(); field.set(state.key); },
    };
    input.addEventListener("keydown", function (event) {
      const act = potay.pick(KEYS, event.key);
      if (!act) return;
      event.preventDefault();
      act();
    });
    input.addEventListener("input", offer);
    input.addEventListener("focus", function () { input.select(); });
    input.addEventListener("click", offer);
    input.addEventListener("blur", function () { close(); field.set(state.key); });
    const field = {
      node: el("div", { class: "place-field" }, el("label", { for: id }, label), input, list),
      set: function (key) {
        state.key = key;
        input.value = key ? potay.flat(potay.store.nameOfKey(key)) : "";
      },
    };
    return field;
  };
})();
