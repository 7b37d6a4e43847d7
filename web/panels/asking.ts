// What a page without the network answers: its tables only. asking.ts puts its own in place of
// these where the readers may have the network.

import type { NetworkBlock } from "../data/blocks";
import type { Child } from "../dom/el";
import type { Drawn, Residents } from "../model/rows";
import { store } from "../model/store";

interface Asking {
  openNetwork: (block: NetworkBlock) => void;
  refresh: () => void;
  drawSupposed: () => void;
  drawSupposedMarks: () => void;
  drawAsk: () => void;
  supposedBadge: (key: string) => Child;
  supposeBox: (key: string) => Child;
  supposeRoad: (row: Drawn) => Child;
  askButton: (row: Drawn) => Child;
  supposedWord: (status: string) => string;
  quarters: () => Residents[];
}

function nothing(): null {
  return null;
}

export const asking: Asking = {
  openNetwork: nothing,
  refresh: nothing,
  drawSupposed: nothing,
  drawSupposedMarks: nothing,
  drawAsk: nothing,
  supposedBadge: nothing,
  supposeBox: nothing,
  supposeRoad: nothing,
  askButton: nothing,
  supposedWord: () => "",
  quarters: () => store.people,
};
