// A table's entry for a key that comes from data: never one that every object inherits.
export function pick(table, key, otherwise) {
  return Object.hasOwn(table, key) ? table[key] : otherwise;
}
