import { kinds, statementOf } from '../../jobs/detail.ts';
import { tellUnits } from '../../jobs/lanes.ts';
import { type Look, lastOf } from '../../jobs/look.ts';
import { tellHeld, tellLater, tellRunning, tellWaiting } from '../../jobs/tell.ts';

/** What `lake jobs` says of a target, in its words; empty where there is nothing to say. */
export function toldOf(look: Look, now: number) {
  const last = lastOf(look);
  return {
    kind: kinds[look.target.kind],
    running: tellRunning(look, now),
    waiting: tellWaiting(look, now),
    last: last === undefined ? '' : statementOf(last),
  };
}

/** The same with all that `lake jobs NAME` says; `log`: which statement each entry was, in its order. */
export function toldWhole(look: Look, now: number) {
  return {
    ...toldOf(look, now),
    held: tellHeld(look, now),
    later: tellLater(look, now),
    log: look.log.map(statementOf),
    setAside: look.aside.map(({ lane, id }) => tellUnits(lane, 1, id)),
  };
}
