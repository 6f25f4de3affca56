/** Something that a target's statements have yet to do: a day to compute, an object to merge, a partition to compact. */
export type Unit = {
  /** Within its target: a day, `s3://bucket/key`, `optimize:2026-11-20`. */
  readonly id: string;
  /** Units of one lane may share a statement. */
  readonly lane: string;
  /** Another one at each change of the work: what a run has done is done with if it is still what the run took. */
  readonly version: string;
  /** Not before (epoch ms); of what is due, the longest waiting comes first. */
  readonly dueAt: number;
  /** When the oldest change that it stands for, and that no run has taken with it, came into the lake's jobs (epoch ms): it goes along from table to table. */
  readonly since?: number | undefined;
  /** The changes that it stands for: `Table Updated of lake.integration_requests`, `by hand`, `filled`: of few different texts, eight at most. */
  readonly why?: readonly string[] | undefined;
  /** What Athena counts a statement's partitions by: a day. */
  readonly partition?: string | undefined;
  /** What a statement reads of it. */
  readonly bytes?: number | undefined;
  /** At most so many in one statement: it was in one that failed. */
  readonly limit?: number | undefined;
  /** How often it was due and could not be taken yet. */
  readonly postponed?: number | undefined;
  /** How often it has been set aside since it changed. */
  readonly times?: number | undefined;
  readonly aside?: Aside | undefined;
};

/** Work as it arrives. The same stamp again, while it waits, is the same change, and changes nothing. */
export type NewUnit = Pick<Unit, 'id' | 'lane' | 'dueAt' | 'partition' | 'bytes' | 'since' | 'why'> & {
  readonly stamp: string;
  /** Where it waits already, it stays in the lane in which it does. */
  readonly yields?: true;
};

/** What a statement is made of. */
export type UnitOfRun = Pick<Unit, 'id' | 'partition'>;

/** A unit as a run has taken it. */
export type Taken = Pick<Unit, 'id' | 'version' | 'partition' | 'times' | 'since' | 'why'>;

/** Why a unit is no longer tried: until it changes, or its SQL does, or somebody says so. */
export type Aside = {
  /** Of the SQL that it failed with. */
  readonly digest: string;
  readonly reason: string;
  readonly at: number;
  /** Not tried before, however often it changes (epoch ms). */
  readonly againAt: number;
  /** Tried once more then, as the cause may have gone by itself (epoch ms). */
  readonly retryAt?: number | undefined;
};
