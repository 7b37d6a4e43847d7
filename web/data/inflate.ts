// The data of a page as it stands there: JSON, deflated, in base64; see encode.data_block.

import { inflateSync, strFromU8 } from "fflate";

// The only key of an object that stands for a list.
const SHORT = "\u001f";

const BASE = 44;
const DIGIT = new Uint8Array(128);
Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i))
  .filter((sign) => !'"&<>\\'.includes(sign))
  .forEach((sign, i) => {
    DIGIT[sign.charCodeAt(0)] = i;
  });

export function inflated(text: string): unknown {
  const signs = atob(text);
  const packed = new Uint8Array(signs.length);
  for (let i = 0; i < signs.length; i++) packed[i] = signs.charCodeAt(i);
  return whole(JSON.parse(strFromU8(inflateSync(packed))));
}

// The same with its lists as lists.
function whole(value: unknown): unknown {
  if (typeof value !== "object" || !value) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      if (typeof value[i] === "object") value[i] = whole(value[i]);
    }
    return value;
  }
  const told = value as Record<string, unknown>;
  if (SHORT in told) return list(told[SHORT] as [string, (1 | unknown[])?]);
  for (const name of Object.keys(told)) told[name] = whole(told[name]);
  return told;
}

// Whole numbers, the steps between them, or the places of different values.
function list([text, how]: [string, (1 | unknown[])?]): unknown[] {
  const found = numbers(text);
  if (Array.isArray(how)) return found.map((place) => how[place]);
  let sum = 0;
  return how ? found.map((step) => (sum += step)) : found;
}

// A text of signs as whole numbers; see encode.signs.
export function numbers(text: string): number[] {
  const found: number[] = [];
  let sum = 0;
  let weight = 1;
  for (let i = 0; i < text.length; i++) {
    const digit = DIGIT[text.charCodeAt(i)];
    sum += weight * (digit % BASE);
    weight *= BASE;
    if (digit >= BASE) continue;
    found.push(sum % 2 ? -(sum + 1) / 2 : sum / 2);
    sum = 0;
    weight = 1;
  }
  return found;
}
