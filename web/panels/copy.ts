// A table as CSV on the clipboard: what is shown, as it is filtered and sorted.

import { el, fillAnew, flat } from "../dom/el";
import { t } from "../model/words";

const QUOTE = "\u0022"; // written so that tools which look for messages are not misled

// A cell; text that a spreadsheet would take for a formula is told with an apostrophe first.
/** What is copied of a column: its title and its plain values. */
interface Column {
  title: string;
  // biome-ignore lint/suspicious/noExplicitAny: one way for the rows of all tables
  key: (row: any) => unknown;
}

function cell(value: unknown) {
  if (typeof value === "number") return String(value);
  let text = value === null || value === undefined ? "" : flat(value);
  if (/^[=+\-@\t\r\0\uFF1D\uFF0B\uFF0D\uFF20]/.test(text)) text = "'" + text;
  const marked = [QUOTE, ",", "\r", "\n"].some((mark) => text.indexOf(mark) >= 0);
  return marked ? QUOTE + text.split(QUOTE).join(QUOTE + QUOTE) + QUOTE : text;
}

export function csv(columns: Column[], rows: unknown[]): string {
  const titles: unknown[] = columns.map((one) => one.title);
  const lines = [titles, ...rows.map((row) => columns.map((one) => one.key(row)))];
  return lines.map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}

// Pages opened from a file may not always use the clipboard: then the text is there to be taken.
export function copyButton(make: () => string) {
  const said = el("span", { role: "status" });
  const holder = el(
    "span",
    { class: "copy" },
    el(
      "button",
      {
        type: "button",
        onclick: () => {
          const area = el("textarea", { readonly: true, rows: 4, "aria-label": t("Copy as CSV") });
          area.value = make();
          holder.appendChild(area);
          area.select();
          const done = document.execCommand?.("copy");
          if (done) area.remove();
          fillAnew(said, done ? t("Copied.") : t("Select the text and copy it."));
          holder.querySelector("button")?.focus();
        },
      },
      t("Copy as CSV"),
    ),
    " ",
    said,
  );
  return holder;
}
