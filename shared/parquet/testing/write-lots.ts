import { type Column, createParquetStream, type ParquetRow, type Vector } from '../../parquet-write.ts';

/** Rows one by one, or column by column. */
export type Lot = readonly ParquetRow[] | { readonly vectors: readonly Vector[]; readonly rows: number };

/** A file of all lots, in their order. */
export async function writeLots(
  columns: readonly Column[],
  lots: readonly Lot[],
  rowGroupRows: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const sink = async (chunk: Uint8Array) => {
    chunks.push(chunk);
  };
  const stream = createParquetStream({ columns, sink, rowGroupRows });
  for (const lot of lots) {
    if ('vectors' in lot) await stream.appendVectors(lot.vectors, lot.rows);
    else for (const row of lot) await stream.append(row);
  }
  await stream.close();
  return Buffer.concat(chunks);
}
