// What a page without the network answers: its tables only. asking.ts puts its own in place of
// these where the readers may have the network.

import { store } from "../model/store";

function nothing(..._asked) {
  return null;
}

export const asking = {
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
