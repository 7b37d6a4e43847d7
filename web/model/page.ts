// The state of a page: what it was given, what its reader chose, and what is drawn again then.

import type { HeadBlock } from "../data/blocks";
import type { Network } from "../engine/network";
import type { Supposed } from "../engine/scene";
import type { Layer } from "./rows";

export type Language = "fr" | "ht" | "en";

/** The values of another moment, while the reader looks at it: statuses by key. */
export interface Past {
  place: Map<string, string>;
  corridor: Map<string, string>;
}

interface Page {
  head: HeadBlock;
  layers: Layer[];
  net: Network | null; // the embedded network, where the readers may have it
  supposed: Supposed; // in the order in which the reader supposed them
  past: Past | null;
  choice: { language: Language; mover: string; hub: string; colourBy: string; changes: boolean };
  draws: (() => void)[]; // what is drawn again when the reader chooses a language, vehicle or place
}

// Before the data is read there is nothing to draw.
export const page: Page = {
  head: {} as HeadBlock,
  layers: [],
  net: null,
  supposed: {},
  past: null,
  choice: { language: "fr", mover: "", hub: "", colourBy: "control", changes: false },
  draws: [],
};

export function redraw(): void {
  page.draws.forEach((draw) => {
    draw();
  });
}

export function isSupposing(): boolean {
  return Object.keys(page.supposed).length > 0;
}

// The embedded network, where it is known to be there.
export function network(): Network {
  if (!page.net) throw new Error("this page holds no network");
  return page.net;
}
