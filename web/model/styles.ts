// How a status looks, in colour and line; and statuses in their order.

import type { Style } from "../data/blocks";
import { pick } from "../data/pick";
import { page } from "./page";

// What is a status on a page alone; all others have their sign from the library.
const LOOK: Record<string, Style> = {
  silent: { color: "#8a979c", symbol: "plain", width: 2.2 },
  unfit: { color: "#6b5b4b", symbol: "bar", width: 1.5, dash: "1 3" },
};

// Statuses of places from the best to the worst, and the signs of all, as the page is told them.
export let RANK: string[] = [];
let signs: Record<string, Style> = {};

export function readSigns(terms: { access: string[]; signs: Record<string, Style> }): void {
  RANK = terms.access;
  signs = terms.signs;
}

export const ROAD_RANK = ["open", "silent", "unfit", "presumed", "restricted", "unknown", "closed"];

// The style of a value: the layer's own words over the page's, so that a map may restyle it.
export function styleOf(kind: string, value?: string): Style {
  const layer = page.layers.filter((one) => one.kind === kind && pick(one.styles, value))[0];
  const own = pick(LOOK, value, pick(signs, value, signs.unknown));
  return { ...own, ...(layer ? pick(layer.styles, value) : {}) };
}
