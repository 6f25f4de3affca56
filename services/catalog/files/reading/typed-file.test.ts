import { gzipSync } from 'node:zlib';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { readFile } from './read-file.ts';
import { readAll } from './reading-for-tests.ts';

const parquet = Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'n', data: [1, 2, 3], type: 'INT32' }] }));

test.each([
  ['Parquet', parquet],
  ['Parquet within gzip', gzipSync(parquet)],
])('%s is told by its first bytes', async (_, bytes) => {
  const told = await readAll(bytes, (open, options) =>
    readFile(open, { ...options, hints: {}, salvage: createSalvage() }),
  );
  expect([told.rows.length, told.rejected]).toEqual([3, []]);
  expect(told.extents.at(-1)?.[1]).toBe(bytes.length);
});
