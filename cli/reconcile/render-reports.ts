import { size } from '@tributary/shared/size.ts';
import { renderTable } from '../terminal/table.ts';
import type { Reported } from './await-reports.ts';
import { tellReport } from './tell-report.ts';

const columns = [
  { name: 'table', type: 'varchar' },
  { name: 'objects', type: 'bigint' },
  { name: 'rows', type: 'bigint' },
  { name: 'size', type: 'bigint' },
  { name: 'rescued', type: 'bigint' },
  { name: 'partitions', type: 'bigint' },
  { name: 'missed', type: 'bigint' },
  { name: 'orphaned', type: 'bigint' },
  { name: 'mended', type: 'bigint' },
  { name: 'drift', type: 'bigint' },
] as const;

/** A line per table; below, what was found, and what is left to do. */
export function renderReports(all: readonly Reported[], isTerminal: boolean, flags: string): string {
  if (all.length === 0) return 'There is no table of files yet.\n';
  const rows = all.flatMap(({ report }) =>
    report === undefined
      ? []
      : [
          [
            report.table,
            ...[report.raw_objects, report.rows].map(thousands),
            size(report.bytes),
            ...[
              report.rescued,
              report.partitions,
              report.missed,
              report.orphaned,
              report.partitions_added + report.partitions_removed,
              report.drift.length,
            ].map(thousands),
          ],
        ],
  );
  const words = all.flatMap((each) => wordsOn(each, flags));
  return [...(rows.length === 0 ? [] : [renderTable({ columns, rows }, isTerminal)]), ...words]
    .map((line) => `${line}\n`)
    .join('');
}

function thousands(number: number): string {
  return number.toLocaleString('en-GB');
}

function wordsOn({ source: { table, folder }, report, left = '' }: Reported, flags: string): readonly string[] {
  if (report === undefined) return [`  ${folder}: ${left}`];
  const told = tellReport(report);
  if (told === 'as it should be') return [];
  const isDrifted = report.drift.length > 0 && !report.retyped;
  return [`  ${table}: ${told}${isDrifted ? `. To make it again: lake retype ${table}${flags}` : ''}`];
}
