// What is supposed, in words: on the page and for the command line.

import { page } from "../model/page";
import { t } from "../model/words";

export function statusWords(): Record<string, string> {
  return { open: t("open"), restricted: t("with restrictions"), closed: t("closed") };
}

export function supposedWord(status: string) {
  return t("supposed: {word}", { word: statusWords()[status] });
}

// The same suppositions for the command line.
export function supposedLines() {
  return Object.keys(page.supposed)
    .map((key) => "--set " + key + "=" + page.supposed[key])
    .join("\n");
}
