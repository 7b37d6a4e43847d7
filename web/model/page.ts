// The state of a page: what it was given, what its reader chose, and what is drawn again then.

export const page = {
  head: null,
  words: null,
  layers: [],
  net: null, // the embedded network, where the readers may have it
  supposed: {}, // key → status, in the order in which the reader supposed them
  past: null, // the values of another moment, while the reader looks at it
  choice: { language: "fr", mover: "", hub: "", colourBy: "control", changes: false },
  draws: [], // what is drawn again when the reader chooses a language, vehicle or place
};

export function redraw() {
  page.draws.forEach((draw) => {
    draw();
  });
}

export function isSupposing() {
  return Object.keys(page.supposed).length > 0;
}

// The embedded network, where it is known to be there.
export function network() {
  if (!page.net) throw new Error("this page holds no network");
  return page.net;
}
