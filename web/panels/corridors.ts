// What is said of a main road: its state, where, since when, who reports, which other ways there
// are. The paragraph is the library's own (ground/sentences.py), from the same table of phrases.

import { type Child, el, fromData } from "../dom/el";
import { shownMoment, timelineMover } from "../model/moments";
import { isSupposing, page } from "../model/page";
import type { Claim, Corridor, Deciding, OtherWay, Stretch } from "../model/rows";
import { statusWord } from "../model/statuses";
import { nameOfKey, store } from "../model/store";
import { basisWords, dateWords, figure, kmWords, nameOf, phrase, say, t } from "../model/words";

const NAMED = 3;

export const WORST_FIRST = ["closed", "unknown", "restricted", "presumed", "silent", "open"];

const TOLD_AT = ["closed", "restricted", "open", "unknown"];

const WAY = ["reachable", "restricted", "presumed", "unknown", "cut_off"];

// Whether what is shown is what the library was asked: its vehicle, and nothing supposed.
export function isReported() {
  return page.choice.mover === page.head.mover && !isSupposing();
}

// How a road stands at the moment shown; where nobody reports on a part of it, it is silent.
export function corridorStatus(row: Corridor) {
  if (page.past) return page.past.corridor.get(row.ref) || "unknown";
  return row.status === "open" && row.stretches.some(isSilent) ? "silent" : row.status;
}

export function isSilent(stretch: Stretch) {
  return stretch.status === "open" && !stretch.claims.length && !stretch.supposed;
}

export function isNational(row: Corridor) {
  return /^rn?\d/i.test(row.ref);
}

// National roads by number, then the others, the worst of them first.
export function corridorsInOrder() {
  const national = store.corridors.filter(isNational);
  const others = store.corridors.filter((row) => !isNational(row));
  national.sort(
    (a, b) =>
      Number(/^rn/i.test(b.ref)) - Number(/^rn/i.test(a.ref)) ||
      a.ref.localeCompare(b.ref, "fr", { numeric: true }),
  );
  return national.concat(
    others.sort(
      (a, b) =>
        WORST_FIRST.indexOf(corridorStatus(a)) - WORST_FIRST.indexOf(corridorStatus(b)) ||
        nameOf(a).localeCompare(nameOf(b), page.choice.language),
    ),
  );
}

// The stretches that are as bad as the road, and the newest report on them; apart from them
// those that only a withheld report makes what they are.
/** The stretches that are as bad as their road, and the newest report on them. */
interface Worst {
  stretches: Stretch[];
  ask: boolean;
  supposed: boolean;
  report: Claim | null;
}

function worst(row: Corridor): Worst {
  const all = row.stretches.filter((one) => one.status === row.status);
  const bad = all.filter((one) => !onlyWithheld(one));
  return {
    stretches: bad,
    ask: all.length > 0 && !bad.length,
    supposed: bad.some((one) => Boolean(one.supposed)),
    report: newest(([] as string[]).concat(...bad.map((one) => one.claims))),
  };
}

function isWithheld(one: Deciding) {
  return one.kind === "withheld";
}

function onlyWithheld(stretch: Stretch) {
  return stretch.by.length > 0 && stretch.by.every(isWithheld);
}

function newest(ids: string[]): Claim | null {
  return ids.reduce<Claim | null>((last, id) => {
    const one = store.claimById.get(id);
    return one && (!last || order(one) > order(last)) ? one : last;
  }, null);
}

// The word for a stretch on its strip.
export function stretchWord(stretch: Stretch, status: string) {
  if (stretch.status !== "unknown" || status !== "unknown") return statusWord(status, "road");
  return onlyWithheld(stretch)
    ? phrase("status_ask")
    : page.head.silence === "not_told" && !stretch.by.length
      ? phrase("status_untold")
      : statusWord(status, "road");
}

function order(claim: Claim) {
  return claim.as_of.slice(0, 10) + claim.claim_id;
}

// In a line: its state, where, since when, over how much of it.
export function sentence(row: Corridor): Child {
  const now = corridorStatus(row),
    bad = worst(row);
  const untold = page.head.silence === "not_told";
  const told = page.past ? now : untold && now === "unknown" ? "untold" : bad.ask ? "ask" : now;
  const state = el("strong", {}, told === now ? statusWord(now, "road") : phrase("status_" + told));
  if (page.past || now === "silent") return state;
  if (told === "untold") return [state, uncertain(bad.stretches)];
  if (told === "ask") return [state, t(": "), fromData(askedPlaces(row).join(", "))];
  const names: string[] = [];
  const doubts: string[] = [];
  let km = 0;
  bad.stretches.forEach((one) => {
    km += one.to - one.from;
    one.keys.concat(standing(row, one)).forEach((key) => {
      const name = nameOfKey(key),
        state = store.stateByKey.get(key);
      if (names.indexOf(name) < 0) names.push(name);
      if (state && state.basis !== "claim") doubts.push(basisWords(state.basis));
    });
  });
  const where = names.slice(0, NAMED).concat(names.length > NAMED ? "…" : []);
  const part =
    row.km && km < row.km - 0.05
      ? t("{part} of {whole}", { part: kmWords(km), whole: kmWords(row.km) })
      : "";
  const rest = untold ? row.stretches.filter((one) => one.status === "unknown") : [];
  return [
    state,
    where.length ? [t(": "), fromData(where.join(", "))] : "",
    bad.supposed
      ? " · " + t("Supposition, not a report")
      : bad.report
        ? " · " + t("report of {date}", { date: dateWords(bad.report.as_of) })
        : doubts.length
          ? " · " + doubts[0]
          : "",
    part ? " · " + part : "",
    askedPlaces(row).length ? " · " + phrase("ask_at", askedPlaces(row).join(", ")) : "",
    rest.length ? " · " + phrase(rest.some((one) => !one.by.length) ? "rest" : "rest_unsure") : "",
  ];
}

// Places of a road that a withheld report would close.
function askedPlaces(row: Corridor) {
  const names: string[] = [];
  row.stretches.forEach((stretch) => {
    stretch.by.filter(isWithheld).forEach((one) => {
      const name = one.key.slice(0, 5) === "road." ? fromTo(stretch) : nameOfKey(one.key);
      if (names.indexOf(name) < 0) names.push(name);
    });
  });
  return names.slice(0, NAMED).concat(names.length > NAMED ? "…" : []);
}

// What reports that are worn or contradict each other speak of, on a road that is not told.
function uncertain(stretches: Stretch[]) {
  const places = named(stretches, (one: Deciding) => basisWords(one.kind) || basisWords("claim"));
  return places.length ? " · " + phrase("unknown_at", listed(places)) : "";
}

// Gateways on a stretch that are as bad as the stretch itself.
function standing(row: Corridor, stretch: Stretch) {
  return row.gateways
    .filter((one) => {
      const gateway = store.drawnByKey.get(one.key);
      return (
        one.km >= stretch.from &&
        one.km <= stretch.to &&
        gateway &&
        gateway.reading_status === stretch.status
      );
    })
    .map((one) => one.key);
}

// In full, as text: for whom, of when, its state, where, from whom, other ways, who lives there.
export function paragraph(row: Corridor) {
  const now = corridorStatus(row),
    mover = page.past ? timelineMover() : page.net ? page.choice.mover : page.head.mover; // a table tells of one vehicle
  const whom =
    phrase("for", say(page.head.movers[mover].title)) +
    ", " +
    phrase("as_of", dateWords(shownMoment())) +
    t(": ");
  const head = whom.charAt(0).toUpperCase() + whom.slice(1);
  if (page.past) return head + statusWord(now, "road") + ".";
  const large = row.usable === false ? "; " + phrase("too_large") : "";
  const parts =
    page.head.silence === "not_told" ? [head + told(row) + large] : open(row, head, now, large);
  if (row.people_2km) parts.push(phrase("people", figure(row.people_2km)));
  return parts.map((part) => part + ".").join(" ");
}

// Where silence means that nobody reports.
function open(row: Corridor, head: string, now: string, large: string) {
  const bad = worst(row),
    parts = [head + phrase(bad.ask ? "ask" : now) + large];
  const ask = row.stretches.filter((one) => one.by.some(isWithheld));
  if (bad.stretches.length && row.status !== "open")
    parts.push(phrase("where", places(bad.stretches)));
  if (bad.stretches.length) parts.push(report(bad));
  if (ask.length) parts.push(phrase("ask_where", places(ask)));
  if (isReported()) parts.push(others(row.others || []));
  return parts;
}

// Where silence is not told: each place that a report speaks of, and that the rest is not told.
function told(row: Corridor) {
  const said = TOLD_AT.map((status) => {
    const places = named(
      row.stretches.filter((one) => one.status === status),
      reported,
    );
    return places.length ? phrase(status + "_at", listed(places)) : "";
  }).filter(Boolean);
  const rest = row.stretches.some((one) => !one.by.length);
  if (rest || !said.length) said.push(phrase(said.length ? "rest" : "untold"));
  return said.join("; ");
}

// Each place that decides about some stretches, once, with what `words` say of it.
function named(stretches: Stretch[], words: (one: Deciding) => string) {
  const found = new Map();
  stretches.forEach((stretch) => {
    stretch.by.forEach((one) => {
      const name = one.key.slice(0, 5) === "road." ? fromTo(stretch) : nameOfKey(one.key);
      if (!found.has(name)) found.set(name, name + " (" + words(one) + ")");
    });
  });
  return Array.from(found.values());
}

function listed(places: string[]) {
  return places
    .slice(0, NAMED)
    .concat(places.length > NAMED ? phrase("more_places", String(places.length - NAMED)) : [])
    .join(", ");
}

function reported(one: Deciding) {
  const claim = newest(one.claims);
  if (["report", "holder", "expired"].indexOf(one.kind) < 0) return phrase("of_contradicted");
  return !claim
    ? phrase("of_assumption")
    : phrase("of_" + one.kind, claim.publisher || "", dateWords(claim.as_of));
}

function fromTo(one: Stretch) {
  return phrase("from_to", figure(one.from, 1), figure(one.to, 1));
}

function places(stretches: Stretch[]) {
  const told = stretches.slice(0, NAMED).map((one) => {
    const names = one.keys.map(nameOfKey).join(", ");
    return fromTo(one) + (names ? " (" + names + ")" : "");
  });
  if (stretches.length > NAMED) told.push(phrase("more", String(stretches.length - NAMED)));
  return told.join(", ");
}

function report(bad: Worst) {
  const claim = bad.report;
  if (bad.supposed) return t("Supposition, not a report");
  if (!claim) return phrase("no_report");
  return (
    phrase("last_report", claim.publisher || "", dateWords(claim.as_of)) +
    (claim.valid_from ? " (" + phrase("since", dateWords(claim.valid_from)) + ")" : "")
  );
}

function time(minutes: number) {
  const hours = Math.floor(minutes / 60),
    rest = String(minutes % 60);
  return hours ? phrase("hours", String(hours), rest.padStart(2, "0")) : phrase("minutes", rest);
}

function others(ways: OtherWay[]) {
  if (!ways.length) return phrase("no_other");
  return phrase(
    "others",
    ways
      .map((way) =>
        phrase(
          "way",
          time(way.minutes),
          [phrase("way_" + WAY[way.level])].concat(way.gateways.map(nameOfKey)).join(", "),
        ),
      )
      .join("; "),
  );
}
