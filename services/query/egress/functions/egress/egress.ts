import { queryStateChange, type TableUpdated, tableUpdatedEvent } from '@tributary/shared/events.ts';
import type { Log } from '@tributary/shared/lambda.ts';
import type { Message } from '@tributary/shared/sqs.ts';
import * as z from 'zod';
import type { Copy } from '../../core/copy.ts';
import { copyOrder } from '../../core/order.ts';
import { statementChange } from '../../core/redshift/statement-change.ts';
import { statementsOf } from '../../core/statements-of.ts';
import type { CopyStore } from '../../store/copy-store.ts';
import type { Advance } from './advance.ts';

/** When a statement of Athena's ran (epoch ms); undefined of one that Athena knows no more, or that has not ended. */
export type RanWhen = (executionId: string) => Promise<{ readonly from: number; readonly to: number } | undefined>;

export type EgressDeps = {
  readonly copies: readonly Copy[];
  readonly store: CopyStore;
  readonly database: string;
  readonly advance: Advance;
  readonly ranWhen: RanWhen;
  readonly wake: (copy: string, delaySeconds: number) => Promise<void>;
  readonly now: () => number;
  readonly log: Pick<Log, 'warn' | 'error'>;
};

const incoming = z.union([copyOrder, tableUpdatedEvent, queryStateChange, statementChange]);

/** Hears what is published, which statements have ended, and what it is told, and does what copies need because of it. */
export function createEgress(deps: EgressDeps) {
  return async function egress({ body }: Pick<Message, 'body'>): Promise<void> {
    const told = incoming.parse(body);
    if ('reconcile' in told) return advanceAll(deps, deps.copies);
    if ('advance' in told) return advanceAll(deps, found(deps, told.advance));
    if ('retry' in told) return retry(deps, found(deps, told.retry));
    if (told['detail-type'] === 'Table Updated') return published(deps, told.detail);
    return ended(deps, 'statementId' in told.detail ? told.detail.statementId : told.detail.queryExecutionId);
  };
}

function found({ copies, log }: EgressDeps, id: string): readonly Copy[] {
  const named = copies.filter((copy) => copy.id === id);
  if (named.length === 0) log.warn('The copy is no longer declared', { copy: id });
  return named;
}

async function published(deps: EgressDeps, detail: TableUpdated): Promise<void> {
  if (detail.database !== deps.database) return;
  const copies = deps.copies.filter(({ dataset }) => dataset === detail.table);
  const { queryExecutionId: id, partitions } = detail;
  const ran = id === undefined ? undefined : await deps.ranWhen(id);
  for (const copy of copies)
    if (id !== undefined && ran !== undefined)
      await deps.store.addNote(copy.id, { id, ...ran, at: deps.now(), ...(partitions && { partitions }) });
  // Also one that changed nothing: `lake run` of the dataset has what was set aside tried again.
  for (const copy of copies) await release(deps, copy);
  await advanceAll(deps, copies);
}

/** The event can be faster than the function that started the statement and has yet to write its id down: a second later it has. */
async function ended(deps: EgressDeps, executionId: string): Promise<void> {
  for (const copy of deps.copies) {
    const { run } = (await deps.store.read(copy.id)).state;
    if (run === undefined) continue;
    const { started, isStarting } = statementsOf(run, copy);
    if (started.includes(executionId)) return deps.advance(copy);
    if (isStarting) await deps.wake(copy.id, 1);
  }
}

async function retry(deps: EgressDeps, copies: readonly Copy[]): Promise<void> {
  for (const copy of copies) await release(deps, copy);
  await advanceAll(deps, copies);
}

/** What is set aside is no longer; it begins anew with its tries. */
async function release({ store }: EgressDeps, { id }: Copy): Promise<void> {
  const kept = await store.read(id);
  const { aside, ...state } = kept.state;
  if (aside !== undefined) await store.save(id, kept, { ...state, failures: 0, notBefore: 0 });
}

/** What fails of one copy keeps no other waiting. */
async function advanceAll({ advance, log }: EgressDeps, copies: readonly Copy[]): Promise<void> {
  const errors: unknown[] = [];
  for (const copy of copies) {
    try {
      await advance(copy);
    } catch (error) {
      log.error('A copy could not be advanced', { copy: copy.id, error });
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} of ${copies.length} copies failed`);
}
