import type { Telemetry } from '@tributary/shared/lambda.ts';
import { reasonOf } from '../core/messages/counts.ts';

/** The metrics of what became of messages: each name is one, rejects are by reason, and the age of the oldest is also one of its way into the lake. */
export function reportCounts(
  { count, countBy }: Pick<Telemetry, 'count' | 'countBy'>,
  counts: Readonly<Record<string, number>>,
): void {
  for (const [name, value] of Object.entries(counts)) {
    const reason = reasonOf(name);
    if (reason === undefined) count(name, value);
    else countBy('Rejects', { reason }, value);
  }
  if (counts.SecondsBehind !== undefined) countBy('SecondsBehind', { way: 'messages' }, counts.SecondsBehind);
}
