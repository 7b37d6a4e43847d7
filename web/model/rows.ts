// The rows a page tells of, as its program holds them: those of tables and those of layers.

import type { Data, LayerBlock } from "../data/blocks";
import type { Path, Shape } from "../data/rows";

type Text = string | null | undefined;
type Amount = number | null | undefined;

/** What names a row, in the languages it is named in. */
export interface Named {
  id?: string;
  name?: Text;
  name_fr?: Text;
  name_ht?: Text;
  ref?: string;
  road?: string;
  actor_id?: string;
}

/** A layer with its rows. */
export interface Layer extends LayerBlock {
  rows: Drawn[];
}

/** A row of a layer: an area, road, gateway, place, obstacle, link or a piece of the ground. */
export interface Drawn extends Named {
  id: string;
  layer: Layer;
  shape: Shape;
  anchor: Path | null;
  commune?: string;
  note?: string;
  kind: string;
  basis: string;
  status?: string;
  own_status?: string;
  reading_status?: string;
  control?: string;
  coalition?: Text;
  stale?: boolean;
  expired?: boolean;
  reliability?: Amount;
  age_days?: Amount;
  persons?: Amount;
  households?: Amount;
  persons_from?: Amount;
  corridor?: string;
  class?: string;
  surface?: string;
  bridge?: boolean;
  usable?: boolean;
  silent?: boolean;
  governors?: string[];
  windows?: string[];
  tolls?: string[];
  /** Of a piece of road: which history it had, its first piece in the network, its course. */
  apart?: number;
  first?: number;
  lines?: Path[];
  fromZoom?: number;
  [column: string]: unknown;
}

/** What is known of a subject. */
export interface State extends Named {
  subject_type: string;
  id: string;
  basis: string;
  status?: string;
  control?: string;
  coalition?: Text;
  status_basis?: string;
  claim_id?: Text;
  rivals?: string[];
  last?: Text;
  windows?: string[];
  tolls?: string[];
  curfews?: string[];
}

/** A report. */
export interface Claim {
  claim_id: string;
  subject_type: string;
  subject: string;
  kind: string;
  value?: string | number | null;
  as_of: string;
  valid_from?: Text;
  valid_to?: Text;
  source_id: string;
  reliability?: Amount;
  note?: Text;
  holds: boolean;
  stale?: boolean;
  age_days?: Amount;
  publisher?: Text;
  title?: Text;
  published?: Text;
}

/** Where reports stand. */
export interface Source {
  source_id: string;
  publisher?: Text;
  title?: Text;
  published?: Text;
  language?: Text;
  url?: Text;
}

/** Whether and how a place is reached from a departure point. */
export interface Access {
  type: string;
  id: string;
  hub: string;
  mover: string;
  status: string;
  minutes: number | null;
  km: number | null;
  free_minutes?: Amount;
  detour_minutes?: Amount;
  gateways: string[];
  areas: string[];
  claims: string[];
  blocked_by: string[];
  would_open: string[];
  probability?: Amount;
  bound?: boolean;
  latest_departure?: Text;
  worst_case?: Amount;
  presumed_case?: Amount;
  best_case?: Amount;
}

/** What of access a page tells of another moment. */
export type Best = Pick<Access, "status" | "gateways" | "blocked_by" | "would_open"> &
  Partial<Access>;

/** What decides about a stretch: a report, a holder, or why nothing is certain. */
export interface Deciding {
  key: string;
  kind: string;
  claims: string[];
}

/** A part of a main road that is passed alike. */
export interface Stretch {
  from: number;
  to: number;
  status: string;
  keys: string[];
  claims: string[];
  at: number[];
  by: Deciding[];
  usable?: boolean;
  supposed?: boolean;
}

export interface Bridge {
  from: number;
  to: number;
  tonnes: Amount;
  metres: Amount;
}

/** What stands at a kilometre of a road. */
export interface Standing {
  km: number;
  key: string;
}

/** Another way in place of a main road. */
export interface OtherWay {
  minutes: number;
  level: number;
  gateways: string[];
}

/** A main road. */
export interface Corridor extends Named {
  ref: string;
  status: string;
  km: number;
  usable?: boolean | null;
  stretches: Stretch[];
  bridges: Bridge[];
  gateways: Standing[];
  obstacles: Standing[];
  others?: OtherWay[];
  people_2km?: Amount;
  climb?: number[] | null;
}

/** Something that is otherwise than at the moment before. */
export interface Change {
  subject_type: string;
  id: string;
  kind: string;
  before: string;
  after: string;
  basis_before: string;
  basis_after: string;
  claims?: string[];
  persons?: Amount;
}

/** The residents of a quarter. */
export interface Residents {
  area: number;
  key: string;
  persons_modelled?: Amount;
  status: string;
  minutes: number | null;
}

/** Displaced people of a commune, in ranges. */
export interface Totals {
  commune: string;
  [column: string]: string | number | null | undefined;
}

export type Actor = Named & { actor_id: string };

/** Every table, by name. */
export interface Tables {
  access: Access[];
  corridors: Corridor[];
  state: State[];
  claims: Claim[];
  sources: Source[];
  actors: Actor[];
  change: Change[];
  people: Residents[];
  site_totals: Totals[];
}

export type TableData = Record<keyof Tables, Data>;
