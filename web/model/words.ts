// What the page says: its own words by language, names, dates, numbers, ages.

import type { LanguageWords, WordsBlock } from "../data/blocks";
import { pick } from "../data/pick";
import { type Language, page } from "./page";
import type { Named } from "./rows";

/** Words of a spec: one string, or one per language. */
export type Words = string | Record<string, string>;

// Marks a message that is said elsewhere, so that the catalogues know it.
export function later(id: string): string {
  return id;
}

/** What is said in one language, by English id. */
interface Said extends Omit<LanguageWords, "messages"> {
  messages: Record<string, string | string[]>;
}

const LANGUAGES: Language[] = ["fr", "ht", "en"];
const said: Partial<Record<Language, Said>> = {};

// The languages of the page, with their own names.
export function languages(): [Language, string][] {
  return LANGUAGES.map((name) => [name, said[name]?.name || name]);
}

function language(): Said {
  const one = said[page.choice.language];
  if (!one) throw new Error("the words are not read yet");
  return one;
}

// The names of the months in the reader's language.
export function months(): string[] {
  return language().months;
}

// Languages with their messages by English id; see words.py.
export function readWords(block: WordsBlock): void {
  for (const name of LANGUAGES) {
    const messages: Said["messages"] = {};
    block.ids.forEach((id, i) => {
      const told = block[name].messages[i];
      if (typeof told !== "number") messages[id] = told;
    });
    said[name] = { ...block[name], messages };
  }
}

type Values = Record<string, string | number>;

function put(text: string, values?: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    values && name in values ? String(values[name]) : whole,
  );
}

// t("as of {date}", {date: …}): the message in the reader's language, else in English.
export function t(id: string, values?: Values): string {
  return put((language().messages[id] as string) || id, values);
}

// n("{n} site", "{n} sites", 3)
export function plural(one: string, many: string, count: number, digits?: number): string {
  const forms = (language().messages[one] as string[]) || [one, many];
  const form = forms[language().plural[Math.min(Math.floor(count), 2)]] || forms[0];
  return put(form, { n: figure(count, digits) });
}

// A phrase of the library's own table with its gaps filled in order; see potay/phrases.py.
export function phrase(key: string, ...values: string[]): string {
  return language()
    .phrases[key].split("…")
    .map((part, i) => (i ? values[i - 1] : "") + part)
    .join("");
}

// The same for a count, in its singular or plural.
export function counted(key: string, count: number): string {
  const many = language().plural[Math.min(count, 2)] !== language().plural[1];
  return phrase(key + (many ? "_many" : "_one"), figure(count));
}

// Whether a map of these readers has a phrase: some can never be said of it.
export function hasPhrase(key: string): boolean {
  return key in language().phrases;
}

// Words of a spec: one string, or one per language.
export function say(text?: Words | null): string {
  if (!text || typeof text === "string") return text || "";
  return text[page.choice.language] || text.fr || text.en || text.ht || "";
}

// The name of a row in the reader's language; never empty.
export function nameOf(row: Named): string {
  const orders: Record<Language, ("name" | "name_fr" | "name_ht")[]> = {
    fr: ["name_fr", "name", "name_ht"],
    ht: ["name_ht", "name_fr", "name"],
    en: ["name", "name_fr", "name_ht"],
  };
  for (const name of orders[page.choice.language]) {
    const told = row[name];
    if (told) return told;
  }
  return row.ref || row.id || row.road || row.actor_id || "?";
}

export function figure(value: number, digits?: number): string {
  const parts = Math.abs(value)
    .toFixed(digits || 0)
    .split(".");
  const whole = parts[0].replace(/\B(?=(\d{3})+(?!\d))/g, language().group);
  return (value < 0 ? "−" : "") + (parts[1] ? whole + language().decimal + parts[1] : whole);
}

// "2024-01-05T…" → "5 janvier 2024"; a date with only a year or month stays as written.
export function dateWords(iso?: string | null): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso || "");
  if (!parts) return iso || "";
  const d = Number(parts[3]);
  const put: Record<string, string | number> = {
    d: d === 1 ? language().first : d,
    MMMM: language().months[Number(parts[2]) - 1],
    y: parts[1],
  };
  return language().date.replace(/MMMM|d|y/g, (sign) => String(put[sign]));
}

// The hour and minute of a moment, or nothing for a day's end or a bare date.
export function hourOf(iso?: string | null): string {
  const parts = /T(\d{2}:\d{2})/.exec(iso || "");
  return !parts || parts[1] === "23:59" ? "" : parts[1];
}

// The hour of a departure, or its day.
export function departureWords(text: string): string {
  const hour = /(\d{2}:\d{2})/.exec(text);
  return hour ? hour[1] : dateWords(text);
}

export function daysSince(iso: string, now: number): number {
  return Math.floor((now - Date.parse(iso)) / 86400000);
}

export function ageWords(days: number): string {
  if (days < 1) return t("today");
  if (days < 120) return plural("{n} day ago", "{n} days ago", days);
  if (days < 730) return plural("{n} month ago", "{n} months ago", Math.floor(days / 30.44));
  return plural("{n} year ago", "{n} years ago", days / 365.25, 1);
}

export function minutesWords(value?: number | null): string {
  if (value === null || value === undefined) return "";
  const minutes = Math.round(value);
  if (minutes < 60) return t("{n} min", { n: minutes });
  const rest = String(minutes % 60).padStart(2, "0");
  return t("{h} h {m}", { h: Math.floor(minutes / 60), m: rest });
}

export function kmWords(value?: number | null): string {
  if (value === null || value === undefined) return "";
  return t("{n} km", { n: figure(value, 1) });
}

// Reliability 0-4 in words; nothing on record is its own answer.
export function reliabilityWords(level?: number | null): string {
  const said = [
    t("reliability 0 of 4: cannot be judged"),
    t("reliability 1 of 4: doubtful"),
    t("reliability 2 of 4: fair"),
    t("reliability 3 of 4: good"),
    t("reliability 4 of 4: confirmed"),
  ];
  return pick(said, level, t("reliability not rated"));
}

// A range of whole numbers, both ends included; not told where there is none.
export function rangeWords(from: number | null | undefined, to: number): string {
  if (from === null || from === undefined) return phrase("basis_not_told");
  return from === to ? figure(from) : phrase("range", figure(from), figure(to));
}

export function basisWords(basis: string): string {
  return hasPhrase("basis_" + basis) ? phrase("basis_" + basis) : "";
}
