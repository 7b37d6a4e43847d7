// Why something is as it is: what blocks a way, which reports say so, how sure they are.

import { pick } from "../data/pick";
import { type Child, el, fromData, link } from "../dom/el";
import { showOnMap } from "../map/show";
import type { Best, Claim } from "../model/rows";
import { isAsk, nameOfKey, store } from "../model/store";
import { claimKind, claimValue } from "../model/values";
import {
  dateWords,
  figure,
  minutesWords,
  phrase,
  plural,
  reliabilityWords,
  t,
} from "../model/words";

// Told after what is said of control and passage.
const BESIDE = ["note", "incident", "displacement"];

export function askWords() {
  const words = phrase("basis_withheld");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function jump(key: string) {
  const name = fromData(nameOfKey(key));
  return !store.drawnByKey.has(key) ? name : link(() => showOnMap(key), name);
}

// The same question if every unknown is closed, if silence means open, if every unknown is open.
export function readings(row: Best): Child {
  if (row.best_case === undefined && row.worst_case === undefined) return null;
  const said = (["worst", "presumed", "best"] as const).map((reading) => {
    const minutes = row[`${reading}_case` as const];
    const none = minutes === null || minutes === undefined;
    return phrase("reading_" + reading) + t(": ") + (none ? t("no way") : minutesWords(minutes));
  });
  const chance = row.probability || 0;
  if (chance >= 0.01) {
    const n = { n: figure(100 * chance) };
    said.push(
      row.bound
        ? t(
            "chance that it is reached: at least {n} % (by this way alone; " +
              "potay tells the exact figure)",
            n,
          )
        : t("chance that it is reached: about {n} %", n),
    );
  }
  return el(
    "ul",
    { class: "known readings" },
    said.map((one) => el("li", {}, one)),
  );
}

export function through(title: string, items?: string[]): Child {
  if (!items?.length) return null;
  const all = items.map(nameOfKey);
  return el(
    "p",
    {},
    title,
    " ",
    items.map((key, i) => {
      const twice = all.indexOf(all[i]) !== all.lastIndexOf(all[i]);
      return [i ? ", " : "", jump(key), twice ? " (" + typeWord(key) + ")" : ""];
    }),
  );
}

// What a subject is, where a gateway and its quarter bear the same name.
function typeWord(key: string) {
  return pick(
    { area: t("area"), gateway: t("gateway"), obstacle: t("obstacle") },
    key.split(".")[0],
    t("place"),
  );
}

export function stops(row: Best): Child {
  if (!row.blocked_by?.length) return null;
  const reported = row.blocked_by.filter(
    (key) => store.stateByKey.get(key)?.basis === "claim" && !isAsk(key),
  );
  const withheld = row.blocked_by.filter(isAsk);
  const silent = row.blocked_by.filter(
    (key) => reported.indexOf(key) < 0 && withheld.indexOf(key) < 0,
  );
  return [
    reported
      .slice(0, 3)
      .map((key) => [
        through(t("stopped by"), [key]),
        claimList(key, store.stateByKey.get(key) || {}, 1),
      ]),
    through(t("also stopped by"), reported.slice(3)),
    withheld.length ? through(askWords() + t(": "), withheld) : null,
    through(t("nothing certain is known of"), silent),
  ];
}

// The reports on one subject: the one that holds, its rivals, the rest, expired ones last.
export function claimList(
  key: string,
  state: { claim_id?: string | null; rivals?: string[] },
  most?: number,
) {
  const rank = (claim: Claim) => {
    if (claim.claim_id === state.claim_id) return 0;
    if ((state.rivals || []).indexOf(claim.claim_id) >= 0) return 1;
    return (claim.holds ? 2 : 3) + (BESIDE.indexOf(claim.kind) >= 0 ? 2 : 0);
  };
  const all = (store.claimsByKey.get(key) || [])
    .slice()
    .sort((a, b) => rank(a) - rank(b) || (a.as_of < b.as_of ? 1 : -1));
  if (!all.length) return null;
  return el(
    "ul",
    { class: "claims" },
    all
      .slice(0, most || 6)
      .map((claim) =>
        el(
          "li",
          { class: ["winner", "rival"][rank(claim)] || (claim.holds ? "holds" : "old") },
          report(claim),
        ),
      ),
    all.length > (most || 6) && !most
      ? el("li", {}, plural("… and {n} more report", "… and {n} more reports", all.length - 6))
      : null,
  );
}

export function report(claim: Claim) {
  const source = [claim.publisher || claim.source_id, claim.title].filter(Boolean).join(", ");
  return [
    claim.holds
      ? null
      : el("em", {}, t("last report on {date}", { date: dateWords(claim.as_of) }), ": "),
    el("span", { class: "kindword" }, claimKind(claim.kind), " "),
    el("strong", {}, fromData(claimValue(claim))),
    " · ",
    claim.holds ? [t("as of {date}", { date: dateWords(claim.as_of) }), " · "] : null,
    reliabilityWords(claim.reliability),
    claim.stale ? " · " + t("getting old") : "",
    el("br"),
    el(
      "span",
      { class: "source" },
      fromData(source),
      claim.published ? " (" + dateWords(claim.published) + ")" : "",
    ),
    claim.note ? [el("br"), el("span", { class: "note" }, fromData(claim.note))] : null,
  ];
}
