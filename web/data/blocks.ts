// Written by authoring/blocktypes.py from render/blocks.py: change that, not this.

/** Columns by name, each a list; those that say nothing are left out. */
export interface Data {
  rows: number;
  columns: Record<string, unknown[]>;
}

export interface Codes {
  of: string[];
  is: number[];
}

export interface ListCodes {
  of: string[][];
  is: number[];
}

export interface Gaits {
  of: ((number | number[] | null)[])[];
  is: number[];
}

export interface Verdicts {
  of: number[][];
  is: number[];
}

/** Steps of 1e-5°, each from the node before. */
export interface Nodes {
  lon: number[];
  lat: number[];
}

/** `a` and `owner` from the piece before, `b` from `a`; lengths in centimetres. */
export interface Pieces {
  counts: number[];
  a: number[];
  b: number[];
  cm: number[];
  combo: number[];
  owner: number[];
  oneway: Record<string, number>;
  course: Record<string, number[]>;
}

/** Per road its id, gait and grade; per mover what is left of its speed at each of `grades`. */
export interface Roads {
  id: string[];
  gait: Gaits;
  grade: (number | null)[];
  grades: number[];
  share: number[][];
}

/** Per link what it is and carries; per mover seconds and fit. */
export interface Links {
  id: string[];
  mode: string[];
  load: number[];
  capacity: string[];
  days: string[];
  seconds: ((number | null)[])[];
  fits: number[][];
}

/** Sets of subjects that govern a piece together. */
export interface Combos {
  sizes: number[];
  subject: number[];
  share: Record<string, number>;
}

/** What reports can be about, and on what rests what is known of each. */
export interface Subjects {
  key: string[];
  basis: Codes;
  by: Codes;
  claims: ListCodes;
  delay_m: Record<string, number>;
}

/** Where one starts and arrives: a key, or the number of a subject. */
export interface Places {
  key: (string | number)[];
  node: number[];
  snap_m: number[];
  apart: number[];
}

/** The rules that suppositions need. */
export interface PassageRules {
  prior_open: number;
  restricted_penalty: number;
  silent_level: number;
}

/** The compiled network for several movers; see network/portable.py. */
export interface NetworkBlock {
  as_of: string;
  movers: string[];
  on_foot: boolean[];
  nodes: Nodes;
  pieces: Pieces;
  roads: Roads;
  links: Links;
  service: number[];
  combos: Combos;
  subjects: Subjects;
  verdicts: Verdicts[];
  places: Places;
  rules: PassageRules;
  chains?: Record<string, number[]>;
  apart?: number[];
}

export interface Looks {
  ids: string[];
  of: ((string | number | boolean | null)[])[];
  is: number[][];
}

export interface Statuses {
  ids: string[];
  of: string[];
  is: number[][];
}

export interface RoadStatuses {
  ids: null;
  of: string[];
  is: number[][];
}

/** The map at other moments; see history.py. */
export interface TimelineBlock {
  moments: string[];
  mover: string;
  area_look: string[];
  gateway_look: string[];
  area?: Looks;
  gateway?: Looks;
  road?: RoadStatuses;
  place?: Statuses;
  corridor?: Statuses;
}

/** Tones of the ground, a sign each, the signs of base64 from dark to bright. */
export interface ReliefBlock {
  bounds: number[];
  columns: number;
  rows: number;
  flat: number;
  tones: string;
}

/** See outlines.py. */
export interface Shapes {
  step: number;
  courses: number[];
  of: number[];
}

/** How a value looks. */
export interface Style {
  color?: string;
  fill?: string;
  width?: number;
  opacity?: number;
  dash?: string;
  pattern?: string;
  symbol?: string;
  label?: string | Record<string, string>;
}

/** The order of a complete table of access. */
export interface AccessBy {
  mover: string[];
  hub: string[];
  place: number[];
}

/** Access, whose rows may stand in order and name nothing. */
export interface AccessData {
  rows: number;
  columns: Record<string, unknown[]>;
  by?: AccessBy;
}

/** One layer, with its rows and shapes. */
export interface LayerBlock {
  name: string;
  kind: string;
  role: string;
  title: string | Record<string, string>;
  note: string | Record<string, string>;
  visible: boolean;
  by: string;
  style: Style;
  styles: Record<string, Style>;
  data: Data;
  shapes: Shapes;
  anchors?: Shapes;
}

/** Every table; `keys` are the subjects that numbers stand for. */
export interface TablesBlock {
  access: AccessData;
  corridors: Data;
  state: Data;
  claims: Data;
  sources: Data;
  actors: Data;
  change: Data;
  people: Data;
  site_totals: Data;
  keys: string[];
}

/** A vehicle and who drives it. */
export interface MoverHead {
  title: string | Record<string, string>;
  vehicle_class: number;
  organisation: string;
  after_dark: boolean;
  arrangements: string[];
}

/** What was found in the inputs. */
export interface FindingHead {
  severity: string;
  sentence: string;
}

/** What was drawn plainer or left out. */
export interface Generalised {
  layer: string | Record<string, string>;
  metres: number;
  left?: number;
}

/** An input, with the head of its hash. */
export interface InputHead {
  name?: string;
  title?: string;
  source?: string;
  licence?: string;
  sha256?: string;
}

/** Whom modelled sums leave over. */
export interface PeopleHead {
  total: number;
  uncovered: number;
  counted_twice: number;
}

/** How many each way out would carry. */
export interface LeavingHead {
  kinds: string[];
  corridors: ((string | number)[])[];
  facilities: ((string | number)[])[];
  status: Record<string, number>;
}

/** What a kind of claim does, and its words. */
export interface KindTerm {
  does: string;
  fr: string;
  ht: string;
  en: string;
}

/** The floor of words, as far as a page needs it; see terms.py. */
export interface Terms {
  kinds: Record<string, KindTerm>;
  access: string[];
  signs: Record<string, Style>;
  said: Record<string, Record<string, unknown>>;
}

/** What the page says about itself. */
export interface HeadBlock {
  title: string | Record<string, string>;
  subtitle: string | Record<string, string>;
  language: string;
  as_of: string;
  previous: string | null;
  compared: boolean;
  expires: string;
  audience: string;
  silence: string;
  sensitivity: string;
  view: number[];
  mover: string;
  movers: Record<string, MoverHead>;
  hubs: string[];
  what_if: Record<string, string>;
  illustrative: string[];
  attribution: string[];
  colours: Record<string, string>;
  generalised: Generalised[];
  unasked: number;
  findings: FindingHead[];
  rules: Record<string, unknown>;
  terms: Terms;
  inputs: InputHead[];
  version: string;
  fingerprint: string;
  licences: Record<string, string>;
  people?: PeopleHead;
  leaving?: LeavingHead;
}

/** What is said in one language; messages in the order of the ids, 0 where it is the id. */
export interface LanguageWords {
  name: string;
  date: string;
  first: string;
  months: string[];
  group: string;
  decimal: string;
  phrases: Record<string, string>;
  plural: number[];
  messages: (string | string[] | number)[];
}

/** All that is said, by language. */
export interface WordsBlock {
  ids: string[];
  fr: LanguageWords;
  ht: LanguageWords;
  en: LanguageWords;
}

/** All that a page's program reads. */
export interface Blocks {
  relief?: ReliefBlock;
  network?: NetworkBlock;
  timeline?: TimelineBlock;
  tables: TablesBlock;
  head: HeadBlock;
  words: WordsBlock;
  layers: LayerBlock[];
}

/** The columns that are told, by table. */
export interface TableColumns {
  access: "type" | "id" | "hub" | "mover" | "status" | "minutes" | "km" | "detour_minutes" | "gateways" | "blocked_by" | "would_open" | "probability" | "best_case" | "presumed_case" | "worst_case" | "latest_departure";
  corridors: "ref" | "name" | "name_fr" | "name_ht" | "status" | "km" | "usable" | "stretches" | "gateways" | "obstacles" | "bridges" | "others" | "people_2km" | "climb";
  state: "subject_type" | "id" | "name" | "name_fr" | "name_ht" | "status" | "control" | "coalition" | "basis" | "status_basis" | "claim_id" | "rivals" | "last" | "windows" | "tolls" | "curfews";
  claims: "claim_id" | "subject_type" | "subject" | "kind" | "value" | "valid_from" | "valid_to" | "as_of" | "source_id" | "reliability" | "note" | "holds" | "stale" | "age_days" | "publisher" | "title" | "published";
  sources: "source_id" | "publisher" | "title" | "published" | "language" | "url";
  actors: "actor_id" | "name" | "name_fr" | "name_ht" | "kind" | "coalition";
  change: "subject_type" | "id" | "kind" | "before" | "after" | "basis_before" | "basis_after" | "claims" | "persons";
  people: "area" | "persons_modelled" | "status" | "minutes" | "hub";
  site_totals: "commune" | "sites_from" | "sites_to" | "households_from" | "households_to" | "persons_from" | "persons_to";
}

/** The columns that are told, by layer. */
export interface LayerColumns {
  area: "id" | "name" | "name_fr" | "name_ht" | "commune" | "note" | "status" | "reading_status" | "basis" | "stale" | "expired" | "reliability" | "age_days" | "control" | "coalition";
  road: "name" | "name_fr" | "name_ht" | "commune" | "note" | "road" | "ref" | "corridor" | "class" | "reading_status" | "governors" | "surface" | "bridge" | "usable" | "silent" | "apart";
  gateway: "id" | "name" | "name_fr" | "name_ht" | "commune" | "note" | "status" | "reading_status" | "basis" | "stale" | "expired" | "reliability" | "age_days" | "corridor" | "kind" | "windows" | "tolls";
  place: "id" | "name" | "name_fr" | "name_ht" | "commune" | "note" | "kind" | "own_status" | "persons" | "households";
  obstacle: "id" | "name" | "name_fr" | "name_ht" | "commune" | "note" | "kind" | "status" | "as_of" | "source";
  link: "id" | "name" | "name_fr" | "name_ht" | "commune" | "note" | "mode" | "from" | "to" | "minutes" | "reading_status";
  base: "id" | "name" | "name_fr" | "name_ht" | "commune" | "note" | "kind" | "level" | "persons_from";
}
