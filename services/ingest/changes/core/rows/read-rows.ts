import { isUtf8 } from 'node:buffer';
import { bytesOfRow, type CsvRows, type Dialect, textOf } from '@tributary/shared/csv/csv-rows.ts';
import type { ReadValue } from '@tributary/shared/csv/values/read-number.ts';
import type { Column, Format, Table } from '../declaration/changes.ts';
import { isNull } from './batch.ts';
import { type FileKind, planOfHeader, planOfWidth, type RowPlan, widthsOf } from './row-plan.ts';
import { valueReaderOf } from './value-reader.ts';

export type Op = 'I' | 'U' | 'D';

/** Why a row is none of its table's. */
export type RowFault = { readonly reason: string; readonly detail: string };

type PlannedRow = { readonly plan: RowPlan; readonly op: Op };

/** How rows of one table are read, in one file. */
export type RowReader = {
  readonly table: Table;
  /** What a row is, or why it is none. */
  readonly plan: (csv: CsvRows, row: number) => PlannedRow | RowFault;
};

export type RowReaderOf = {
  readonly table: Table;
  readonly format: Format;
  readonly kind: FileKind;
  /** Of the file, where it has one. */
  readonly header: readonly string[] | undefined;
  readonly nullText: Buffer;
};

export function createRowReader(of: RowReaderOf): RowReader {
  const { table, format, kind, header, nullText } = of;
  const plans = new Map<number, RowPlan | undefined>();
  const ofHeader = header === undefined ? undefined : planOfHeader(header, table, format, kind);
  const planOf = (width: number): RowPlan | undefined => {
    if (ofHeader !== undefined) return ofHeader.width === width ? ofHeader : undefined;
    if (!plans.has(width)) plans.set(width, planOfWidth(width, table, format, kind));
    return plans.get(width);
  };
  const keys = table.key.map((column) => ({
    column,
    at: table.columns.indexOf(column),
    read: valueReaderOf(column.type),
  }));
  const keysFault = (csv: CsvRows, first: number, { columns }: RowPlan): RowFault | undefined => {
    for (const key of keys) {
      const place = columns[key.at] ?? -1;
      const fault =
        place < 0
          ? { reason: 'bad_key', detail: `the header has no ${key.column.name}` }
          : keyFault(csv, first + place, key, nullText);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
  return {
    table,
    plan(csv, row) {
      const first = csv.firsts[row] ?? 0;
      const width = (csv.firsts[row + 1] ?? 0) - first;
      const plan = planOf(width);
      if (plan === undefined) return widthFault(width, of);
      const op = opOf(csv, first, plan, kind);
      if (op === undefined) return opFault(csv, first, plan, format);
      return keysFault(csv, first, plan) ?? { plan, op };
    },
  };
}

function widthFault(width: number, { header, table, format, kind }: RowReaderOf): RowFault {
  const expected = header === undefined ? widthsOf(table, format, kind).join(' or ') : `${header.length}`;
  const detail =
    header === undefined
      ? `${width} fields, where a row of ${table.schema}.${table.table} has ${expected}: a column that was added or dropped is to be declared in changes.yml (columns, layouts)`
      : `${width} fields, where the header has ${expected}${header.length === 0 ? ', for it could not be read' : ''}`;
  return { reason: 'unknown_width', detail };
}

const ops: ReadonlyMap<string, Op> = new Map([
  ['INSERT', 'I'],
  ['UPDATE', 'U'],
  ['DELETE', 'D'],
]);

function opOf({ bytes, from, to }: CsvRows, first: number, { op }: RowPlan, { isLoad }: FileKind): Op | undefined {
  if (op < 0) return isLoad ? 'I' : undefined;
  const start = from[first + op] ?? 0;
  const end = to[first + op] ?? 0;
  if (end - start !== 1) return ops.get(bytes.toString('latin1', start, Math.min(end, start + 10)));
  const code = bytes[start];
  if (code === 0x49) return 'I';
  if (code === 0x55) return 'U';
  return code === 0x44 ? 'D' : undefined;
}

function opFault(csv: CsvRows, first: number, { op }: RowPlan, format: Format): RowFault {
  const detail =
    op < 0
      ? `the header has no column ${format.op}`
      : `${JSON.stringify(textOf(csv, first + op).slice(0, 40))} is none of I, U and D`;
  return { reason: 'bad_op', detail };
}

type Key = { readonly column: Column; readonly read: ReadValue | undefined };

function keyFault(csv: CsvRows, field: number, { column, read }: Key, nullText: Buffer): RowFault | undefined {
  const told = (what: string) => ({ reason: 'bad_key', detail: `${column.name} of the key is ${what}` });
  if (isNull(csv, field, nullText)) return told('NULL');
  if (read === undefined || read(csv.bytes, csv.from[field] ?? 0, csv.to[field] ?? 0) !== undefined) return undefined;
  return told(`${JSON.stringify(textOf(csv, field).slice(0, 80))}, which is no ${column.type.kind}`);
}

/** Rows whose bytes are no UTF-8; none is looked at where all of them are. */
export function createIsText(csv: CsvRows, dialect: Dialect): (row: number) => boolean {
  if (isUtf8(csv.bytes)) return () => true;
  return (row) => isUtf8(bytesOfRow(csv, row, dialect));
}
