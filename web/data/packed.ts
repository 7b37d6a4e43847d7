// The embedded network as the library told it, out of the texts of signs that it comes in; see
// packed.py for what is packed and network/portable.py for what it means.

import { numbers } from "./rows";

function coded(column) {
  return { of: column.of, is: numbers(column.is) };
}

// Each number is told by its difference from the one before.
function summed(text) {
  let sum = 0;
  return numbers(text).map((step) => (sum += step));
}

function each(part, names, unpack) {
  const told = Object.assign({}, part);
  names.forEach((name) => {
    told[name] = unpack(told[name]);
  });
  return told;
}

function courses(told) {
  const sizes = numbers(told.sizes),
    steps = numbers(told.steps),
    found = {};
  let from = 0;
  summed(told.piece).forEach((piece, i) => {
    found[piece] = steps.slice(from, from + 2 * sizes[i]);
    from += 2 * sizes[i];
  });
  return found;
}

// `keys` are the names that the whole page shares.
export function unpacked(told, keys) {
  const named = (text) => numbers(text).map((number) => keys[number]);
  return Object.assign({}, told, {
    nodes: each(told.nodes, ["lon", "lat"], numbers),
    pieces: Object.assign(each(told.pieces, ["a", "b", "cm", "combo", "owner"], numbers), {
      course: courses(told.pieces.course),
    }),
    combos: each(told.combos, ["sizes", "subject"], numbers),
    places: Object.assign(each(told.places, ["node"], numbers), { key: named(told.places.key) }),
    roads: each(told.roads, ["gait"], coded),
    subjects: Object.assign(each(told.subjects, ["basis", "by", "claims"], coded), {
      key: named(told.subjects.key),
    }),
    verdicts: told.verdicts.map(coded),
    chains: each(told.chains, Object.keys(told.chains), summed),
    apart: numbers(told.apart),
  });
}
