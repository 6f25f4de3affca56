import type { GetUpdateCount } from '../athena.ts';
import type { TableUpdated } from '../events.ts';
import type { SendEvents } from '../send-events.ts';
import type { Ended } from './ended.ts';
import type { Target } from './target.ts';

export type TellLakeDeps = {
  readonly sendEvents: SendEvents;
  readonly getUpdateCount: GetUpdateCount;
  readonly database: string;
};

/** Tells the lake what a run has changed, and gives what it told; nothing where nothing changes for readers. */
export async function tellLake(deps: TellLakeDeps, target: Target, ended: Ended): Promise<TableUpdated | undefined> {
  const update = await updateOf(deps, target, ended);
  if (update !== undefined) await deps.sendEvents([{ type: 'Table Updated', detail: update }]);
  return update;
}

async function updateOf(deps: TellLakeDeps, target: Target, ended: Ended): Promise<TableUpdated | undefined> {
  const { run, done } = ended;
  const queryExecutionId = done?.executionId ?? ended.executionId;
  const common = { version: '1', database: deps.database, table: target.name, queryExecutionId } as const;
  if (run.lane === 'create') return { ...common, cause: 'created' };
  const update = target.lanes[run.lane]?.update?.(run.units);
  if (update === undefined) return undefined;
  const rows = update.cause === 'rows' ? (done?.rows ?? (await deps.getUpdateCount(queryExecutionId))) : undefined;
  const { cause, partitions, table = target.name } = update;
  return {
    ...common,
    table,
    cause,
    ...(partitions === undefined ? {} : { partitions: [...partitions] }),
    ...(rows === undefined ? {} : { rows }),
  };
}
