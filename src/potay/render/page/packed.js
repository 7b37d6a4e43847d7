// The embedded network as the library told it, out of the texts of signs that it comes in; see
// packed.py for what is packed and network/portable.py for what it means.

(function () {
  const whole = potay.numbers;

  function coded(column) {
    return { of: column.of, is: whole(column.is) };
  }

  // Each number is told by its difference from the one before.
  function summed(text) {
    let sum = 0;
    return whole(text).map(function (step) { return sum += step; });
  }

  function each(part, names, unpack) {
    const told = Object.assign({}, part);
    names.forEach(function (name) { told[name] = unpack(told[name]); });
    return told;
  }

  function courses(told) {
    const sizes = whole(told.sizes), steps = whole(told.steps), found = {};
    let from = 0;
    summed(told.piece).forEach(function (piece, i) {
      found[piece] = steps.slice(from, from += 2 * sizes[i]);
    });
    return found;
  }

  // `keys` are the names that the whole page shares.
  potay.unpacked = function (told, keys) {
    const named = function (text) {
      return whole(text).map(function (number) { return keys[number]; });
    };
    return Object.assign({}, told, {
      nodes: each(told.nodes, ["lon", "lat"], whole),
      pieces: Object.assign(each(told.pieces, ["a", "b", "cm", "combo", "owner"], whole),
        { course: courses(told.pieces.course) }),
      combos: each(told.combos, ["sizes", "subject"], whole),
      places: Object.assign(each(told.places, ["node"], whole), { key: named(told.places.key) }),
      roads: each(told.roads, ["gait"], coded),
      subjects: Object.assign(each(told.subjects, ["basis", "by", "claims"], coded),
        { key: named(told.subjects.key) }),
      verdicts: told.verdicts.map(coded),
      chains: each(told.chains, Object.keys(told.chains), summed),
      apart: whole(told.apart),
    });
  };
})();
