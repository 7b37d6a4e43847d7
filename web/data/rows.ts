// Columns as rows, and shapes as positions: what a block tells in few signs.

// A block of columns as a list of rows; see encode.columns.
export function rowsOf(block) {
  const rows = [];
  for (let i = 0; i < block.rows; i++) rows.push({});
  Object.keys(block.columns).forEach((name) => {
    const values = block.columns[name];
    for (let i = 0; i < rows.length; i++) rows[i][name] = values[i];
  });
  return rows;
}

// Shapes as paths of [lat, lon]: a point is one path of one position, a line a list of paths,
// an area a list of polygons, each a list of rings; see outlines.outlines.
export function shapesOf(told) {
  const of = told.of,
    all = courses(told),
    shapes = [];
  let at = 0,
    next = 0;
  const course = () => {
    const name = of[at++];
    if (!name) return all[next++];
    const known = all[next - Math.abs(name)];
    return name > 0 ? known : known.slice().reverse();
  };
  const several = (count, one) => {
    const list = [];
    for (let i = 0; i < count; i++) list.push(one());
    return list;
  };
  const ring = () =>
    several(of[at++], course).reduce((whole, part) => whole.concat(part.slice(0, -1)), []);
  while (at < of.length) {
    const count = Math.floor(of[at] / 3),
      dimension = of[at++] % 3;
    const parts = several(count, dimension < 2 ? course : () => several(of[at++], ring));
    shapes.push(dimension || !count ? parts : parts[0]);
  }
  return shapes;
}

// Of a shape that is not empty: 0 a point, 1 lines, 2 an area.
export function dimension(shape) {
  return !Array.isArray(shape[0][0]) ? 0 : Array.isArray(shape[0][0][0]) ? 2 : 1;
}

function courses(told) {
  const moves = told.courses,
    all = [],
    steps = 1e5 / told.step;
  let at = 0,
    x = 0,
    y = 0;
  while (at < moves.length) {
    const course = [];
    for (let left = moves[at++]; left > 0; left--) {
      x += moves[at++];
      y += moves[at++];
      course.push([y / steps, x / steps]);
    }
    all.push(course);
  }
  return all;
}
