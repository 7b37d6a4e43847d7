// The word for a status, and for how one subject stands.

import { pick } from "../data/pick";

import { isSupposing, page } from "./page";
import { isAsk, isUntold } from "./store";
import { styleOf } from "./styles";
import { hasPhrase, later, phrase, say, t } from "./words";

const STATUS_WORDS = {
  open: later("Passable, as reported"),
  restricted: later("Passable with restrictions"),
  closed: later("Closed, as reported"),
  abandoned: later("Abandoned"),
  unfit: later("Too narrow or weak for this vehicle"),
  cut_off: later("Cut off"),
  misplaced: later("Badly placed"),
};

// Under a supposition nothing is merely as reported.
const SUPPOSED = { open: later("Passable"), closed: later("Closed") };

const OF_PLACES = { restricted: later("Reachable with restrictions") };

// The word for a status, the layer's own label first. What depends on whom the page is for is a
// phrase.
export function statusWord(status: string, kind: string) {
  const label = styleOf(kind, status).label;
  if (label) return say(label);
  const id =
    (kind === "place" && pick(OF_PLACES, status)) ||
    (isSupposing() && pick(SUPPOSED, status)) ||
    pick(STATUS_WORDS, status);
  return id ? t(id) : phrased("status_", status, "unknown");
}

function phrased(kind: string, word: string, otherwise: string) {
  return phrase(kind + (hasPhrase(kind + word) ? word : otherwise));
}

// The word for how one subject stands: a report may be withheld of it, or it is not told.
export function standingWord(key: string, status: string, kind: string) {
  const plain = status !== "unknown" || page.past;
  return !plain && isAsk(key)
    ? phrase("status_ask")
    : !plain && isUntold(key)
      ? phrase("status_untold")
      : statusWord(status, kind);
}
