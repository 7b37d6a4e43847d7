// The data of a page stands in it, all of it in one block.

import { inflated } from "../data/inflate";
import { byId } from "./el";

export function readData() {
  return inflated(byId("potay-data").textContent);
}
