import { adviceOf } from '../../parse/advice.ts';
import { type ParseOutcome, parseOutcomes, tableColumns } from '../../parse/outcomes.ts';
import type { Answering } from '../api.ts';

/** Of either kind; a page shows no more. */
const mostShown = 200;

const types = {
  STRING: 'string',
  TIMESTAMP_MILLIS: 'timestamp',
  INT32: 'int',
  INT64: 'bigint',
  BOOLEAN: 'boolean',
  MAP_STRING_STRING: 'map<string,string>',
} as const;

/** `parse`, of a text of HAProxy's lines, or as CloudWatch Logs has them: what `lake parse` makes of each, and of what is rejected what to do. */
export const parse: Answering = async ({ body }) => {
  const counts = { haproxy_requests: 0, haproxy_events: 0, rejected: 0 };
  const shown: ParseOutcome[] = [];
  for await (const outcome of parseOutcomes(once(body))) {
    const kind = outcome.kind === 'row' ? outcome.table : 'rejected';
    counts[kind] += 1;
    const before = kind === 'rejected' ? counts.rejected : counts.haproxy_requests + counts.haproxy_events;
    if (before <= mostShown) shown.push(outcome);
  }
  return { counts, columns, outcomes: shown.map((each) => (each.kind === 'row' ? each : withAdvice(each))) };
};

const columns = Object.fromEntries(
  Object.entries(tableColumns).map(([table, all]) => [
    table,
    all.map(({ name, type, about }) => ({ name, type: types[type], about })),
  ]),
);

function withAdvice(outcome: Extract<ParseOutcome, { readonly kind: 'rejected' }>) {
  return { ...outcome, advice: adviceOf[outcome.reason] };
}

export async function* once(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}
