import type { MemoryLake } from '@tributary/shared/objects/testing/memory-lake.ts';
import { compressors } from '@tributary/shared/parquet/decompress.ts';
import { parquetReadObjects } from 'hyparquet';

export type LakeRow = Readonly<Record<string, unknown>>;

/** All rows of a table of the lake, by file and row number of what they were made of. Times are epochs, and whole numbers bigints. */
export async function lakeRows({ objects }: Pick<MemoryLake, 'objects'>, table: string): Promise<readonly LakeRow[]> {
  const rows: LakeRow[] = [];
  for (const [key, body] of objects) {
    if (!key.startsWith(`lake/${table}/`)) continue;
    const file = Uint8Array.from(body).buffer;
    const parsers = { timestampFromMilliseconds: Number, timestampFromMicroseconds: BigInt, dateFromDays: Number };
    const read = await parquetReadObjects({ file, compressors, parsers });
    // A map that is absent is read as undefined.
    rows.push(...read.map((row) => ({ ...row, _rescued_data: row._rescued_data ?? null })));
  }
  const placeOf = ({ source_key: source, row_number: row }: LakeRow) => `${source} ${String(row).padStart(9, '0')}`;
  return rows.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** The receipts of all segments. */
export function receiptsIn({ objects }: Pick<MemoryLake, 'objects'>): readonly Record<string, unknown>[] {
  return [...objects].filter(([key]) => key.startsWith('change-receipts/')).map(([, body]) => JSON.parse(`${body}`));
}

/** What was rejected: why, and its bytes. */
export function rejectsIn({ objects }: Pick<MemoryLake, 'objects'>): readonly Record<string, unknown>[] {
  return [...objects]
    .filter(([key]) => key.startsWith('rejected/'))
    .flatMap(([, body]) => `${body}`.trim().split('\n'))
    .map((line) => JSON.parse(line));
}
