// A place chosen by typing: names in the reader's language, with the keyboard as with a finger.

import { pick } from "../data/pick";
import { el, fillAnew, flat, fromData } from "../dom/el";
import { network } from "../model/page";
import { nameOfKey, store } from "../model/store";
import { kindWord } from "../model/values";
import { t } from "../model/words";

const MOST = 12;

const ORDER = ["site", "infrastructure", "gateway", "area"];

// Without case and accents, so that "petion" finds Pétion-Ville.
function plain(text: string) {
  return String(text)
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}

export function placeType(key: string) {
  const row = store.drawnByKey.get(key),
    type = key.split(".")[0];
  const word = pick(
    {
      site: t("Displacement site"),
      gateway: t("Gateway"),
      area: t("Area"),
      infrastructure: kindWord(row ? row.kind : ""),
    },
    type,
    type,
  );
  return word + (row?.commune ? ", " + row.commune : "");
}

// How well a name fits what was typed: from its beginning, from a word's, or only within.
function fit(name: string, wanted: string) {
  const at = name.indexOf(wanted);
  return at < 0 ? 99 : !at ? 0 : name[at - 1] === " " ? 10 : 20;
}

// Places by their name in the reader's language or any other.
function found(text: string): string[] {
  const wanted = plain(text).trim();
  const hits: { key: string; rank: number; name: string }[] = [];
  network().places.forEach((place) => {
    const row = store.drawnByKey.get(place.key),
      rank = ORDER.indexOf(place.type);
    const name = plain(nameOfKey(place.key));
    const names = [name, row?.name, row?.name_fr, row?.name_ht];
    const best = Math.min(...names.map((one) => (one ? fit(plain(one), wanted) : 99)));
    if (best < 99 && rank >= 0) hits.push({ key: place.key, rank: best + rank, name: name });
  });
  return hits
    .sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .slice(0, MOST)
    .map((hit) => hit.key);
}

// A field that offers places; `chosen(key)` is told of the reader's choice.
export interface PlaceField {
  node: HTMLElement;
  set: (key: string) => void;
}

export function placeField(id: string, label: string, chosen: (key: string) => void): PlaceField {
  const list = el("ul", { id: id + "-list", role: "listbox", hidden: true, "aria-label": label });
  const input = el("input", {
    id: id,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-expanded": "false",
    "aria-controls": id + "-list",
    "aria-autocomplete": "list",
    maxlength: 80,
  });
  const state = { key: "", keys: [] as string[], at: -1 };

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    state.at = -1;
  }

  function take(key: string) {
    close();
    field.set(key);
    chosen(key);
  }

  function offer() {
    state.keys = found(input.value);
    state.at = -1;
    fillAnew(
      list,
      state.keys.map((key, i) =>
        el(
          "li",
          {
            id: id + "-" + i,
            role: "option",
            "aria-selected": "false",
            onmousedown: (event) => {
              event.preventDefault();
            },
            onclick: () => {
              take(key);
            },
          },
          fromData(nameOfKey(key)),
          " ",
          el("small", {}, fromData(placeType(key))),
        ),
      ),
      state.keys.length
        ? null
        : el("li", { role: "option", "aria-disabled": "true" }, t("No place of this name")),
    );
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function point(step: number) {
    if (list.hidden) offer();
    if (!state.keys.length) return;
    state.at = (state.at + step + state.keys.length) % state.keys.length;
    Array.prototype.forEach.call(list.children, (item, i) => {
      item.setAttribute("aria-selected", String(i === state.at));
      if (i === state.at) item.scrollIntoView({ block: "nearest" });
    });
    input.setAttribute("aria-activedescendant", id + "-" + state.at);
  }

  const KEYS = {
    ArrowDown: () => {
      point(1);
    },
    ArrowUp: () => {
      point(-1);
    },
    Enter: () => {
      if (!list.hidden) take(state.keys[Math.max(state.at, 0)] || "");
    },
    Escape: () => {
      close();
      field.set(state.key);
    },
  };
  input.addEventListener("keydown", (event) => {
    const act = pick(KEYS, event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });
  input.addEventListener("input", offer);
  input.addEventListener("focus", () => {
    input.select();
  });
  input.addEventListener("click", offer);
  input.addEventListener("blur", () => {
    close();
    field.set(state.key);
  });
  const field = {
    node: el("div", { class: "place-field" }, el("label", { for: id }, label), input, list),
    set: (key: string) => {
      state.key = key;
      input.value = key ? flat(nameOfKey(key)) : "";
    },
  };
  return field;
}
