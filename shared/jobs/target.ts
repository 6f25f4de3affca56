import type { Rows } from '../athena-rows.ts';
import type { TableUpdated } from '../events.ts';
import type { LaneLimits } from './plan-runs.ts';
import type { NewUnit, Taken, Unit, UnitOfRun } from './unit.ts';

/** What the units of a lane become, and what the lake hears of it. */
export type Lane = {
  readonly limits: LaneLimits;
  /** The statement of some units; the same for the same units. */
  readonly statement: (units: readonly Unit[]) => string;
  /** Instead of one statement, where it takes several: run one after the other, as one run. The same for the same units and the same `runId`, which is another one at each attempt. */
  readonly steps?: (units: readonly UnitOfRun[], runId: string) => readonly Step[];
  /** What the rows of a step that `expands` call for: it goes in right after that step. */
  readonly expand?: (
    step: string,
    result: Rows,
    of: { readonly units: readonly UnitOfRun[]; readonly runId: string },
  ) => readonly Step[];
  /** Of the rows that the statement gave (at most 1,000): what is to be done because of them. */
  readonly found?: (rows: Rows['rows'], now: number) => readonly NewUnit[];
  /** What the log is told of those rows. */
  readonly says?: (rows: Rows['rows']) => string;
  /** The SQL by which the target's table is filled once a run of this lane has succeeded. */
  readonly fills?: string;
  /** Taken only while nothing of other lanes is due. */
  readonly yields?: true;
  /** Of a statement that succeeded: what other targets of the service have to do now. They hear it of us, before our units are done with. */
  readonly passOn?: (units: readonly Taken[], stamp: string, now: number) => readonly PassedOn[];
  /** A run of it makes its partitions as a whole: by which SQL, and when, is remembered of each. */
  readonly makes?: true;
  /** Of `Table Updated`, once it succeeded; none for what changes no row. */
  readonly update?: (units: readonly Taken[]) => Update;
  /** What the target has been made to be by it; without it a run of its units has done them. */
  readonly prepared?: string;
  /** Those that cannot be taken yet, whatever their time. */
  readonly unready?: (units: readonly Unit[]) => Promise<ReadonlySet<string>>;
  /** Those that need no statement, by id. Asked of what is about to be taken. */
  readonly spared?: (units: readonly Unit[], now: number) => Promise<ReadonlyMap<string, Spared>>;
  /** What else of all that waits is done along with these. */
  readonly along?: (taken: readonly Unit[], waiting: readonly Unit[]) => readonly Unit[];
  /** Of a statement that succeeded: which units its partitions need later. */
  readonly after?: (units: readonly Taken[], now: number) => readonly Later[];
};

/** A unit is done with without a statement, or, with `until` (epoch ms), looked at again then. */
export type Spared = { readonly until?: number };

/** One statement of several. */
export type Step = {
  /** `stage`, `audit`, `publish`… */
  readonly name: string;
  readonly sql: string;
  /** Rows that it gives are faults: the run has failed, as a mistake of whoever wrote it, with the first of them in its message. */
  readonly mustBeEmpty?: true | undefined;
  /** It tidies up: it runs when the others have succeeded, and also when one of them has failed, before what becomes of that. */
  readonly always?: true | undefined;
  /** Its rows (at most 1,000) say what comes next: `Lane.expand`. */
  readonly expands?: true | undefined;
  /** It runs only when a step before it has failed: its rows are added to what is said of that. */
  readonly explains?: true | undefined;
  /** What it writes are rows of the target: they are counted, and the lake is told of its execution. */
  readonly publishes?: true | undefined;
  /** Only the values of these columns may stand in a message; without it those of all. */
  readonly shows?: readonly string[] | undefined;
};

export type PassedOn = { readonly target: string; readonly units: readonly NewUnit[] };

/** Another target of the service that this one reads, itself or through others. */
export type Upstream = {
  readonly target: string;
  /** Which partitions of this target change with a partition of that one (undefined: with all of it). */
  readonly touches: (partition: string | undefined) => readonly string[] | 'all';
};

export type Update = {
  readonly cause: TableUpdated['cause'];
  readonly partitions?: readonly string[];
  /** Where it is not the target's own. */
  readonly table?: string;
};

export type Later = { readonly id: string; readonly lane: string; readonly dueAt: number; readonly partition?: string };

/** A table, or a view, that statements write: one at a time. */
export type Target = {
  readonly name: string;
  /** Of all its SQL: what was set aside under another one is tried again. */
  readonly digest: string;
  readonly lanes: Readonly<Record<string, Lane>>;
  /** While work of these waits, runs or is set aside that is older than a unit of ours and touches its partition, the unit waits. */
  readonly upstream?: readonly Upstream[];
  /** The tables that its statements read, as `lake.integration_requests`: what the job log is searched by. */
  readonly reads?: readonly string[];
  /** The table under the target, which is made where it is missing. */
  readonly table?: {
    readonly create: string;
    /** Gives a table that exists the properties of `create`; `properties` is their digest. */
    readonly alter: string;
    readonly properties: string;
    /** Instead of `alter`, where it takes more than that. */
    readonly changes?: Pick<Lane, 'steps' | 'expand'>;
  };
  /** What Athena says of one of its statements, for whoever wrote the file that it came from. */
  readonly explain?: (sql: string, message: string) => Explained;
  /** What somebody types to have units done again. */
  readonly command?: (units: readonly UnitOfRun[]) => string;
};

export type Explained = {
  readonly message: string;
  /** `datasets/usage.sql:31:5`, or the file alone. */
  readonly where?: string | undefined;
};
