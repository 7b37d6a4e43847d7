// What a report says, in the reader's words: days, hours, tolls, numbers, states and holders.

import { pick } from "../data/pick";
import { page } from "./page";
import type { Claim } from "./rows";
import { statusWord } from "./statuses";
import { actorName } from "./store";
import { figure, minutesWords, months, plural, t } from "./words";

function days() {
  return {
    Mon: t("Mon"),
    Tue: t("Tue"),
    Wed: t("Wed"),
    Thu: t("Thu"),
    Fri: t("Fri"),
    Sat: t("Sat"),
    Sun: t("Sun"),
    sunrise: t("sunrise"),
    sunset: t("sunset"),
  };
}

// "Fri-Sun 06:00-18:00" → "ven.–dim. 06:00–18:00"
export function hoursWords(text: string) {
  return String(text)
    .replace(/^Mon-Sun\b/, t("every day"))
    .replace(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun|sunrise|sunset)\b/g, (word) =>
      pick(days(), word, word),
    )
    .replace(/-/g, "–");
}

interface Toll {
  low: number | null;
  high: number | null;
  currency: string;
  vehicle: string;
}

// A value as the library read it, by its type and its text; see render/terms.py.
function said<Value>(type: string, text: string): Value | null {
  return (pick(pick(page.head.terms.said, type) || {}, text) as Value | undefined) ?? null;
}

// "500-1500 HTG truck" → "500–1 500 HTG · camion"
export function tollWords(text: string): string {
  const toll = said<Toll>("toll", text);
  if (!toll) return String(text);
  const ends = toll.low === toll.high ? [toll.low] : [toll.low, toll.high];
  const amount =
    toll.low === null
      ? t("amount not stated")
      : ends.map((one) => figure(Number(one))).join("–") + " " + toll.currency;
  return amount + " · " + vehicle(toll.vehicle);
}

function vehicle(word: string) {
  return pick(
    {
      any: t("any vehicle"),
      truck: t("truck"),
      bus: t("bus"),
      car: t("car"),
      motorcycle: t("motorcycle"),
      sailboat: t("sailboat"),
      pedestrian: t("on foot"),
      "container-truck": t("container truck"),
    },
    word,
    word,
  );
}

// "Apr-Nov" → "avril–novembre"
function season(text: string): string {
  const names = months();
  const runs = said<[number, number][]>("season", text);
  const words = ([from, to]: [number, number]) =>
    (from === to ? [to] : [from, to]).map((month) => names[month - 1]).join("–");
  return runs ? runs.map(words).join(", ") : String(text);
}

export function stateWords(word: string) {
  const known = ["open", "restricted", "closed", "abandoned"].indexOf(word) >= 0;
  return known ? statusWord(word, "gateway") : actorName(word);
}

export function claimValue(claim: Claim): string {
  const value = claim.value === undefined || claim.value === null ? "" : String(claim.value);
  const deed = pick(page.head.terms.kinds, claim.kind)?.does || "";
  const people = claim.kind === "displacement" ? said<number>("persons", value) : null;
  const minutes = deed === "delay" ? said<number>("delay", value) : null;
  if (people !== null) return plural("{n} person", "{n} people", people);
  return pick(
    {
      control: stateWords(value),
      status: stateWords(value),
      alliance: stateWords(value),
      window: hoursWords(value),
      curfew: hoursWords(value),
      toll: tollWords(value),
      season: season(value),
      delay: minutes === null ? value : minutesWords(minutes),
    },
    deed,
    value,
  );
}

export function claimKind(kind: string): string {
  return pick(page.head.terms.kinds, kind)?.[page.choice.language] || kind;
}

export function roadClass(word: string) {
  return pick(
    {
      motorway: t("motorway"),
      trunk: t("national road"),
      primary: t("primary road"),
      secondary: t("secondary road"),
      tertiary: t("tertiary road"),
      residential: t("street"),
      unclassified: t("minor road"),
      service: t("service road"),
      track: t("track"),
      path: t("path"),
    },
    word,
    word,
  );
}

export function kindWord(kind: string) {
  return pick(
    {
      port: t("port"),
      airport: t("airport"),
      helipad: t("helipad"),
      hospital: t("hospital"),
      clinic: t("clinic"),
      fuel_terminal: t("fuel terminal"),
      warehouse: t("warehouse"),
      market: t("market"),
      water_point: t("water point"),
      police: t("police"),
      school: t("school"),
      bridge: t("bridge"),
      other: t("other facility"),
      barricade: t("barricade"),
      toll_post: t("toll post"),
      flooded: t("flooded"),
      checkpoint_official: t("official checkpoint"),
      landslide: t("landslide"),
      checkpoint_unofficial: t("unofficial checkpoint"),
      ford: t("ford"),
      ferry: t("ferry"),
      bridge_damaged: t("damaged bridge"),
      traffic_restriction: t("traffic restriction"),
    },
    kind,
    kind || t("place"),
  );
}

export function baseWord(kind: string) {
  return pick(
    { coast: t("coast"), river: t("river"), ravine: t("ravine"), lake: t("lake"), land: "" },
    kind,
    kind || "",
  );
}
