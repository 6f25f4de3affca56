import { parseArgs } from 'node:util';
import { request, type Work } from '@tributary/ingest/src/core/replay/request.ts';
import { rangeMistake } from '@tributary/ingest/src/core/replay/scans.ts';
import { type TargetFlags, targetOptions } from '../target.ts';
import { UsageError } from '../usage.ts';

export type Flags = TargetFlags & {
  readonly go: boolean;
  readonly json: boolean;
  readonly again: boolean;
  readonly run: string | undefined;
};

/** What was asked for: a run per work, or the dead-letter queues with these names (all, where there are none). */
export type Asked = Flags &
  (
    | { readonly kind: 'works'; readonly works: readonly Named[] }
    | { readonly kind: 'dead letters'; readonly queues: readonly string[] }
  );

export type Named = { readonly run: string; readonly work: Work };

const options = {
  ...targetOptions,
  go: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  again: { type: 'boolean', default: false },
  run: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  source: { type: 'string', default: 'haproxy' },
  type: { type: 'string' },
  key: { type: 'string' },
  reason: { type: 'string' },
} as const;

type Values = ReturnType<typeof parse>['values'];

const parse = (args: readonly string[]) => parseArgs({ args: [...args], allowPositionals: true, options });

/** Reads the words after `lake replay`. Throws UsageError. */
export function readWords(args: readonly string[], now: Date): Asked {
  const { values, positionals } = parse(args);
  const [what = '', ...which] = positionals;
  const { go, json, again, run, stage, profile, region } = values;
  const flags = { go, json, again, run, stage, profile, region };
  if (what === 'dead-letters') return { ...flags, kind: 'dead letters', queues: which };
  const works = worksOf(what, which, values, now);
  return { ...flags, kind: 'works', works: works.map((work) => named(work, { run, isOne: works.length === 1, now })) };
}

function worksOf(what: string, which: readonly string[], values: Values, now: Date): readonly unknown[] {
  const open = { ...hours('from', values.from), ...hours('to', values.to) };
  switch (what) {
    case 'raw':
      return [rawWork(only(which, ['logs', 'events']), values, { to: hourText(now, 1), ...open })];
    case 'failed':
      return listed(which, ['events', 'facts', 'logs']).map((stream) => ({ what, stream, ...open }));
    case 'rejected':
      return listed(which, ['haproxy', 'bridge', 'drain']).map((name) => ({
        what,
        function: name,
        ...(values.reason === undefined ? {} : { reason: values.reason }),
        ...open,
      }));
    default:
      throw new UsageError('Say what to run again: raw, failed, rejected or dead-letters. See: lake replay --help');
  }
}

function rawWork(
  kind: string,
  { source, type, key }: Values,
  range: { readonly to: string; readonly from?: string },
): unknown {
  if (key !== undefined) return { what: 'raw-logs-key', key };
  if (range.from === undefined) throw new UsageError('Say from which hour on (UTC): --from 2026-11-20T13');
  if (kind === 'logs') return { what: 'raw-logs', source, ...range };
  return { what: 'raw-events', ...(type === undefined ? {} : { eventType: type }), ...range };
}

function only(which: readonly string[], known: readonly [string, ...string[]]): string {
  const [one = known[0], ...more] = listed(which.length === 0 ? [known[0]] : which, known);
  if (more.length > 0) throw new UsageError(`One at a time: ${known.join(' or ')}.`);
  return one;
}

function listed(which: readonly string[], known: readonly string[]): readonly string[] {
  const wrong = which.find((word) => !known.includes(word));
  if (wrong !== undefined) throw new UsageError(`${wrong} is none of ${known.join(', ')}.`);
  return which.length === 0 ? known : which;
}

type Naming = { readonly run: string | undefined; readonly isOne: boolean; readonly now: Date };

function named(work: unknown, { run, isOne, now }: Naming): Named {
  const read = request.shape.work.safeParse(work);
  if (!read.success)
    throw new UsageError(read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '));
  const mistake = rangeMistake(read.data);
  if (mistake !== undefined) throw new UsageError(mistake);
  return { run: runName(read.data, { run, isOne, now }), work: read.data };
}

function runName(work: Work, { run, isOne, now }: Naming): string {
  const which = whichOf(work);
  if (run !== undefined) return checked(isOne ? run : `${run}-${which}`);
  const { from = '', to = '' } = 'from' in work || 'to' in work ? work : {};
  // What has its hours said is the same work next time; the rest is what has gathered until now.
  const time = work.what.startsWith('raw') ? [] : [now.toISOString().slice(0, 16).replaceAll(':', '')];
  const words = [work.what, which, from, to, ...time].filter((word) => word !== '');
  return checked(
    words
      .join('-')
      .replaceAll(/[^A-Za-z0-9_.-]+/g, '_')
      .slice(0, 128),
  );
}

function whichOf(work: Work): string {
  switch (work.what) {
    case 'raw-logs':
      return work.source;
    case 'raw-logs-key':
      return work.key;
    case 'raw-events':
      return work.eventType ?? '';
    case 'failed':
      return work.stream;
    case 'rejected':
      return work.function;
  }
}

function checked(run: string): string {
  const read = request.shape.run.safeParse(run);
  if (read.success) return read.data;
  throw new UsageError(`--run ${read.error.issues.map(({ message }) => message).join('; ')}`);
}

/** A day or an hour in UTC as the hour that it begins or, for `to`, the first that is not part of it. */
function hours(name: 'from' | 'to', text: string | undefined): Readonly<Record<string, string>> {
  if (text === undefined) return {};
  const [, day, hour, rest] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d)((?::\d\d){0,2}(?:\.\d+)?)Z?)?$/.exec(text) ?? [];
  const at = new Date(`${day}T${hour ?? '00'}:00:00Z`);
  if (day === undefined || Number.isNaN(at.getTime())) {
    throw new UsageError(`--${name} takes a day or an hour in UTC: 2026-11-20 or 2026-11-20T13, not ${text}`);
  }
  const isPartly = /[1-9]/.test(rest ?? '');
  return { [name]: hourText(at, name === 'to' && isPartly ? 1 : 0) };
}

function hourText(at: Date, hoursLater: number): string {
  return new Date(at.getTime() + hoursLater * 3_600_000).toISOString().slice(0, 13);
}
