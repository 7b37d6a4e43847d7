// Where all this comes from: rules used, inputs with their hashes, licences, who may have it.

(function () {
  const AUDIENCE = { public: potay.later("public"), partners: potay.later("partners"),
    internal: potay.later("internal") };
  const LEVEL = { low: potay.later("low"), moderate: potay.later("moderate"),
    high: potay.later("high"), severe: potay.later("severe") };
  const el = potay.el, t = function (id, values) { return potay.t(id, values); };

  potay.drawFoot = function () {
    const head = potay.head;
    potay.replace(potay.byId("foot"),
      el("p", {}, potay.phrase("promise")),
      el("p", {}, t("Built for: {audience}. Sensitivity: {level}. Valid until {date}.", {
        audience: t(AUDIENCE[head.audience]), level: t(LEVEL[head.sensitivity]),
        date: potay.date(head.expires) })),
      el("details", {}, el("summary", {}, t("How to read this")), reading()),
      el("details", {}, el("summary", {}, t("Rules used")), el("pre", { tabindex: 0 },
        JSON.stringify(head.rules, null, 1))),
      el("details", {}, el("summary", {}, t("Inputs and licences")),
        el("ul", {}, head.attribution.map(item), head.inputs.map(input)),
        Object.keys(head.licences).map(function (name) {
          return [el("h3", {}, name), el("pre", { tabindex: 0 }, head.licences[name])];
        })),
      el("p", { class: "print" }, "pòtay ", potay.pick(head.versions, "potay", ""), " · ",
        head.fingerprint.slice(0, 12)));
  };

  function item(text) {
    return el("li", {}, potay.data(text));
  }

  function input(one) {
    return item([one.title || one.name, one.source, one.licence,
      one.sha256 ? "sha256 " + one.sha256.slice(0, 12) : ""].filter(Boolean).join(" · "));
  }

  function reading() {
    const how = ["reachable", "presumed", "unknown", "ask", "cut_off"].map(function (status) {
      return "how_" + status;
    }).filter(function (key) {
      return potay.hasPhrase(key) && (key !== "how_ask" || potay.head.audience === "partners");
    });
    return el("ul", {}, how.map(function (key) { return potay.phrase(key); }).concat([
      t("A report marked as getting old is {n} days old or more; an expired one no longer holds.",
        { n: potay.head.rules.stale_days }),
    ]).map(function (line) { return el("li", {}, line); }));
  }
})();
