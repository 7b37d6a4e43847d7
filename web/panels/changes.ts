// What changed since the previous moment: one sentence first, then each change with its report.

import type { Child } from "../dom/el";
import { byId, el, fillAnew, fromData } from "../dom/el";
import { board } from "../map/board";
import { ringed } from "../map/rings";
import { isAway } from "../model/moments";
import { page } from "../model/page";
import type { Change } from "../model/rows";
import { statusWord } from "../model/statuses";
import { store } from "../model/store";
import { stateWords } from "../model/values";
import { basisWords, counted, dateWords, phrase, plural, say, t } from "../model/words";
import { jump } from "./reasons";

const BAD = ["closed", "cut_off"];

// What is now reported so; anything else may only mean that a report has grown too old.
const SURE = ["open", "restricted", "reachable"];

function is(row: Change, kind: string, type: string) {
  return row.kind === kind && row.subject_type === type;
}

function people(rows: Change[]) {
  return rows.reduce((sum, row) => sum + (row.persons || 0), 0);
}

function sure(rows: Change[]) {
  return rows.filter((row) => SURE.indexOf(row.after) >= 0);
}

function unsure(rows: Change[]) {
  return rows.filter((row) => SURE.indexOf(row.after) < 0);
}

// The groups a reader asks for, worst first: words, rows, how one row is told.
/** Changes of one sort: their rows, how many in words, how one is told. */
interface Group {
  rows: Change[];
  bad?: boolean;
  more?: string;
  told: (row: Change) => Child;
  words: (n: number) => string;
}

function groups(): Group[] {
  const all = store.change;
  const gates = all.filter((row) => is(row, "passage", "gateway"));
  const sites = all.filter((row) => is(row, "access", "site"));
  const to = (rows: Change[], after: string) => rows.filter((row) => row.after === after);
  const back = (rows: Change[]) =>
    rows.filter((row) => BAD.indexOf(row.before) >= 0 && row.after !== "absent");
  const cut = to(sites, "cut_off").filter((row) => row.before !== "absent");
  const free = back(sites);
  const persons = (rows: Change[]) =>
    people(rows) ? plural("{n} person", "{n} people", people(rows)) : "";
  const found: Group[] = [
    {
      rows: to(gates, "closed"),
      bad: true,
      told: passage,
      words: (n: number) => plural("{n} gateway closed", "{n} gateways closed", n),
    },
    {
      rows: to(gates, "unknown"),
      bad: true,
      told: passage,
      words: (n: number) =>
        plural("{n} gateway no longer certain", "{n} gateways no longer certain", n),
    },
    {
      rows: cut,
      bad: true,
      told: access,
      more: persons(cut),
      words: (n: number) => plural("{n} site newly cut off", "{n} sites newly cut off", n),
    },
    {
      rows: sure(back(gates)),
      told: passage,
      words: (n: number) =>
        plural("{n} gateway no longer closed", "{n} gateways no longer closed", n),
    },
    { rows: unsure(back(gates)), told: passage, words: (n: number) => counted("gates_freed", n) },
    {
      rows: sure(free),
      told: access,
      more: persons(sure(free)),
      words: (n: number) => plural("{n} site no longer cut off", "{n} sites no longer cut off", n),
    },
    {
      rows: unsure(free),
      told: access,
      more: persons(unsure(free)),
      words: (n: number) => counted("sites_freed", n),
    },
    {
      rows: all.filter((row) => is(row, "control", "area")),
      told: control,
      words: (n: number) =>
        plural(
          "{n} area with other reports on control",
          "{n} areas with other reports on control",
          n,
        ),
    },
  ];
  return found.filter((one) => one.rows.length);
}

function arrow(row: Change, before: Child, after: Child) {
  return [jump(row.subject_type + "." + row.id), t(": "), before, " → ", el("strong", {}, after)];
}

function passage(row: Change) {
  return [
    arrow(row, statusWord(row.before, "gateway"), statusWord(row.after, "gateway")),
    report(row),
  ];
}

function access(row: Change) {
  return [
    arrow(row, statusWord(row.before, "place"), statusWord(row.after, "place")),
    row.persons ? " · " + plural("{n} person", "{n} people", row.persons) : "",
  ];
}

function control(row: Change) {
  return [
    arrow(row, held(row.before, row.basis_before), held(row.after, row.basis_after)),
    row.basis_after === "claim" || row.basis_after === "not_told"
      ? ""
      : " (" + basisWords(row.basis_after) + ")",
    report(row),
  ];
}

function held(holder: string, basis: string) {
  return basis === "not_told" ? basisWords(basis) : fromData(stateWords(holder));
}

function report(row: Change) {
  const claim = store.claimById.get((row.claims || [])[0]);
  return claim
    ? el(
        "span",
        { class: "source" },
        " · ",
        t("report of {date}", { date: dateWords(claim.as_of) }),
        ", ",
        fromData(claim.publisher || claim.source_id),
      )
    : null;
}

export function drawChanges() {
  const box = byId("changes"),
    head = page.head;
  if (!head.compared) {
    fillAnew(box);
    return;
  }
  const found = groups(),
    date = dateWords(head.previous);
  fillAnew(
    box,
    el("h2", {}, t("Changed since {date}", { date: date })),
    found.length
      ? el("p", { class: "change-sentence" }, found.map(sentence))
      : el("p", {}, phrase("no_change")),
    page.choice.mover === head.mover
      ? null
      : el("p", { class: "asked" }, fromData(say(head.movers[head.mover].title))),
    found.length
      ? el(
          "details",
          {},
          el("summary", {}, t("What changed, one by one")),
          found.map((one) => [
            el("h3", {}, one.words(one.rows.length)),
            el(
              "ul",
              { class: "change-list" },
              one.rows.slice(0, 60).map((row) => el("li", {}, one.told(row))),
            ),
          ]),
        )
      : null,
    found.length
      ? el(
          "label",
          { class: "change-switch" },
          el("input", {
            type: "checkbox",
            checked: page.choice.changes,
            onchange: (event) => {
              page.choice.changes = event.target.checked;
              drawChangeMarks();
            },
          }),
          " ",
          t("Mark the changes on the map"),
        )
      : null,
  );
  drawChangeMarks();
}

function sentence(one: Group, i: number) {
  return [
    i ? ", " : "",
    el(
      "span",
      { class: one.bad ? "worse" : "" },
      one.words(one.rows.length),
      one.more ? " (" + one.more + ")" : "",
    ),
  ];
}

let marks: L.LayerGroup | null = null;

// Rings round what changed, and a broad edge round areas; the same in a comparison.
export function drawChangeMarks() {
  if (marks) marks.remove();
  marks = null;
  if (!page.choice.changes || isAway()) return;
  const keys: string[] = [];
  groups().forEach((one) => {
    keys.push(...one.rows.map((row) => row.subject_type + "." + row.id));
  });
  marks = ringed(keys).addTo(board.map);
}
