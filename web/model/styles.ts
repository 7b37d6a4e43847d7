// How a status looks, in colour and line; and statuses in their order.

import type { Style } from "../data/blocks";
import { pick } from "../data/pick";
import { page } from "./page";

const LOOK: Record<string, Style> & { unknown: Style } = {
  open: { color: "#009E73", symbol: "circle", width: 3 },
  restricted: { color: "#E69F00", symbol: "triangle", width: 3, dash: "12 5" },
  presumed: { color: "#7A95B8", symbol: "ring", width: 1.8, dash: "3 3" },
  unknown: { color: "#707070", symbol: "question", width: 3.4, dash: "0.1 7" },
  closed: { color: "#CC0000", symbol: "cross", width: 3, dash: "5 4" },
  silent: { color: "#8a979c", symbol: "plain", width: 2.2 },
  unfit: { color: "#6b5b4b", symbol: "bar", width: 1.5, dash: "1 3" },
  misplaced: { color: "#5a4fcf", symbol: "diamond" },
};

const SAME = { reachable: "open", cut_off: "closed", abandoned: "closed" };

export const RANK = ["reachable", "restricted", "presumed", "unknown", "cut_off", "misplaced"];

export const ROAD_RANK = ["open", "silent", "unfit", "presumed", "restricted", "unknown", "closed"];

// The style of a value: the layer's own words over the page's, so that a map may restyle it.
export function styleOf(kind: string, value?: string): Style {
  const layer = page.layers.filter((one) => one.kind === kind && pick(one.styles, value))[0];
  const own = pick(LOOK, pick(SAME, value, value), LOOK.unknown);
  return { ...own, ...(layer ? pick(layer.styles, value) : {}) };
}
