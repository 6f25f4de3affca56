import { request, type Work } from '@tributary/ingest/replay/core/request.ts';
import { rangeMistake } from '@tributary/ingest/replay/core/scans.ts';
import { UsageError } from '../usage.ts';
import type { ReplayCall } from './call.ts';
import { rawWork } from './raw-work.ts';

/** A run for each work. */
export type Named = { readonly run: string; readonly work: Work };

type WorkCall = Exclude<ReplayCall, { readonly what: 'dead-letters' | 'replication' }>;

/** Reads what was asked for as works with their names. Throws UsageError. */
export function readWorks(call: WorkCall, now: Date): readonly Named[] {
  const works = worksOf(call, now);
  const { run } = call.options;
  return works.map((work) => named(work, { run, isOne: works.length === 1, now }));
}

function worksOf(call: WorkCall, now: Date): readonly unknown[] {
  const { from, to } = call.options;
  const open = { ...hours('from', from), ...hours('to', to) };
  switch (call.what) {
    case 'raw':
      return [rawWork(call, open, hourText(now, 1))];
    case 'failed':
      return allWhereNone(call.which, ['events', 'facts', 'logs']).map((stream) => ({
        what: call.what,
        stream,
        ...open,
      }));
    case 'rejected': {
      const { reason } = call.options;
      return allWhereNone(call.which, ['haproxy', 'changes', 'bridge', 'drain']).map((name) => ({
        what: call.what,
        function: name,
        ...(reason === undefined ? {} : { reason }),
        ...open,
      }));
    }
  }
}

function allWhereNone<T>(which: readonly T[], all: readonly T[]): readonly T[] {
  return which.length === 0 ? all : [...new Set(which)];
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
    case 'raw-db':
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
