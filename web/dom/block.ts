// The data of a page stands in it as JSON, a block for each kind.

import { byId } from "./el";

// A block of data by its id; null where the page has none.
export function readBlock(id) {
  const node = byId(id);
  return node && JSON.parse(node.textContent);
}
