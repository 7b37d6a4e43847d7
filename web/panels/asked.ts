// What was asked, its answer, and the words that the answer and the movement card share.

import { pick } from "../data/pick";
import { type Carries, type Way, waysBetween } from "../engine/alternatives";
import { answerFor, askedFrom, tableRow } from "../model/live";
import { network, page } from "../model/page";
import type { Access } from "../model/rows";
import { standingWord } from "../model/statuses";
import { isAsk, stateOfKey, store } from "../model/store";
import { hoursWords } from "../model/values";
import { basisWords, dateWords, figure, phrase, t } from "../model/words";
import { supposedWord } from "./supposed";

/** What was asked, with its answer; only from and to where both are one place or one is off. */
export interface Question {
  from: string;
  to: string;
  row: Access;
  ways: Way[];
  way: Way | null;
  told: Partial<Access> | null;
  off?: string;
  same?: boolean;
}

export const asked = { from: "", to: "", way: 0, open: false };

// What was asked last, with its answer, for the movement card.
export function question(): Question | null {
  return asked.from && asked.to ? answerOf(asked.from, asked.to) : null;
}

function answerOf(from: string, to: string): Question | null {
  const net = network();
  const start = net.placeOf.get(from);
  const end = net.placeOf.get(to);
  if (!start || !end) return null;
  if (start.apart || start.node < 0) return { from: from, to: to, off: from } as Question;
  const row = answerFor(start, end);
  if (!row) return { from: from, to: to, same: true } as Question;
  const ways = row.status === "misplaced" ? [] : waysBetween(askedFrom(start.node), end.node, 3);
  const told = start.type === "infrastructure" && tableRow(end.type, end.id, start.id);
  if (told && told.probability !== undefined) {
    row.probability = told.probability;
    row.bound = false;
  }
  return {
    from: from,
    to: to,
    row: row,
    ways: ways,
    told: told || null,
    way: ways[Math.min(asked.way, ways.length - 1)] || null,
  };
}

export function departure() {
  const hub = page.choice.hub || page.head.hubs[0];
  return hub ? "infrastructure." + hub : "";
}

// What a gateway's state is now, from when and whom that is known.
export function gatewayWords(key: string) {
  const row = store.drawnByKey.get(key);
  const supposed = page.supposed[key];
  const state = stateOfKey(key);
  const claim = store.claimById.get(state.claim_id || "");
  return {
    status: row?.reading_status || "unknown",
    supposed: supposed,
    state: state,
    claim: claim,
    words: supposed
      ? supposedWord(supposed)
      : standingWord(key, row?.reading_status || "unknown", "gateway"),
    windows: state.windows || row?.windows || [],
    since: supposed
      ? ""
      : claim
        ? t("report of {date}", { date: dateWords(claim.as_of) })
        : isAsk(key)
          ? phrase("ask_means")
          : basisWords(state.basis),
  };
}

export function modeWord(mode: string) {
  return pick({ sea: t("by sea"), air: t("by air"), ferry: t("by ferry") }, mode, mode);
}

// What can use a way.
export function carriesWords(carries: Carries) {
  const said = [
    [
      t("Any vehicle"),
      t("People on foot"),
      t("Motorcycles"),
      t("Light vehicles up to 3.5 t"),
      t("Trucks up to 10 t"),
      t("Trucks up to 20 t"),
      t("Trucks with trailers"),
    ][carries.vehicle_class],
  ];
  if (carries.max_weight_t) said.push(t("at most {n} t", { n: figure(carries.max_weight_t) }));
  if (carries.max_height_m)
    said.push(t("at most {n} m high", { n: figure(carries.max_height_m, 1) }));
  if (carries.unpaved_km >= 0.1)
    said.push(t("{n} km unpaved", { n: figure(carries.unpaved_km, 1) }));
  return said.concat(carries.days.map(hoursWords)).join(", ");
}
