// Columns as rows, and shapes as positions: what a block tells in few signs.

import type { Data, Shapes } from "./blocks";

export type Position = [number, number]; // lat, lon
export type Path = Position[];
/** A point as one position, a line as paths, an area as polygons of rings. */
export type Shape = Path | Path[] | Path[][];

// Where a point lies, and where the mark of anything else does.
export function pointOf(shape: Shape): Position {
  return shape[0] as Position;
}

// The paths of a line.
export function pathsOf(shape: Shape): Path[] {
  return shape as Path[];
}

// The polygons of an area, each a list of rings.
export function polygonsOf(shape: Shape): Path[][] {
  return shape as Path[][];
}

// A block of columns as a list of rows; see encode.columns.
export function rowsOf<Row extends object>(block: Data): Row[] {
  const rows = Array.from({ length: block.rows }, () => ({}) as Record<string, unknown>);
  Object.entries(block.columns).forEach(([name, values]) => {
    rows.forEach((row, i) => {
      row[name] = values[i];
    });
  });
  return rows as Row[];
}

// Shapes as paths of [lat, lon]: a point is one path of one position, a line a list of paths,
// an area a list of polygons, each a list of rings; see outlines.outlines.
export function shapesOf(told: Shapes): Shape[] {
  const of = told.of;
  const all = courses(told);
  const shapes: Shape[] = [];
  let at = 0;
  let next = 0;
  const course = (): Path => {
    const name = of[at++];
    if (!name) return all[next++];
    const known = all[next - Math.abs(name)];
    return name > 0 ? known : known.slice().reverse();
  };
  const several = <One>(count: number, one: () => One): One[] => {
    const list: One[] = [];
    for (let i = 0; i < count; i++) list.push(one());
    return list;
  };
  const ring = (): Path =>
    several(of[at++], course).reduce<Path>((whole, part) => whole.concat(part.slice(0, -1)), []);
  while (at < of.length) {
    const count = Math.floor(of[at] / 3);
    const dimension = of[at++] % 3;
    if (dimension === 2) shapes.push(several(count, () => several(of[at++], ring)));
    else {
      const parts = several(count, course);
      shapes.push(dimension || !count ? parts : parts[0]);
    }
  }
  return shapes;
}

// Of a shape that is not empty: 0 a point, 1 lines, 2 an area.
export function dimension(shape: Shape): 0 | 1 | 2 {
  const first: unknown = shape[0][0];
  return !Array.isArray(first) ? 0 : Array.isArray(first[0]) ? 2 : 1;
}

function courses(told: Shapes): Path[] {
  const moves = told.courses;
  const all: Path[] = [];
  const steps = 1e5 / told.step;
  let at = 0;
  let x = 0;
  let y = 0;
  while (at < moves.length) {
    const course: Path = [];
    for (let left = moves[at++]; left > 0; left--) {
      x += moves[at++];
      y += moves[at++];
      course.push([y / steps, x / steps]);
    }
    all.push(course);
  }
  return all;
}
