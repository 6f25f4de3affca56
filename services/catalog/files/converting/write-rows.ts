import { createParquetStream, type MapEntries, type Vector } from '@tributary/shared/parquet-write.ts';
import { filesMetadata } from '../../glue/files-table.ts';
import { isWritten, parquetColumn } from '../core/shape/parquet-column.ts';
import { createShapeRows, type Shaped } from '../core/shape/shape-rows.ts';
import { createShapeSpans } from '../core/spans/shape-spans.ts';
import { rescuedColumn } from '../core/table/file-table.ts';
import { shapeTexts } from '../core/texts/shape-texts.ts';
import type { Field } from '../core/types/column-type.ts';
import type { FileRecords } from '../reading/records.ts';

export type WriteRows = {
  readonly fields: readonly Field[];
  readonly lots: readonly FileRecords[];
  readonly nulls: readonly string[];
  /** What of the folders no key of the table is for: rescued with each row. */
  readonly beside: MapEntries;
  /** What the footer keeps beside the number of values that were rescued. */
  readonly metadata: Readonly<Record<string, string>>;
};

export type Written = { readonly body: Buffer; readonly rows: number; readonly rescued: number };

const rowsAtATime = 1000;

/** Writes records as one Parquet file. */
export async function writeRows({ fields, lots, nulls, beside, metadata }: WriteRows): Promise<Written> {
  const chunks: Uint8Array[] = [];
  // The footer is written last, and says what has been counted by then.
  const counted: Record<string, string> = { ...metadata };
  const columns = fields.filter(({ key, type }, at) => isWritten(type) && isFirstOf(key, at, fields));
  const stream = createParquetStream({
    columns: [
      ...columns.map(({ name, type }) => parquetColumn(name, type)),
      { name: rescuedColumn, type: 'MAP_STRING_STRING' },
    ],
    sink: async (chunk) => {
      chunks.push(chunk);
    },
    metadata: counted,
  });
  let rescued = 0;
  const put = async ({ vectors, rescued: found, count }: Shaped, rows: number): Promise<void> => {
    rescued += count + rows * beside.keys.length;
    await stream.appendVectors([...vectors, rescuedVector(found, beside, count)], rows);
  };
  const shapeRows = createShapeRows(columns);
  const shapeSpans = createShapeSpans(columns);
  for (const lot of lots) {
    if (lot.kind === 'texts') {
      await put(shapeTexts({ names: lot.names, rows: lot.rows, nulls }, columns), lot.length);
      continue;
    }
    if (lot.kind === 'spans') {
      await put(shapeSpans(lot), lot.length);
      continue;
    }
    const { exactly } = lot;
    for (let first = 0; first < lot.length; first += rowsAtATime) {
      const rows = lot.rows.slice(first, first + rowsAtATime);
      await put(shapeRows({ rows, exactly: exactly && ((row) => exactly(first + row)) }), rows.length);
    }
  }
  counted[filesMetadata.rescued] = String(rescued);
  const { rows } = await stream.close();
  return { body: Buffer.concat(chunks), rows, rescued };
}

/** A hand may have made a column of a name that is another's key. */
function isFirstOf(key: string, at: number, fields: readonly Field[]): boolean {
  return fields.findIndex((other) => other.key === key) === at;
}

function rescuedVector(found: Shaped['rescued'], beside: MapEntries, count: number): Vector {
  if (beside.keys.length > 0) return { kind: 'cells', cells: found.map((entries) => together(entries, beside)) };
  return count === 0 ? { kind: 'same', value: null } : { kind: 'cells', cells: found };
}

/** Keys of a map are distinct. */
function together(entries: MapEntries | null, beside: MapEntries): MapEntries {
  if (entries === null) return beside;
  const taken = new Set(entries.keys);
  const keys = beside.keys.map((key) => freeKey(key, taken));
  return { keys: [...entries.keys, ...keys], values: [...entries.values, ...beside.values] };
}

function freeKey(key: string, taken: ReadonlySet<string>): string {
  return taken.has(key) ? freeKey(`${key}=`, taken) : key;
}
