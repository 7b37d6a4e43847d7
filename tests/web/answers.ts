// The page's engine without a page: one question in JSON per line, one answer in JSON per line.

import { createInterface } from "node:readline";
import type { NetworkBlock } from "../../web/data/blocks";
import { inflated } from "../../web/data/inflate";
import { shapesOf } from "../../web/data/rows";
import { waysBetween } from "../../web/engine/alternatives";
import { type Network, readNetwork } from "../../web/engine/network";
import { fewestOpenings } from "../../web/engine/openings";
import { makeScene } from "../../web/engine/scene";
import { type Asked, answerAt, askFrom } from "../../web/engine/search";

interface Case {
  mover: string;
  what_if: Record<string, string>;
  pairs: [string, string][];
}

type Pair = Pick<Case, "mover" | "what_if"> & { pair: [string, string] };

let net: Network;

function placeOf(key: string) {
  const place = net.placeOf.get(key);
  if (!place) throw new Error(`no place ${key}`);
  return place;
}

// The answers of one vehicle under suppositions for pairs of places, by key.
function answers({ mover, what_if, pairs }: Case) {
  const scene = makeScene(net, net.movers.indexOf(mover), what_if);
  const from = new Map<string, Asked>();
  return pairs.map(([hub, place]) => {
    const start = placeOf(hub);
    const end = placeOf(place);
    if (end.apart) return { status: "misplaced" };
    const asked = from.get(hub) || askFrom(scene, start.node);
    from.set(hub, asked);
    const answer = answerAt(asked, end.node);
    const shut = !["reachable", "restricted"].includes(answer.status);
    return {
      ...answer,
      would_open: (shut && fewestOpenings(scene, start.node, end.node)) || [],
    };
  });
}

// Up to three ways between two places.
function ways({ mover, what_if, pair }: Pair) {
  const scene = makeScene(net, net.movers.indexOf(mover), what_if);
  const asked = askFrom(scene, placeOf(pair[0]).node);
  return waysBetween(asked, placeOf(pair[1]).node, 3).map((way) => ({
    minutes: way.minutes,
    status: way.status,
    gateways: way.gateways,
    modes: way.modes,
    usable_by_mover: way.usable,
    independent: way.independent,
    shares: way.shares,
    vehicle_class: way.carries.vehicle_class,
  }));
}

// biome-ignore lint/suspicious/noExplicitAny: each act is asked with its own kind of value
const ACTS: Record<string, (value: any) => unknown> = {
  network: (block: NetworkBlock) => {
    net = readNetwork(block);
    return net.key;
  },
  answers: (cases: Case[]) => cases.map(answers),
  ways: (cases: Pair[]) => cases.map(ways),
  inflated,
  shapes: shapesOf,
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const [act, value] = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(ACTS[act](value))}\n`);
});
