import { UsageError } from '../usage.ts';
import type { ReplayCall } from './call.ts';

export type RawCall = Extract<ReplayCall, { readonly what: 'raw' }>;

/** Hours of raw that were said. */
export type Hours = { readonly from?: string; readonly to?: string };

const databases = 'raw/db/';

/** What `lake replay raw` asks for; `next`: the hour that comes next. Throws UsageError where its options do not go together. */
export function rawWork(call: RawCall, hours: Hours, next: string): unknown {
  const { key, source = 'haproxy', type } = call.options;
  const which = call.which ?? (key?.startsWith(databases) ? 'db' : 'logs');
  refuseOthers(which, call.options);
  if (which === 'db') return dbWork(key, hours, next);
  if (key !== undefined) return keyOfLogs(key, hours);
  const { from } = hours;
  if (from === undefined) throw new UsageError('Say from which hour on (UTC): --from 2026-11-20T13');
  const range = { to: next, ...hours, from };
  if (which === 'logs') return { what: 'raw-logs', source, ...range };
  return { what: 'raw-events', ...(type === undefined ? {} : { eventType: type }), ...range };
}

/** Of what an option is, and what to say of it elsewhere. */
const optionsOf: Readonly<Record<string, { readonly of: readonly string[]; readonly told: string }>> = {
  type: { of: ['events'], told: '--type is of events: lake replay raw events' },
  source: { of: ['logs'], told: '--source is of logs: lake replay raw logs' },
  key: {
    of: ['logs', 'db'],
    told: '--key is of logs and of files of databases: lake replay raw logs, lake replay raw db',
  },
};

function refuseOthers(which: string, options: object): void {
  const wrong = Object.entries(optionsOf).find(([option, { of }]) => option in options && !of.includes(which));
  if (wrong !== undefined) throw new UsageError(wrong[1].told);
}

/** Their folders name no hours: a range may be of a folder, too. */
function dbWork(key: string | undefined, hours: Hours, next: string): unknown {
  const isOpen = hours.from === undefined && hours.to === undefined;
  if (isOpen && key === undefined) {
    throw new UsageError(
      `Say which files of databases: --key ${databases}shop/orders/ (a file or a folder, ${databases} is all), or since when they came (UTC): --from 2026-11-20T13`,
    );
  }
  return { what: 'raw-db', key: key ?? databases, ...(isOpen ? {} : { to: next, ...hours }) };
}

function keyOfLogs(key: string, { from, to }: Hours): unknown {
  if ((from ?? to) === undefined) return { what: 'raw-logs-key', key };
  throw new UsageError(
    '--from and --to cannot be used with --key of logs, whose folders are hours: --key raw/logs/haproxy/year=2026/month=11/',
  );
}
