// What a report says, in the reader's words: days, hours, tolls, numbers, states and holders.

import { pick } from "../data/pick";
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

// "500-1500 HTG truck" → "500–1 500 HTG · camion"
export function tollWords(text: string) {
  const parts = /^(\d+(?:-\d+)?|unstated) ([A-Z]{3}) (\S+)$/.exec(text);
  if (!parts) return String(text);
  const amount =
    parts[1] === "unstated"
      ? t("amount not stated")
      : parts[1]
          .split("-")
          .map((one) => figure(Number(one)))
          .join("–") +
        " " +
        parts[2];
  return amount + " · " + vehicle(parts[3]);
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
function season(text: string) {
  const names = months();
  const short = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
  ];
  return String(text)
    .split("-")
    .map((word) => names[short.indexOf(word)] || word)
    .join("–");
}

export function stateWords(word: string) {
  const known = ["open", "restricted", "closed", "abandoned"].indexOf(word) >= 0;
  return known ? statusWord(word, "gateway") : actorName(word);
}

export function claimValue(claim: Claim) {
  const value = claim.value === undefined || claim.value === null ? "" : String(claim.value);
  const people = /^\d+$/.test(value) ? plural("{n} person", "{n} people", Number(value)) : value;
  return pick(
    {
      control: stateWords(value),
      status: stateWords(value),
      alliance: stateWords(value),
      window: hoursWords(value),
      curfew: hoursWords(value),
      toll: tollWords(value),
      season: season(value),
      displacement: people,
      delay: /^\d+$/.test(value) ? minutesWords(Number(value)) : value,
    },
    claim.kind,
    value,
  );
}

export function claimKind(kind: string) {
  return pick(
    {
      control: t("control"),
      status: t("state"),
      alliance: t("alliance"),
      window: t("hours"),
      curfew: t("curfew"),
      toll: t("toll"),
      delay: t("delay"),
      displacement: t("displacement"),
      season: t("season"),
      incident: t("incident"),
      note: t("note"),
    },
    kind,
    kind,
  );
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
