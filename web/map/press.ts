// A thing on the map is pressed: whoever tells about it says here that they do.

let told = (_kind, _row, _at) => {};

export function whenPressed(act) {
  told = act;
}

export function press(kind, row, at) {
  told(kind, row, at);
}
