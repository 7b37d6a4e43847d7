// The page's engine without a page: one question in JSON per line, one answer in JSON per line.

import { createInterface } from "node:readline";
import { inflated } from "../../web/data/inflate";
import { shapesOf } from "../../web/data/rows";
import { waysBetween } from "../../web/engine/alternatives";
import { readNetwork } from "../../web/engine/network";
import { fewestOpenings } from "../../web/engine/openings";
import { makeScene } from "../../web/engine/scene";
import { answerAt, askFrom } from "../../web/engine/search";

let net = null;

// The answers of one vehicle under suppositions for pairs of places, by key.
function answers({ mover, what_if, pairs }) {
  const scene = makeScene(net, net.movers.indexOf(mover), what_if);
  const from = new Map();
  return pairs.map(([hub, place]) => {
    const start = net.placeOf.get(hub);
    const end = net.placeOf.get(place);
    if (end.apart) return { status: "misplaced" };
    if (!from.has(hub)) from.set(hub, askFrom(scene, start.node));
    const answer = answerAt(from.get(hub), end.node);
    const shut = !["reachable", "restricted"].includes(answer.status);
    return {
      ...answer,
      would_open: (shut && fewestOpenings(scene, start.node, end.node)) || [],
    };
  });
}

// Up to three ways between two places.
function ways({ mover, what_if, pair }) {
  const scene = makeScene(net, net.movers.indexOf(mover), what_if);
  const asked = askFrom(scene, net.placeOf.get(pair[0]).node);
  return waysBetween(asked, net.placeOf.get(pair[1]).node, 3).map((way) => ({
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

const ACTS = {
  network: (block) => {
    net = readNetwork(block);
    return net.key;
  },
  answers: (cases) => cases.map(answers),
  ways: (cases) => cases.map(ways),
  inflated,
  shapes: shapesOf,
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const [act, value] = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(ACTS[act](value))}\n`);
});
