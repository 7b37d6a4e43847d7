// The data of a page stands in it, all of it in one block.

import type { Blocks } from "../data/blocks";
import { inflated } from "../data/inflate";
import { byId } from "./el";

export function readData(): Blocks {
  return inflated(byId("potay-data").textContent || "") as Blocks;
}
