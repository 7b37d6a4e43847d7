// Where all this comes from: rules used, inputs with their hashes, licences, who may have it.

import type { InputHead } from "../data/blocks";
import { byId, el, fillAnew, fromData } from "../dom/el";
import { page } from "../model/page";
import { dateWords, hasPhrase, later, phrase, t } from "../model/words";

const AUDIENCE: Record<string, string> = {
  public: later("public"),
  partners: later("partners"),
  internal: later("internal"),
};

const LEVEL: Record<string, string> = {
  low: later("low"),
  moderate: later("moderate"),
  high: later("high"),
  severe: later("severe"),
};

export function drawFoot() {
  const head = page.head;
  fillAnew(
    byId("foot"),
    el("p", {}, phrase("promise")),
    el(
      "p",
      {},
      t("Built for: {audience}. Sensitivity: {level}. Valid until {date}.", {
        audience: t(AUDIENCE[head.audience]),
        level: t(LEVEL[head.sensitivity]),
        date: dateWords(head.expires),
      }),
    ),
    el("details", {}, el("summary", {}, t("How to read this")), reading()),
    el(
      "details",
      {},
      el("summary", {}, t("Rules used")),
      el("pre", { tabindex: 0 }, JSON.stringify(head.rules, null, 1)),
    ),
    el(
      "details",
      {},
      el("summary", {}, t("Inputs and licences")),
      el("ul", {}, head.attribution.map(item), head.inputs.map(input)),
      Object.keys(head.licences).map((name) => [
        el("h3", {}, name),
        el("pre", { tabindex: 0 }, head.licences[name]),
      ]),
    ),
    el("p", { class: "print" }, "pòtay ", head.version, " · ", head.fingerprint),
  );
}

function item(text: string) {
  return el("li", {}, fromData(text));
}

function input(one: InputHead) {
  return item(
    [one.title || one.name, one.source, one.licence, one.sha256 ? "sha256 " + one.sha256 : ""]
      .filter(Boolean)
      .join(" · "),
  );
}

function reading() {
  const how = ["reachable", "presumed", "unknown", "ask", "cut_off"]
    .map((status) => "how_" + status)
    .filter((key) => hasPhrase(key) && (key !== "how_ask" || page.head.audience === "partners"));
  return el(
    "ul",
    {},
    how
      .map((key) => phrase(key))
      .concat([
        t(
          "A report marked as getting old is {n} days old or more; an expired one no longer holds.",
          { n: Number(page.head.rules.stale_days) },
        ),
      ])
      .map((line) => el("li", {}, line)),
  );
}
