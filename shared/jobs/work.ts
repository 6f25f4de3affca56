import type { Rows } from '../athena-rows.ts';
import type { Work } from './job-store.ts';
import { attemptOf, type Run } from './run.ts';
import type { Lane, Step, Target } from './target.ts';
import type { Unit } from './unit.ts';

/** The lane of its units, unless the table comes first: where it is missing, or has been given other properties. */
export function laneFor(
  { table }: Target,
  lane: string,
  is: { readonly there: boolean; readonly prepared?: string | undefined },
) {
  if (table === undefined) return lane;
  if (!is.there) return 'create';
  return is.prepared === table.properties ? lane : 'alter';
}

/** What a run does with its units. */
export function workOf(target: Target, run: Run, units: readonly Unit[]): Work {
  const steps = stepsOf(target, run);
  if (steps !== undefined) return { steps };
  if (run.lane === 'create') return { statement: target.table?.create ?? '' };
  if (run.lane === 'alter') return { statement: target.table?.alter ?? '' };
  return { statement: target.lanes[run.lane]?.statement(units) ?? '' };
}

/** The statements of a run's attempt, where it takes several. */
export function stepsOf(target: Target, run: Run): readonly Step[] | undefined {
  return laneOf(target, run)?.steps?.(run.units, attemptOf(run));
}

/** What the rows of one of its steps call for. */
export function expansionOf(
  target: Target,
  run: Run,
  { step, result }: { readonly step: string; readonly result: Rows },
): readonly Step[] {
  return laneOf(target, run)?.expand?.(step, result, { units: run.units, runId: attemptOf(run) }) ?? [];
}

function laneOf({ lanes, table }: Target, { lane }: Run): Pick<Lane, 'steps' | 'expand'> | undefined {
  if (lane === 'create') return undefined;
  return lane === 'alter' ? table?.changes : lanes[lane];
}
