import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { type ParseOutcome, parseOutcomes } from '../parse/outcomes.ts';
import { openRouting } from '../route/routed.ts';

const sample = (name: string) => readFile(new URL(`../../samples/${name}`, import.meta.url));

/** Enough of the sample for one of each kind. */
const mostLines = 4_000;
/** A line of one kind may be a page long. */
const mostLength = 1_000;

/** Lines of the sample, one for each thing that becomes of them, and one of another program. */
export async function exampleLines(): Promise<string> {
  const lines = gunzipSync(await sample('haproxy/wire-rfc3164.log.gz'))
    .toString('utf8')
    .split('\n', mostLines);
  const found = new Map<string, string>();
  for await (const outcome of parseOutcomes(inOne(lines.join('\n')))) {
    const line = 'line' in outcome.at ? lines[(outcome.at.line ?? 0) - 1] : undefined;
    const kind = kindOf(outcome);
    if (line !== undefined && line.length <= mostLength && !found.has(kind)) found.set(kind, line);
  }
  const [first = ''] = found.values();
  const odd = first.replace(/haproxy\[\d+\]: .*/s, 'kernel: Out of memory: Killed process 8174 (node)');
  return [...found.values(), odd].join('\n');
}

function kindOf(outcome: ParseOutcome): string {
  if (outcome.kind === 'rejected') return outcome.reason;
  const { format, status_code: status, tls } = outcome.row;
  const isFailure = typeof status === 'number' && status >= 500;
  return [outcome.table, format, tls, isFailure].join(' ');
}

/** Messages of the sample, one for each route and outcome. */
export async function exampleMessages(): Promise<string> {
  const lines = (await sample('events/messages.ndjson')).toString('utf8').trimEnd().split('\n');
  const found = new Map<string, string>();
  const left = lines.values();
  for await (const { outcome } of openRouting().routed(inOne(lines.join('\n')))) {
    const { value: line = '' } = left.next();
    const kind = `${outcome.kind} ${outcome.route}`;
    if (!found.has(kind)) found.set(kind, line);
  }
  return [...found.values()].join('\n');
}

async function* inOne(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}
