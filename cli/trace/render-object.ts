import { size } from '@tributary/shared/size.ts';
import { instant } from '@tributary/shared/span.ts';
import { tellIds } from '../jobs/lanes.ts';
import { count } from '../terminal/count.ts';
import type { TracedReceipt } from './receipts.ts';
import type { Folder } from './registered.ts';
import { standOf } from './stands.ts';
import type { ObjectTrace } from './trace-object.ts';
import type { DerivedState } from './units.ts';
import type { RawVersion } from './versions.ts';

const most = 10;

/** The way of an object, a section for each stage, and where it stands now. */
export function renderObject(trace: ObjectTrace, flags: string): string {
  const { bucket, key, reader, versions, seen, folders, derived, place } = trace;
  const stand = standOf(trace, flags);
  const lines = [
    `s3://${bucket}/${key}`,
    ...section('raw', versions.map(tellVersion)),
    ...section('read', [
      ...(reader === undefined ? [] : seen.receipts.map((receipt) => tellReceipt(reader.name, receipt))),
      ...(seen.isCut ? ['and more segments'] : []),
      ...rejectsOf(seen.receipts),
    ]),
    ...section('catalog', [
      ...folders.map(tellFolder),
      ...(place?.registeredAt === undefined
        ? []
        : [`${place.table}/${place.partition} since ${instant(place.registeredAt)}`]),
    ]),
    ...section('derived', derived.map(tellDerived)),
    ...section('now', [stand.words, ...(stand.begin === null ? [] : [`begin ${stand.begin}`])]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Lines beside a title, of many only the first; none where there is nothing to say. */
function section(title: string, lines: readonly string[]): readonly string[] {
  const left = lines.length - most;
  const shown = left > 0 ? [...lines.slice(0, most), `… and ${left} more: --json has all`] : lines;
  return shown.map((line, at) => `  ${(at === 0 ? title : '').padEnd(9)}${line}`);
}

function tellVersion({ versionId, bytes, at, isLatest }: RawVersion): string {
  const what = bytes === undefined ? 'deleted' : `${size(bytes)}, landed`;
  return `${what} ${instant(at)}, version ${versionId ?? 'null'}${isLatest ? '' : ' (older)'}`;
}

function tellReceipt(reader: string, receipt: TracedReceipt): string {
  const { segment_offset: from, segment_end: end, object_bytes: bytes, at } = receipt;
  const { records_in: records, records_rejected: rejected, ranges_rejected: ranges, rescued, written } = receipt;
  const part = from === 0 && end === bytes ? '' : `, bytes ${from} to ${end} of ${bytes}`;
  const files = written.filter((key) => key.startsWith('lake/')).length;
  return [
    `${instant(at)} ${reader}${part}: ${count(records, 'record')}, ${rejected + ranges} rejected`,
    ...(rescued === 0 ? [] : [`${count(rescued, 'value')} rescued`]),
    `became ${count(files, 'file')} of ${tablesOf(written).join(', ') || 'no table'}`,
  ].join(', ');
}

function tablesOf(written: readonly string[]): readonly string[] {
  return [...new Set(written.flatMap((key) => (key.startsWith('lake/') ? (key.split('/')[1] ?? []) : [])))];
}

function rejectsOf(receipts: readonly TracedReceipt[]): readonly string[] {
  return receipts.flatMap(({ rejects, written }) =>
    written
      .filter((key) => key.startsWith('rejected/'))
      .map((key) => {
        const reasons = Object.entries(rejects).map(([reason, times]) => `${reason} ${times}`);
        return `rejected (${reasons.join(', ')}): the bytes lie in ${key}`;
      }),
  );
}

function tellFolder({ table, partition, files, registeredAt }: Folder): string {
  const since = registeredAt === undefined ? 'not registered' : `registered ${instant(registeredAt)}`;
  return `${table}${partition === '' ? '' : `/${partition}`}: ${count(files, 'file')}, ${since}`;
}

function tellDerived({ name, kind, state, which, days, executionId, at, reason }: DerivedState): string {
  const of = kind === 'dataset' && days.length > 0 ? ` (days ${tellIds(days, { of: days.length, most: 3 })})` : '';
  const what = which.length === 0 ? '' : ` ${tellIds(which, { of: which.length, most: 3 })}`;
  const when = at === undefined ? '' : `, ${state === 'waiting' ? 'due' : 'since'} ${instant(at)}`;
  const by = executionId === null ? '' : `, by Athena's ${executionId}`;
  return `${name}${of}: ${states[state]}${what}${when}${by}${reason === null ? '' : `: ${reason.split('\n')[0]}`}`;
}

const states: Readonly<Record<DerivedState['state'], string>> = {
  'set aside': 'set aside',
  running: 'being computed',
  waiting: 'waits',
  done: 'nothing waits, a statement has ended well',
  unknown: 'nothing waits; whether it was ever computed is not in the log',
  'not deployed': 'its service is not deployed',
};
