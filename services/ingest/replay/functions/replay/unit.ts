import { NotStoredError } from '../../../events/core/kinesis/stream-writer.ts';
import type { Position } from '../../core/request.ts';
import { add, nothing, type Summary, summaryOf } from '../../core/summary.ts';

/** A part of a run that is done whole or not at all; doing it twice does no harm. */
export type Unit = {
  /** Where a later step begins once this is done. */
  readonly upTo: Position;
  /** Does it, or, in a dry run, says what it would do. */
  readonly work: () => Promise<Summary>;
};

export type Units = (after: Position | undefined) => AsyncIterable<Unit>;

export type StepResult = { readonly summary: Summary; readonly position?: Position };

/** Works on units, one at least, until they end or the time is up. One that cannot be done is told, and does not keep the others from it. */
export async function workThrough(
  units: Units,
  after: Position | undefined,
  isTimeUp: () => boolean,
): Promise<StepResult> {
  let summary = nothing;
  let position: Position | undefined;
  for await (const unit of units(after)) {
    if (position !== undefined && isTimeUp()) return { summary, position };
    summary = add(summary, await attempted(unit));
    position = unit.upTo;
  }
  return { summary };
}

/** A stream that takes nothing takes nothing of the others either: that ends the step. */
async function attempted({ work }: Unit): Promise<Summary> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotStoredError) throw error;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return summaryOf({ partsFailed: 1 }, { [`could not be done: ${reason.slice(0, 200)}`]: 1 });
  }
}

/** Units whose very listing may fail, as of an object that cannot be read: then a unit that fails takes their place. */
export async function* orFailed(units: AsyncIterable<Unit>, upTo: Position): AsyncGenerator<Unit> {
  try {
    yield* units;
  } catch (error) {
    yield { upTo, work: () => Promise.reject(error) };
  }
}
