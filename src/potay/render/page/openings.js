// The fewest subjects that would have to be reported open for a place to be reached: the
// library's own search over regions (access/openings.py), with sets of subjects as whole numbers.

(function () {
  const graph = potay.graph, KEPT = 64, STEPS = 100000;
  const SUBJECT = 1000, CLOSED_TOO = 1;
  // Written as calls: a browser that has no such numbers must still be able to read this file.
  const known = typeof BigInt === "function", NONE = known && BigInt(0), ONE = known && BigInt(1);

  function bit(row) {
    return ONE << BigInt(row);
  }

  function bits(mask) {
    const rows = [];
    for (let row = 0; mask; row++, mask >>= ONE) if (mask & ONE) rows.push(row);
    return rows;
  }

  function count(mask) {
    let n = 0;
    for (; mask; mask &= mask - ONE) n += 1;
    return n;
  }

  // Per combo the sets of subjects of which one must be reported open for its pieces to pass.
  function needs(scene) {
    const net = scene.net, level = scene.judged.level, inferred = graph.inferred(net, scene.judged);
    const way = function (row) { return ["gateway", "road"].indexOf(net.type[row]) >= 0; };
    const found = [];
    for (let combo = 0; combo < net.combos; combo++) {
      const governing = graph.governors(scene, combo);
      const rows = governing.filter(function (row) { return level[row] > graph.RESTRICTED; });
      const others = rows.filter(function (row) { return !inferred[row]; });
      const sets = others.some(way) ? [others] : [rows];
      if (!others.some(way) && others.length < rows.length) {
        governing.filter(way).forEach(function (row) { sets.push(others.concat(row)); });
      }
      found.push(sets.map(function (set) {
        return set.reduce(function (mask, row) { return mask | bit(row); }, NONE);
      }));
    }
    return found;
  }

  // Regions: stretches that need the same subjects and within which one can go anywhere.
  function regions(scene) {
    const net = scene.net, byCombo = needs(scene), masks = new Map([[NONE, 0]]);
    byCombo.forEach(function (sets) {
      sets.forEach(function (mask) { if (!masks.has(mask)) masks.set(mask, masks.size); });
    });
    const all = Array.from(masks.keys()), states = new Map(), keys = [];
    const stateOf = function (node, kind) {
      const key = node * all.length + kind;
      if (!states.has(key)) { states.set(key, keys.length); keys.push(key); }
      return states.get(key);
    };
    const tails = [], heads = [];
    for (let e = 0; e < net.edges; e++) {
      if (!isFinite(scene.free[net.piece[e]])) continue;
      byCombo[net.combo[net.piece[e]]].forEach(function (mask) {
        const kind = masks.get(mask);
        tails.push(stateOf(net.tail[e], kind));
        heads.push(stateOf(net.head[e], kind));
      });
    }
    const region = components(keys.length, tails, heads);
    const found = { need: [], next: [], at: new Map() };
    keys.forEach(function (key, state) {
      const node = Math.floor(key / all.length), one = region[state];
      found.need[one] = all[key % all.length];
      if (!found.at.has(node)) found.at.set(node, new Set());
      found.at.get(node).add(one);
    });
    for (let i = 0; i < found.need.length; i++) found.next.push(new Set());
    tails.forEach(function (tail, i) {
      if (region[tail] !== region[heads[i]]) found.next[region[tail]].add(region[heads[i]]);
    });
    found.at.forEach(function (here) {
      here.forEach(function (one) {
        here.forEach(function (other) { if (one !== other) found.next[one].add(other); });
      });
    });
    return found;
  }

  // Strongly connected parts (Tarjan's algorithm, without recursion).
  function components(n, tails, heads) {
    const first = new Int32Array(n + 1), next = new Int32Array(tails.length);
    tails.forEach(function (tail) { first[tail + 1] += 1; });
    for (let v = 0; v < n; v++) first[v + 1] += first[v];
    const fill = first.slice();
    tails.forEach(function (tail, i) { next[fill[tail]++] = heads[i]; });
    const index = new Int32Array(n).fill(-1), low = new Int32Array(n);
    const part = new Int32Array(n).fill(-1), at = first.slice(), stack = [], calls = [];
    let number = 0, parts = 0;
    for (let root = 0; root < n; root++) {
      if (index[root] >= 0) continue;
      calls.push(root);
      while (calls.length) {
        const v = calls[calls.length - 1];
        if (index[v] < 0) { index[v] = low[v] = number++; stack.push(v); }
        let deeper = false;
        while (at[v] < first[v + 1]) {
          const w = next[at[v]++];
          if (index[w] < 0) { calls.push(w); deeper = true; break; }
          if (part[w] < 0) low[v] = Math.min(low[v], index[w]);
        }
        if (deeper) continue;
        calls.pop();
        const before = calls[calls.length - 1];
        if (calls.length) low[before] = Math.min(low[before], low[v]);
        if (low[v] === index[v]) {
          let w;
          do { w = stack.pop(); part[w] = parts; } while (w !== v);
          parts += 1;
        }
      }
    }
    return part;
  }

  function less(x, y) {
    if (x.cost !== y.cost) return x.cost < y.cost;
    if (x.mask !== y.mask) return x.mask < y.mask;
    return x.region < y.region;
  }

  function push(heap, entry) {
    let i = heap.length;
    heap.push(entry);
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (!less(entry, heap[up])) break;
      heap[i] = heap[up];
      i = up;
    }
    heap[i] = entry;
  }

  function pop(heap) {
    const top = heap[0], last = heap.pop(), size = heap.length;
    if (!size) return top;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= size) break;
      if (down + 1 < size && less(heap[down + 1], heap[down])) down += 1;
      if (!less(heap[down], last)) break;
      heap[i] = heap[down];
      i = down;
    }
    heap[i] = last;
    return top;
  }

  // A fewest set (keys) that lets `source` reach `target`; null where no opening helps.
  // Among equal ones those with fewer subjects reported closed come first. Browsers that cannot
  // count so far give no answer.
  potay.fewestOpenings = function (scene, source, target) {
    if (!known) return null;
    scene.regions = scene.regions || regions(scene);
    const found = scene.regions, goals = found.at.get(target) || new Set();
    let closed = NONE, once = NONE, repeated = NONE;
    scene.judged.level.forEach(function (level, row) {
      if (level === graph.CLOSED) closed |= bit(row);
    });
    found.need.forEach(function (need) { repeated |= once & need; once |= need; });
    const cost = function (mask) {
      return SUBJECT * count(mask) + CLOSED_TOO * count(mask & closed);
    };
    const heap = [], kept = new Map();
    if (!goals.size) return null;
    (found.at.get(source) || new Set()).forEach(function (one) {
      push(heap, { cost: cost(found.need[one]), mask: found.need[one], region: one });
    });
    for (let steps = 0; heap.length && steps < STEPS; steps++) {
      const top = pop(heap), sets = kept.get(top.region) || [];
      kept.set(top.region, sets);
      if (sets.some(function (one) {
        return one.cost + cost(top.mask & ~one.mask & repeated) <= top.cost;
      })) continue;
      if (sets.length >= KEPT) continue;
      sets.push(top);
      if (goals.has(top.region)) {
        return bits(top.mask).map(function (row) { return scene.net.key[row]; });
      }
      found.next[top.region].forEach(function (other) {
        const mask = top.mask | found.need[other];
        push(heap, { cost: cost(mask), mask: mask, region: other });
      });
    }
    return null;
  };
})();
