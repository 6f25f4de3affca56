import type { ObjectPart } from '@tributary/shared/objects/object-part.ts';
import type { OpenObject } from '@tributary/shared/objects/read-object.ts';
import { type Lot, type ParquetRead, type RowsOf, readRowGroups } from '@tributary/shared/objects/read-row-groups.ts';
import type { GroupColumn } from '@tributary/shared/parquet/read/group.ts';
import type { Layout } from '@tributary/shared/parquet/read/layout.ts';
import type { JsonRecords, Row, Value } from '../../records.ts';
import { setMember } from '../as-written.ts';
import { decodingOf } from './decoding.ts';
import type { ReadValue } from './leaf-value.ts';
import { nodeValueOf } from './node-value.ts';

/** Reads the rows of a Parquet file as values whose kinds the file itself tells; what of it is damaged is rejected as by `readRowGroups`. */
export function readParquetValues(open: OpenObject, options: ParquetRead): AsyncGenerator<ObjectPart<JsonRecords>> {
  return readRowGroups(open, options, valuesOf);
}

type Column = { readonly name: string; readonly value: ReadValue };

function valuesOf(layout: Layout): RowsOf<JsonRecords> {
  const { decoding, root, elementOf } = decodingOf(layout);
  const columns = root.children.map((node) => ({
    name: elementOf(node).name,
    value: nodeValueOf(node, elementOf),
  }));
  return {
    decoding,
    lotOf: (read, lot) => ({ kind: 'values', length: lot.length, rows: rowsOf(columns, read, lot) }),
  };
}

function rowsOf(columns: readonly Column[], read: readonly GroupColumn[], { first, length }: Lot): readonly Row[] {
  return Array.from({ length }, (_, at) => {
    const row: Record<string, Value> = {};
    for (const [column, { name, value }] of columns.entries()) setMember(row, name, value(read[column]?.[first + at]));
    return row;
  });
}
