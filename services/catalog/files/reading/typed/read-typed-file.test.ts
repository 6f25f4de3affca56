import { partsBy, rowsIn } from '@tributary/shared/objects/testing/read-parts.ts';
import { writeLots } from '@tributary/shared/parquet/testing/write-lots.ts';
import { expect, test } from 'vitest';
import { type FoundFormat, readFile } from '../read-file.ts';
import { readAvroValues } from './avro/read-avro-values.ts';
import { readParquetValues } from './parquet/read-parquet-values.ts';
import { avroFile, long } from './testing/avro-file.ts';

test.each([
  ['avro', avroFile({ type: 'record', name: 'row', fields: [{ name: 'id', type: 'int' }] }, 'null', [[long(1)]])],
  ['parquet', await writeLots([{ name: 'id', type: 'INT32' }], [[{ id: 1 }]], 10)],
] as const)('a file of %s is found by its first bytes, and read by its own reader', async (format, bytes) => {
  const told: FoundFormat[] = [];
  const about = (found: FoundFormat) => told.push(found);
  const salvage = async () => Buffer.alloc(0);
  const parts = await partsBy((open, options) => readFile(open, { ...options, hints: {}, salvage, about }))(bytes);
  const byItself = format === 'avro' ? partsBy(readAvroValues) : partsBy(readParquetValues);
  const expected = await byItself(bytes);
  expect(parts).toEqual(expected);
  expect(rowsIn(expected)).toEqual([{ id: 1 }]);
  expect(told).toEqual([{ compression: 'none', format }]);
});
