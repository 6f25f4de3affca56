import { correctionsPrefix } from '@tributary/shared/corrections.ts';
import { objectCreated } from '@tributary/shared/events.ts';
import { byHand, changeOfTable, filled } from '@tributary/shared/jobs/causes.ts';
import type { JobStore } from '@tributary/shared/jobs/job-store.ts';
import type { Jobs } from '@tributary/shared/jobs/jobs.ts';
import { type Order, order } from '@tributary/shared/jobs/order.ts';
import type { Target } from '@tributary/shared/jobs/target.ts';
import type { NewUnit } from '@tributary/shared/jobs/unit.ts';
import type { Message } from '@tributary/shared/sqs.ts';
import { objectUnit, rebuildUnit } from '../../core/current/rows-units.ts';
import type { Table } from '../../core/declaration/changes.ts';
import { isFilling } from '../../current/filling.ts';
import type { LakeObject, ReadKeyRange } from '../../current/key-range.ts';

/** A table whose current rows are a table, and the target that keeps it. */
export type KeptTable = { readonly table: Pick<Table, 'name' | 'key'>; readonly target: Pick<Target, 'name'> };

export type PlanCurrentDeps = {
  readonly tables: readonly KeptTable[];
  readonly viewTargets: readonly Pick<Target, 'name' | 'digest'>[];
  readonly keepViews: (message: Pick<Message, 'id' | 'body'>) => Promise<void>;
  readonly readKeyRange: ReadKeyRange;
  /** Whether the lake has a table, and it can be read. */
  readonly isReady: (table: string) => Promise<boolean>;
  readonly store: Pick<JobStore, 'addUnits' | 'waiting' | 'setAside' | 'state'>;
  readonly jobs: Pick<Jobs, 'advance' | 'goOn' | 'retry'>;
  readonly now: () => number;
};

/**
 * Notes new files of `_changes` at the table of current rows that they change, and all of it where files were replaced; keeps the views; or does what
 * it is told.
 */
export function createPlanCurrent(deps: PlanCurrentDeps) {
  const { store, jobs, now } = deps;
  /** Tables that were filled, and views that were made: nobody unmakes them but by hand, which the schedule notices. */
  const made = new Set<string>();
  const note = async (target: string, unit: NewUnit, why: string): Promise<void> => {
    await store.addUnits(target, [{ ...unit, why: [why] }]);
    await jobs.advance(target);
  };
  /** A new one is filled from all of the history, whose files may have come before it was declared. */
  const fill = async ({ target: { name } }: KeptTable): Promise<void> => {
    if (made.has(name)) return;
    if (await deps.isReady(name)) made.add(name);
    else if (!(await isFilling(store, name, now()))) await note(name, rebuildUnit('new', now()), filled);
  };
  /** Once the catalog knows what they read. */
  const makeViews = async (changes: string, key: string): Promise<void> => {
    const names = ['current', 'history'].map((each) => changes.replace(/changes$/, each));
    for (const { name, digest } of deps.viewTargets.filter((target) => names.includes(target.name))) {
      if (made.has(name)) continue;
      if ((await store.state(name)).prepared === digest) made.add(name);
      else await note(name, viewUnit(key, now()), changeOfTable(`lake.${changes}`));
    }
  };
  const noteObject = async (detail: Created, id: string): Promise<void> => {
    const { key, size = 0, ...object } = detail.object;
    const [, folder = ''] = /^(?:lake|corrections)\/([^/]+)\//.exec(key) ?? [];
    const kept = deps.tables.find(({ table }) => `${table.name}_changes` === folder);
    if (key.startsWith(correctionsPrefix)) {
      if (kept !== undefined) await note(kept.target.name, rebuildUnit(key, now()), changeOfTable(`lake.${folder}`));
      return;
    }
    if (kept !== undefined) {
      await fill(kept);
      const found: LakeObject = { bucket: detail.bucket.name, key, size };
      const range = await deps.readKeyRange(found, kept.table);
      const stamp = object['version-id'] ?? object.etag ?? id;
      await note(
        kept.target.name,
        objectUnit({ path: `s3://${found.bucket}/${key}`, bytes: size, range }, stamp, now()),
        changeOfTable(`lake.${folder}`),
      );
    }
    await makeViews(folder, key);
  };
  const obey = async (told: Order, messageId: string): Promise<void> => {
    if ('retry' in told) return jobs.retry(told.retry);
    if ('advance' in told) return jobs.goOn(told.advance);
    const stamp = `order ${messageId}`;
    const name = 'backfill' in told ? told.backfill : told.run;
    const isView = deps.viewTargets.some((view) => view.name === name);
    await note(name, isView ? viewUnit(stamp, now()) : rebuildUnit(stamp, now()), byHand);
  };
  return async function planCurrent({ id, body }: Pick<Message, 'id' | 'body'>): Promise<void> {
    const told = order.safeParse(body);
    if (told.success) return obey(told.data, id);
    const created = objectCreated.safeParse(body);
    if (created.success) return noteObject(created.data.detail, id);
    made.clear();
    for (const kept of deps.tables) await fill(kept);
    await deps.keepViews({ id, body });
  };
}

function viewUnit(stamp: string, dueAt: number): NewUnit {
  return { id: 'view', lane: 'view', stamp, dueAt };
}

type Created = {
  readonly bucket: { readonly name: string };
  readonly object: {
    readonly key: string;
    readonly size?: number | undefined;
    readonly etag?: string | undefined;
    readonly 'version-id'?: string | undefined;
  };
};
