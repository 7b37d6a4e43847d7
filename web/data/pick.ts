// A table's entry for a key that comes from data: never one that every object inherits.

type Table<Value> = { readonly [key: string]: Value } | ArrayLike<Value>;
type Key = string | number | null | undefined;

export function pick<Value>(table: Table<Value>, key: Key): Value | undefined;
export function pick<Value, Other>(table: Table<Value>, key: Key, otherwise: Other): Value | Other;
export function pick(table: Table<unknown>, key: Key, otherwise?: unknown): unknown {
  const held = Object.prototype.hasOwnProperty.call(table, String(key));
  return held ? (table as Record<string, unknown>)[String(key)] : otherwise;
}
