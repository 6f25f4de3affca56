import { tokenOf } from '@tributary/shared/athena-token.ts';
import { BatchTooLargeError } from '../../core/redshift/batch.ts';
import { bookOf, type RedshiftCopy } from '../../core/redshift/plan.ts';
import type { Statement } from '../../core/redshift/statement.ts';
import type { CopyFailure, CopyRun, RedshiftTurn } from '../../core/state.ts';
import { verdict } from '../../core/verdict.ts';
import { DatabaseError, failureOfLoad, NeedsAllError } from '../../loading/load-errors.ts';
import type { AdvanceDeps } from './deps.ts';
import type { Step } from './step.ts';

// Each begins because something changed there meanwhile, or was forgotten: so often in a row is a fault.
const mostTurns = 5;

/**
 * One step of a load that Redshift does by itself: a look at what is there, then one transaction that goes by what was seen, and holds only
 * while that is so. A statement is begun with a token of its own: whoever is killed before its id is written down begins the same again.
 */
export async function loadRedshift(deps: AdvanceDeps, copy: RedshiftCopy, run: CopyRun): Promise<Step> {
  const at = run.redshift ?? { turn: 1 };
  try {
    if (at.look === undefined) {
      const look = await deps.warehouse.startLook(copy, tokenOf('look', run.id, at.turn));
      return began(run, { ...at, look });
    }
    if (at.apply !== undefined) return await applied(deps, run, at, at.apply);
    return await looked(deps, copy, run, { ...at, look: at.look });
  } catch (error) {
    return failed(error, run);
  }
}

function began(run: CopyRun, redshift: RedshiftTurn): Step {
  return { run: { ...run, redshift }, atOnce: false };
}

async function looked(
  deps: AdvanceDeps,
  copy: RedshiftCopy,
  run: CopyRun,
  at: RedshiftTurn & { readonly look: string },
): Promise<Step> {
  const statement = await deps.warehouse.statement(at.look);
  if (statement?.state !== 'finished') return unfinished(deps, run, at, { id: at.look, statement });
  const seen = await deps.warehouse.seen(at.look);
  if (seen === undefined) return again(run, at, 'What was found out is known no more');
  const next = verdict(run, bookOf(seen));
  if (next === 'there') return { rows: 0 };
  const { table } = copy.destination;
  if (next === 'needs all') throw new NeedsAllError(`${table} has not the version that the changes build upon`);
  const apply = await deps.warehouse.startApply({ copy, run, seen }, tokenOf('apply', run.id, at.turn));
  return began(run, { ...at, apply });
}

async function applied(deps: AdvanceDeps, run: CopyRun, at: RedshiftTurn, id: string): Promise<Step> {
  const statement = await deps.warehouse.statement(id);
  if (statement?.state !== 'finished') return unfinished(deps, run, at, { id, statement });
  deps.count('RowsCopied', statement.rows);
  return { rows: statement.rows };
}

type Asked = { readonly id: string; readonly statement: Exclude<Statement, { state: 'finished' }> | undefined };

/** What comes of a statement that has not succeeded, or not yet. */
async function unfinished(deps: AdvanceDeps, run: CopyRun, at: RedshiftTurn, { id, statement }: Asked): Promise<Step> {
  if (statement === undefined) return again(run, at, 'The statement is known no more');
  if (statement.state === 'failed') return { failure: statement.failure };
  if (statement.state === 'overtaken') return again(run, at, statement.message);
  if (statement.state === 'cancelled') return { failure: cancelled(statement.message, at) };
  if (deps.now() < run.since + deps.maxMs.load) return undefined;
  await deps.warehouse.cancel(id);
  return at.stopped === true ? undefined : began(run, { ...at, stopped: true });
}

function cancelled(message: string, { stopped }: RedshiftTurn): CopyFailure {
  if (stopped !== true) return { category: 'cancelled', message, retryable: false };
  return { category: 'timeout', message: `The load took too long, and was stopped: ${message}`, retryable: true };
}

/** Looks anew at once: what that asks for takes a second or so, in which others end. */
function again(run: CopyRun, { turn }: RedshiftTurn, message: string): Step {
  if (turn >= mostTurns) return { failure: { category: 'system', message, retryable: true } };
  return { run: { ...run, redshift: { turn: turn + 1 } }, atOnce: true };
}

/** A refusal is how the run ends; anything else is thrown, and the step done again. */
function failed(error: unknown, { scope }: CopyRun): Step {
  if (error instanceof DatabaseError || error instanceof NeedsAllError) return { failure: failureOfLoad(error) };
  if (!(error instanceof BatchTooLargeError)) throw error;
  const mistake = new DatabaseError(error.message, false);
  // What names no partitions is shorter.
  return { failure: failureOfLoad(scope === 'all' ? mistake : new NeedsAllError(error.message)) };
}
