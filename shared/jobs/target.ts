import type { TableUpdated } from '../events.ts';
import type { LaneLimits } from './plan-runs.ts';
import type { Taken, Unit } from './unit.ts';

/** What the units of a lane become, and what the lake hears of it. */
export type Lane = {
  readonly limits: LaneLimits;
  /** The statement of some units; the same for the same units. */
  readonly statement: (units: readonly Unit[]) => string;
  /** Of `Table Updated`, once it succeeded; none for what changes no row. */
  readonly update?: (units: readonly Taken[]) => Update;
  /** What the target has been made to be by it; without it a run of its units has done them. */
  readonly prepared?: string;
  /** Those that cannot be taken yet, whatever their time. */
  readonly unready?: (units: readonly Unit[]) => Promise<ReadonlySet<string>>;
  /** What else of all that waits is done along with these. */
  readonly along?: (taken: readonly Unit[], waiting: readonly Unit[]) => readonly Unit[];
  /** Of a statement that succeeded: which units its partitions need later. */
  readonly after?: (units: readonly Taken[], now: number) => readonly Later[];
};

export type Update = { readonly cause: TableUpdated['cause']; readonly partitions?: readonly string[] };

export type Later = { readonly id: string; readonly lane: string; readonly dueAt: number; readonly partition?: string };

/** A table, or a view, that statements write: one at a time. */
export type Target = {
  readonly name: string;
  /** Of all its SQL: what was set aside under another one is tried again. */
  readonly digest: string;
  readonly lanes: Readonly<Record<string, Lane>>;
  /** The table under the target, which is made where it is missing. */
  readonly table?: {
    readonly create: string;
    /** Gives a table that exists the properties of `create`; `properties` is their digest. */
    readonly alter: string;
    readonly properties: string;
  };
};
