import { count } from '../terminal/count.ts';
import type { Status } from './status.ts';

/** What is wrong, in a few words each; nothing where all is well. */
export function wrongsOf({ alarms, deadLetters, looks, missing, notAsked }: Status): readonly string[] {
  const raised = alarms?.raised.length ?? 0;
  const dead = deadLetters.reduce((sum, { messages }) => sum + messages, 0);
  const aside = looks.filter((look) => look.aside.length > 0);
  const faults = notAsked.filter(({ isFault }) => isFault);
  return [
    ...(raised === 0 ? [] : [`${count(raised, 'alarm')} in ALARM`]),
    ...(dead === 0 ? [] : [count(dead, 'dead letter')]),
    ...(aside.length === 0 ? [] : [`set aside: units of ${aside.map(({ target }) => target.name).join(', ')}`]),
    ...(missing.length === 0 ? [] : [`${count(missing.length, 'service')} not deployed`]),
    ...(faults.length === 0 ? [] : [`${faults.map(({ what }) => what).join(', ')} could not be asked`]),
  ];
}
