// A table as CSV on the clipboard: what is shown, as it is filtered and sorted.

(function () {
  const QUOTE = "\u0022"; // written so that tools which look for messages are not misled
  const el = potay.el, t = function (id, values) { return potay.t(id, values); };

  // A cell; text that a spreadsheet would take for a formula is told with an apostrophe first.
  function cell(value) {
    if (typeof value === "number") return String(value);
    let text = value === null || value === undefined ? "" : potay.flat(value);
    if (/^[=+\-@\t\r\0\uFF1D\uFF0B\uFF0D\uFF20]/.test(text)) text = "'" + text;
    const marked = [QUOTE, ",", "\r", "\n"].some(function (mark) { return text.indexOf(mark) >= 0; });
    return marked ? QUOTE + text.split(QUOTE).join(QUOTE + QUOTE) + QUOTE : text;
  }

  potay.csv = function (columns, rows) {
    const lines = [columns.map(function (one) { return one.title; })].concat(
      rows.map(function (row) {
        return columns.map(function (one) { return one.key(row); });
      }));
    return lines.map(function (line) { return line.map(cell).join(","); }).join("\r\n") + "\r\n";
  };

  // Pages opened from a file may not always use the clipboard: then the text is there to be taken.
  potay.copyButton = function (make) {
    const said = el("span", { role: "status" });
    const holder = el("span", { class: "copy" }, el("button", { type: "button",
      onclick: function () {
        const area = el("textarea", { readonly: true, rows: 4, "aria-label": t("Copy as CSV") });
        area.value = make();
        holder.appendChild(area);
        area.select();
        const done = document.execCommand && document.execCommand("copy");
        if (done) area.remove();
        potay.replace(said, done ? t("Copied.") : t("Select the text and copy it."));
        holder.querySelector("button").focus();
      } }, t("Copy as CSV")), " ", said);
    return holder;
  };
})();
