import { size } from '@tributary/shared/size.ts';
import { span } from '@tributary/shared/span.ts';
import { count } from '../terminal/count.ts';
import { renderTable } from '../terminal/table.ts';
import type { OriginOf } from './origin.ts';
import type { SeenTable } from './read-tables.ts';

export type Showing = {
  readonly now: number;
  readonly isTerminal: boolean;
  readonly originOf: OriginOf;
  /** As another command takes them. */
  readonly flags: string;
};

const columns = [
  { name: 'table', type: 'varchar' },
  { name: 'rows', type: 'bigint' },
  { name: 'size', type: 'bigint' },
  { name: 'rescued', type: 'bigint' },
  { name: 'counted', type: 'varchar' },
  { name: 'partitions', type: 'bigint' },
  { name: 'written', type: 'varchar' },
  { name: 'from', type: 'varchar' },
] as const;

/** A line per table. What nobody has counted is left empty. */
export function renderTables(tables: readonly SeenTable[], { now, isTerminal, originOf, flags }: Showing): string {
  if (tables.length === 0) return 'There is no table yet.\n';
  const rows = tables.map((seen) => {
    const { table, holdings, writtenAt } = seen;
    return [
      table.name,
      told(holdings.rows, thousands),
      told(holdings.bytes, size),
      told(holdings.rescued, thousands),
      ago(holdings.at, now),
      tellPartitions(seen),
      ago(writtenAt, now),
      originOf(table),
    ];
  });
  const uncounted = tables.filter(({ table, holdings }) => table.kind === 'files' && holdings.rows === undefined);
  const hint =
    uncounted.length === 0
      ? ''
      : `${count(uncounted.length, 'table')} of files ${uncounted.length === 1 ? 'is' : 'are'} counted in the night, and at once by: lake reconcile${flags}\n`;
  return `${renderTable({ columns, rows }, isTerminal)}\n${hint}`;
}

export function thousands(number: number): string {
  return number.toLocaleString('en-GB');
}

export function told(number: number | undefined, tell: (number: number) => string): string {
  return number === undefined ? '' : tell(number);
}

export function ago(at: number | undefined, now: number): string {
  return at === undefined ? '' : `${span(now - at)} ago`;
}

export function tellPartitions({ table, partitions }: SeenTable): string {
  if (table.partitionKeys.length === 0) return '';
  return `${thousands(partitions.count)}${partitions.isCut ? ' and more' : ''}`;
}
