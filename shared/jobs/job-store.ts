import type { LineageStore } from './lineage.ts';
import type { Run, TargetState } from './run.ts';
import type { Slots } from './slots.ts';
import type { Step } from './target.ts';
import type { Aside, NewUnit, Taken, Unit } from './unit.ts';

/** One line of a target's log: a statement that ran. Times are epoch ms. */
export type LogEntry = {
  readonly executionId: string;
  /** Statements of one run, its steps and attempts, have it in common. */
  readonly run?: string | undefined;
  readonly lane: string;
  /** Of a run of several statements, which this one was. */
  readonly step?: string | undefined;
  readonly units: number;
  /** The first few of them. */
  readonly examples: readonly string[];
  /** What the run was to do stands for these changes. */
  readonly why: readonly string[];
  /** The first thousand; `partitionCount` is how many they are. */
  readonly partitions: readonly string[];
  readonly partitionCount: number;
  readonly attempt: number;
  readonly state: string;
  readonly startedAt: number;
  readonly endedAt?: number | undefined;
  readonly scannedBytes?: number | undefined;
  readonly message?: string | undefined;
};

/** A statement that runs; `at` is when it was started first (epoch ms). `step`: of a run of several. */
export type Start = { readonly executionId: string; readonly at: number; readonly step?: string | undefined };

export type End = {
  readonly start: Start;
  readonly state: string;
  readonly scannedBytes: number;
  readonly message: string;
  readonly at: number;
};

/** What a run does. */
export type Work = { readonly statement?: string | undefined; readonly steps?: readonly Step[] | undefined };

/** `isNew`: of work that has not failed before, whose runs keep their distance. `isFirst`: false where such work of the target was claimed before. */
export type Claim = Work & { readonly at: number; readonly isNew: boolean; readonly isFirst?: boolean };

/** That a target may have units that stand for changes of some age: `mark` is another one each time that such come, `at` about when (epoch ms). */
export type Mark = { readonly target: string; readonly mark: string; readonly at: number };

/** What waits for each target, what it does, and what it did. A change of a run says which run it means, and does nothing to another. */
export type JobStore = LineageStore & {
  /** A unit that waits already is as old as the oldest of its changes; before units that have an age are there, their target is marked. */
  readonly addUnits: (target: string, units: readonly NewUnit[]) => Promise<void>;
  /** Units that are not set aside, in the order of their ids: all, or the first of which at least `enough` are due. */
  readonly waiting: (target: string, now: number, enough: number) => Promise<readonly Unit[]>;
  readonly setAside: (target: string) => Promise<readonly Unit[]>;
  /** All of them, in the order of their ids. */
  readonly units: (target: string) => Promise<readonly Unit[]>;
  readonly marks: () => Promise<readonly Mark[]>;
  /** Takes a mark away, if it is still that one. */
  readonly unmark: (target: string, mark: string) => Promise<void>;
  readonly slots: () => Promise<Slots>;
  /** False where they are no longer those of `next.version - 1`. */
  readonly saveSlots: (next: Slots) => Promise<boolean>;
  readonly state: (target: string) => Promise<TargetState>;
  /** Makes the run the target's; false when another is there. */
  readonly claim: (target: string, run: Run, claim: Claim) => Promise<boolean>;
  readonly recordStart: (target: string, run: Run, start: Start) => Promise<void>;
  /** Whose statement an execution is; undefined for one that no target started. */
  readonly targetOf: (executionId: string) => Promise<string | undefined>;
  /** The run is tried again, as its next attempt, by other steps if it says so. */
  readonly retry: (target: string, run: Run, next: Run, steps?: readonly Step[]) => Promise<void>;
  /** The run goes on with another of its steps, of more steps if it says so. */
  readonly nextStep: (target: string, run: Run, next: Run, steps?: readonly Step[]) => Promise<void>;
  /** The target's table has been filled by this SQL. */
  readonly noteFilled: (target: string, digest: string) => Promise<void>;
  /** The target's table has to be filled anew. */
  readonly forgetFilled: (target: string) => Promise<void>;
  readonly recordStop: (target: string, run: Run) => Promise<void>;
  readonly recordEnd: (target: string, run: Run, end: End) => Promise<void>;
  /** Units are done, each only as it was taken; one that has changed since waits as if it had never failed, as old as its newest change. */
  readonly remove: (target: string, units: readonly Taken[]) => Promise<void>;
  readonly limit: (target: string, units: readonly Taken[], limit: number, dueAt: number) => Promise<void>;
  readonly postpone: (target: string, units: readonly Unit[], dueAt: number) => Promise<void>;
  /** Units that were put off are due sooner: what they waited for is there. */
  readonly hasten: (target: string, units: readonly Unit[], dueAt: number) => Promise<void>;
  /** What is put aside alone goes alone from then on; what changes meanwhile is due at `aside.againAt`. */
  readonly putAside: (target: string, units: readonly Taken[], aside: Aside) => Promise<void>;
  /** Units that were set aside wait again; `forget` how often they were. */
  readonly release: (
    target: string,
    units: readonly Unit[],
    release: { readonly dueAt: number; readonly forget: boolean },
  ) => Promise<void>;
  /** The run is over; `prepared` when it has prepared the table so. */
  readonly endRun: (target: string, run: Run, prepared?: string) => Promise<void>;
  /** True for who is to send a message that wakes the target at `at`: none is on its way for that time or an earlier one. */
  readonly noteWake: (target: string, at: number, now: number) => Promise<boolean>;
  /** True for who is to measure the target's table: nobody has since `before`. */
  readonly noteMeasured: (target: string, at: number, before: number) => Promise<boolean>;
  /** The newest first. */
  readonly log: (target: string, most: number) => Promise<readonly LogEntry[]>;
};
