import { writeChunk } from '@tributary/shared/parquet/chunk.ts';
import { addEachLevel, encodeLevels, noLevels } from '@tributary/shared/parquet/levels.ts';
import type { ParquetType, SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';

/** A leaf as it stands in a file: its levels, and its values in PLAIN encoding. */
export type RawLeaf = {
  readonly path: readonly string[];
  readonly type: ParquetType;
  readonly repetitions?: { readonly most: number; readonly levels: readonly number[] };
  readonly definitions?: { readonly most: number; readonly levels: readonly number[] };
  readonly values: readonly Buffer[];
};

const magic = 0x31524150;

/** A file of one row group, with a schema that our writer does not write. */
export function rawParquet(schema: SchemaElement[], rows: number, leaves: readonly RawLeaf[]): Buffer {
  const writer = new ByteWriter();
  writer.appendUint32(magic);
  const columns = leaves.map((leaf) => {
    const levels = Buffer.concat([levelsOf(leaf.repetitions), levelsOf(leaf.definitions)]);
    const count = leaf.definitions?.levels.length ?? leaf.repetitions?.levels.length ?? leaf.values.length;
    const data = Buffer.concat(leaf.values);
    return writeChunk(writer, { leaf, levels, levelCount: count, absent: 0, encoding: 'PLAIN', data });
  });
  const group = { columns, total_byte_size: BigInt(writer.offset), num_rows: BigInt(rows) };
  writeMetadata(writer, { version: 2, schema, num_rows: BigInt(rows), row_groups: [group], metadata_length: 0 });
  writer.appendUint32(magic);
  return Buffer.from(writer.getBytes());
}

function levelsOf(given: RawLeaf['definitions']): Buffer {
  if (given === undefined) return Buffer.alloc(0);
  const levels = noLevels();
  addEachLevel(levels, Uint16Array.from(given.levels), given.levels.length);
  return encodeLevels(levels, given.most);
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

/** A moment as Spark and Impala once wrote it: nanoseconds of the day, then the Julian day. */
export function int96(nanos: bigint, julianDay: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeBigInt64LE(nanos);
  bytes.writeInt32LE(julianDay, 8);
  return bytes;
}

export function byteArray(text: string): Buffer {
  return Buffer.concat([int32(Buffer.byteLength(text)), Buffer.from(text)]);
}
