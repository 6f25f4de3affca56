import { size } from '@tributary/shared/size.ts';
import { tellReport } from '../reconcile/tell-report.ts';
import { renderTable } from '../terminal/table.ts';
import { columnsOf, remarksOn } from './columns.ts';
import { ago, type Showing, tellPartitions, thousands, told } from './overview.ts';
import type { SeenTable } from './read-tables.ts';

const columns = [
  { name: 'column', type: 'varchar' },
  { name: 'type', type: 'varchar' },
  { name: '', type: 'varchar' },
] as const;

/** All that is known of one table. */
export function renderTableDetail(seen: SeenTable, showing: Showing): string {
  const { table, report } = seen;
  const facts = factsOf(seen, showing).filter(([, fact]) => fact !== '');
  const width = Math.max(...facts.map(([name]) => name.length));
  const rows = columnsOf(table).map((column) => [column.name, column.type, remarksOn(column)]);
  return [
    table.name,
    ...facts.map(([name, fact]) => `  ${name.padEnd(width)}  ${fact}`),
    renderTable({ columns, rows }, showing.isTerminal),
    ...(report === undefined ? [] : [`Reconciled ${ago(Date.parse(report.at), showing.now)}: ${tellReport(report)}`]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

type Fact = readonly [name: string, fact: string];

function factsOf(seen: SeenTable, { now, originOf, flags }: Showing): readonly Fact[] {
  const { table, holdings, partitions, writtenAt } = seen;
  const { first, last } = partitions;
  const counted = holdings.at === undefined ? '' : ` (counted ${ago(holdings.at, now)})`;
  const uncounted = table.kind === 'files' ? `not counted yet: lake reconcile ${table.name}${flags}` : '';
  return [
    ['from', originOf(table)],
    ['lies in', table.location],
    ['rows', holdings.rows === undefined ? uncounted : `${thousands(holdings.rows)}${counted}`],
    ['size', told(holdings.bytes, (bytes) => `${size(bytes)}${inObjects(holdings.objects)}`)],
    ['rescued', told(holdings.rescued, (values) => `${thousands(values)} of its values`)],
    ['partitions', `${tellPartitions(seen)}${first === undefined ? '' : `, from ${first} to ${last}`}`],
    ['written', ago(writtenAt, now)],
  ];
}

function inObjects(objects: number | undefined): string {
  return objects === undefined ? '' : ` in ${thousands(objects)} ${objects === 1 ? 'object' : 'objects'}`;
}
