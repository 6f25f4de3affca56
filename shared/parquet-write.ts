import type { RowGroup } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { writeChunk } from './parquet/chunk.ts';
import { createColumn } from './parquet/column.ts';
import { createTranspose } from './parquet/row-buffer.ts';
import { type Column, type ParquetRow, parquetSchemaOf } from './parquet/schema.ts';
import type { Vector } from './parquet/vectors.ts';

export { mapAsObject } from './parquet/map-entries.ts';
export type {
  Column,
  ColumnType,
  DecimalColumn,
  MapEntries,
  NestedColumn,
  ParquetRow,
  ParquetValue,
} from './parquet/schema.ts';
export { parquetSchemaOf } from './parquet/schema.ts';
export type { Spans, TextBytes } from './parquet/text.ts';
export type { MapSpans, Vector } from './parquet/vectors.ts';

export type ParquetOptions = {
  readonly columns: readonly Column[];
  /** Takes the file's bytes in order, one call per row group and one for the footer; the next row waits for it. */
  readonly sink: (chunk: Uint8Array) => Promise<void>;
  readonly rowGroupRows?: number;
  /** A row group ends before `rowGroupRows` where its columns have come to about this many bytes. */
  readonly rowGroupBytes?: number;
  /** Said in the footer: its key_value_metadata. */
  readonly metadata?: Readonly<Record<string, string>>;
};

export type ParquetStream = {
  /**
   * Adds a row; a promise comes back only when a row group has to be written first. Rows are taken in lots, so the TypeError for a
   * value that its column cannot hold may come some rows later, or from `close`; the stream then refuses everything.
   */
  append(row: ParquetRow): Promise<void> | undefined;
  /** Adds rows that are at hand column by column, one vector for each, in their order. What the vectors hold is free again at once. */
  appendVectors(vectors: readonly Vector[], rows: number): Promise<void> | undefined;
  /** Memory held by the rows that are not written yet, about. */
  bufferedBytes(): number;
  /** Writes what is left and the footer. */
  close(): Promise<{ readonly rows: number; readonly bytes: number }>;
};

// At 42 columns of an access log about 6 MB.
const defaultRowGroupRows = 50_000;
const defaultRowGroupBytes = 16 * 1024 * 1024;
const rowsAtATime = 100;
const magic = 0x31524150;

/** A Parquet file, written row group by row group: memory holds one row group, whatever the file's size. */
export function createParquetStream({
  columns,
  sink,
  rowGroupRows = defaultRowGroupRows,
  rowGroupBytes = defaultRowGroupBytes,
  metadata = {},
}: ParquetOptions): ParquetStream {
  const writer = new ByteWriter();
  writer.appendUint32(magic);
  const transpose = createTranspose(columns);
  const rowGroups: RowGroup[] = [];
  let builders = columns.map(createColumn);
  let pending: ParquetRow[] = [];
  let taken = 0;
  let rows = 0;
  let failure: unknown;

  const bytesTaken = (): number => builders.reduce((sum, builder) => sum + builder.bytes(), 0);
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  const take = (): void => {
    if (pending.length === 0) return;
    attempt(() => {
      const cells = transpose(pending);
      for (let column = 0; column < columns.length; column += 1)
        builders[column]?.add(cells, column * pending.length, (column + 1) * pending.length);
    });
    taken += pending.length;
    pending = [];
  };
  const takeVectors = (vectors: readonly Vector[], added: number): void => {
    take();
    attempt(() => {
      if (vectors.length !== columns.length)
        throw new TypeError(`${vectors.length} vectors for ${columns.length} columns`);
      for (let column = 0; column < columns.length; column += 1) {
        const vector = vectors[column];
        if (vector !== undefined) builders[column]?.addVector(vector, added);
      }
    });
    taken += added;
  };
  const isFull = (): boolean => taken >= rowGroupRows || bytesTaken() >= rowGroupBytes;
  const drain = async (): Promise<void> => {
    const chunk = writer.getBytes().slice();
    writer.index = 0;
    await sink(chunk);
  };
  const writeGroup = async (): Promise<void> => {
    const start = writer.offset;
    const chunks = builders.flatMap((builder) => builder.encode()).map((chunk) => writeChunk(writer, chunk));
    rowGroups.push({
      columns: chunks,
      total_byte_size: chunks.reduce((sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n), 0n),
      num_rows: BigInt(taken),
      total_compressed_size: BigInt(writer.offset - start),
    });
    builders = columns.map(createColumn);
    taken = 0;
    await drain();
  };
  return {
    append(row) {
      if (failure !== undefined) throw failure;
      pending.push(row);
      rows += 1;
      if (pending.length < rowsAtATime && taken + pending.length < rowGroupRows) return undefined;
      take();
      return isFull() ? writeGroup() : undefined;
    },
    appendVectors(vectors, added) {
      if (failure !== undefined) throw failure;
      takeVectors(vectors, added);
      rows += added;
      return isFull() ? writeGroup() : undefined;
    },
    bufferedBytes: bytesTaken,
    async close() {
      if (failure !== undefined) throw failure;
      take();
      if (taken > 0) await writeGroup();
      writeFooter(writer, { columns, rowGroups, metadata });
      await drain();
      return { rows, bytes: writer.offset };
    },
  };
}

type Footer = Required<Pick<ParquetOptions, 'columns' | 'metadata'>> & { readonly rowGroups: RowGroup[] };

function writeFooter(writer: ByteWriter, { columns, rowGroups, metadata }: Footer): void {
  const entries = Object.entries(metadata).map(([key, value]) => ({ key, value }));
  writeMetadata(writer, {
    version: 2,
    created_by: 'tributary',
    schema: parquetSchemaOf(columns),
    num_rows: rowGroups.reduce((sum, { num_rows }) => sum + num_rows, 0n),
    row_groups: rowGroups,
    ...(entries.length === 0 ? {} : { key_value_metadata: entries }),
    metadata_length: 0,
  });
  writer.appendUint32(magic);
}
