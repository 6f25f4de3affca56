import { dollars } from '@tributary/shared/athena-cost.ts';
import type { LogEntry } from '@tributary/shared/jobs/job-store.ts';
import { size } from '@tributary/shared/size.ts';
import { instant, span } from '@tributary/shared/span.ts';
import type { Answer } from '../athena.ts';
import { tellPlace } from '../copies/tell.ts';
import { count } from '../terminal/count.ts';
import { renderFitting } from '../terminal/fitting.ts';
import { tellAside } from './aside.ts';
import { costOf } from './cost.ts';
import { isPreparation, tellIds, tellUnits } from './lanes.ts';
import type { Look } from './look.ts';
import type { Showing } from './overview.ts';
import { tellDue, tellHeld, tellLater, tellRunning } from './tell.ts';
import { tellWhy } from './why.ts';

const mostNamed = 10;
export const kinds = {
  rows: 'a table of rows',
  enrichment: 'an enrichment',
  dataset: 'a dataset',
  view: 'a view',
  compaction: 'closed days of events as Parquet',
} as const;

/** All of one target, with its log. */
export function renderDetail(look: Look, showing: Showing): string {
  const { target, log } = look;
  const lines = [
    `${target.name}, ${kinds[target.kind]} of services/${target.service}`,
    ...section('runs', runningLines(look, showing.now)),
    ...section('waits', [tellDue(look, showing.now, mostNamed), ...tellHeld(look, showing.now)]),
    ...section('waits for', showing.missing ?? []),
    ...section('later', [tellLater(look, showing.now)]),
    ...section('set aside', asideLines(look, showing)),
    ...section(
      'copied to',
      (target.copies ?? []).map((copy) => `${tellPlace(copy)} (lake jobs ${copy.id}${showing.flags})`),
    ),
    ...(showing.why === undefined ? [] : tellWhy(showing.why, showing.now)),
    ...(log.length === 0 ? section('ran', ['nothing yet']) : ['', ...logLines(look, showing)]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Lines beside a title; none where there is nothing to say. */
function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line !== '').map((line, at) => `  ${(at === 0 ? title : '').padEnd(11)}${line}`);
}

function runningLines(look: Look, now: number): readonly string[] {
  const { running } = look;
  if (running === undefined) return ['nothing'];
  const ids = isPreparation(running.lane) ? [] : running.units.map(({ id }) => id);
  const names = tellIds(ids, { of: ids.length, most: mostNamed });
  const { executionId, since } = running;
  return [
    `${tellRunning(look, now)}${names === '' ? '' : `: ${names}`}`,
    executionId === undefined || since === undefined ? '' : `since ${instant(since)}, as Athena's ${executionId}`,
  ];
}

function asideLines({ target, aside }: Look, { now, flags }: Showing): readonly string[] {
  return tellAside(aside, { now, most: mostNamed, retry: `lake retry ${target.name}${flags}` });
}

const columns = [
  { name: 'started', type: 'varchar' },
  { name: 'statement', type: 'varchar' },
  { name: 'attempt', type: 'bigint' },
  { name: 'state', type: 'varchar' },
  { name: 'took', type: 'varchar' },
  { name: 'scanned', type: 'bigint' },
  { name: 'cost', type: 'bigint' },
] as const;

function columnsOf(why: Showing['why']) {
  const [started, statement, ...others] = columns;
  return [started, statement, ...(why === undefined ? [] : [{ name: 'because', type: 'varchar' }]), ...others];
}

function logLines(look: Look, showing: Showing): readonly string[] {
  const { log } = look;
  const { why } = showing;
  const failed = log.filter(({ message }) => message !== undefined && message !== '');
  const scanned = log.reduce((sum, { scannedBytes = 0 }) => sum + scannedBytes, 0);
  const cost = log.reduce((sum, entry) => sum + (costOf(entry) ?? 0), 0);
  return [
    renderFitting({ columns: columnsOf(why), rows: log.map((entry) => rowOf(entry, look, showing)) }, showing),
    `${count(log.length, 'statement')}, ${size(scanned)} scanned, ${dollars(cost)} on AWS at $5 per TB`,
    ...failed.flatMap(({ startedAt, state, message = '' }) => [
      '',
      `${instant(startedAt)} ${state}`,
      ...message
        .trim()
        .split(/\s*\n/)
        .map((line) => `  ${line}`),
    ]),
  ];
}

function rowOf(entry: LogEntry, { running }: Look, { now, why }: Showing): Answer['rows'][number] {
  const { attempt, startedAt, endedAt, scannedBytes, executionId } = entry;
  const isRunning = endedAt === undefined && running?.executionId === executionId;
  const cost = costOf(entry);
  return [
    instant(startedAt).replace(' UTC', ''),
    statementOf(entry),
    ...(why === undefined ? [] : [entry.why.join(', ')]),
    String(attempt),
    isRunning ? 'RUNNING' : entry.state,
    endedAt === undefined && !isRunning ? '' : span((endedAt ?? now) - startedAt),
    scannedBytes === undefined ? '' : size(scannedBytes),
    cost === undefined ? '' : dollars(cost),
  ];
}

/** `3 days: 2026-11-18, … (publish)` */
export function statementOf({ lane, step, units, examples }: LogEntry): string {
  const [first] = examples;
  const isSaid = first === undefined || lane === 'objects' || isPreparation(lane);
  const name = isSaid ? '' : tellIds([first], { of: units, most: 1 });
  return `${tellUnits(lane, units, first)}${name === '' ? '' : `: ${name}`}${step === undefined ? '' : ` (${step})`}`;
}
