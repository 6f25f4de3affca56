/** A target as its service declares it, and the tables that it reads: itself (`distance` 1), or through targets of the service. */
export type Definition = {
  readonly target: string;
  /** Of all its SQL. */
  readonly digest: string;
  readonly reads: readonly Reading[];
};

/** `table`: `lake.integration_requests` */
export type Reading = { readonly table: string; readonly distance: number };

/** How a target's rows stand: what it is, and what last made them or failed to. Times are epoch ms. */
export type Standing = {
  readonly target: string;
  /** Of its present SQL; undefined until reconcile has seen it. */
  readonly digest?: string | undefined;
  /** Of what reconcile noted of it. */
  readonly noted?: string | undefined;
  /** The tables that it reads itself. */
  readonly reads: readonly string[];
  /** Since when it is no longer declared: its table is what remains of it. */
  readonly removedAt?: number | undefined;
  readonly last?: Stood | undefined;
  /** The end of the last run that made rows. */
  readonly freshAt?: number | undefined;
};

/** A run of a target's rows, as it ended. */
export type Stood = {
  readonly state: string;
  readonly executionId: string;
  readonly at: number;
  readonly message: string;
};

/** By which SQL a partition was made last. */
export type Version = {
  /** `all` where the table has none. */
  readonly partition: string;
  readonly digest: string;
  readonly executionId: string;
  readonly at: number;
};

/** A target that reads a table. */
export type Dependent = { readonly target: string; readonly distance: number };

/** A statement that ran because a table had changed. */
export type Caused = {
  readonly target: string;
  readonly executionId: string;
  readonly lane: string;
  readonly state: string;
  readonly at: number;
};

/** Partitions that somebody has told to be made anew; `at`: when first. */
export type Backfill = { readonly from: string; readonly to: string; readonly at: number };

/** What is known of targets beside their work. */
export type LineageStore = {
  /** All targets that ever were: the present ones, and the removed. */
  readonly standings: () => Promise<readonly Standing[]>;
  /** Writes down what a target is and reads; `noted` is given back by `standings`. */
  readonly define: (definition: Definition, noted: string) => Promise<void>;
  /** It is no longer declared. True for who was the first to notice. */
  readonly undefine: (target: string, at: number) => Promise<boolean>;
  readonly stand: (target: string, stood: Stood) => Promise<void>;
  /** What hangs on a table, the nearest first. */
  readonly dependents: (table: string) => Promise<readonly Dependent[]>;
  /** What its changes made run, the newest first. */
  readonly causedBy: (table: string, most: number) => Promise<readonly Caused[]>;
  /** Partitions were made by a run that succeeded. */
  readonly made: (target: string, versions: readonly Version[]) => Promise<void>;
  /** In the order of partitions. */
  readonly versions: (target: string) => Promise<readonly Version[]>;
  /** Each once, however often it is told. */
  readonly noteBackfill: (target: string, backfill: Backfill) => Promise<void>;
  /** The newest first. */
  readonly backfills: (target: string) => Promise<readonly Backfill[]>;
};
