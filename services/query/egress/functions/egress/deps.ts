import type { Athena } from '@tributary/shared/athena.ts';
import type { Count, CountBy, Log } from '@tributary/shared/lambda.ts';
import type { SendEvents } from '@tributary/shared/send-events.ts';
import type { Copy } from '../../core/copy.ts';
import type { History } from '../../core/history.ts';
import type { Places } from '../../core/new-run.ts';
import type { CopyRun } from '../../core/state.ts';
import type { Warehouse } from '../../loading/redshift/warehouse.ts';
import type { CopyStore } from '../../store/copy-store.ts';

export type AdvanceDeps = {
  readonly store: CopyStore;
  readonly athena: Pick<Athena, 'startQuery' | 'getQuery' | 'stopQuery'>;
  readonly warehouse: Warehouse;
  readonly names: { readonly database: string; readonly workGroup: string };
  readonly places: Places;
  /** The versions of a table of the lake; undefined for one that is not there. */
  readonly historyOf: (table: string) => Promise<History | undefined>;
  /** Has files that lie where readers look for them be the copy's present version; gives how many folders those are. */
  readonly publish: (copy: Copy, run: CopyRun) => Promise<number>;
  /** Tells the function that loads of a run. */
  readonly askToLoad: (copy: string, run: string) => Promise<void>;
  /** Calls advance for the copy again, so many seconds later. */
  readonly wake: (copy: string, delaySeconds: number) => Promise<void>;
  readonly sendEvents: SendEvents;
  /** What a statement, and what a load may take. */
  readonly maxMs: { readonly unload: number; readonly load: number };
  readonly now: () => number;
  readonly newId: () => string;
  /** In [0, 1). */
  readonly chance: () => number;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly count: Count;
  readonly countBy: CountBy;
};
