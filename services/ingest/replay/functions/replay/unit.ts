import type { Position } from '../../core/request.ts';
import { add, nothing, type Tally } from '../../core/tally.ts';

/** A part of a run that is done whole or not at all; doing it twice does no harm. */
export type Unit = {
  /** Where a later step begins once this is done. */
  readonly upTo: Position;
  /** Does it, or, in a dry run, says what it would do. */
  readonly work: () => Promise<Tally>;
};

export type Units = (after: Position | undefined) => AsyncIterable<Unit>;

export type StepResult = { readonly tally: Tally; readonly position?: Position };

/** Works on units, one at least, until they end or the time is up. */
export async function workThrough(
  units: Units,
  after: Position | undefined,
  isTimeUp: () => boolean,
): Promise<StepResult> {
  let tally = nothing;
  let position: Position | undefined;
  for await (const unit of units(after)) {
    if (position !== undefined && isTimeUp()) return { tally, position };
    tally = add(tally, await unit.work());
    position = unit.upTo;
  }
  return { tally };
}
