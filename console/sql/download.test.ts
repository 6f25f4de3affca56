import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { downloadCsv, downloadParquet } from './download.ts';
import { written } from './result/written.ts';

const rows = Array.from({ length: 30_000 }, (_, at) => [String(at), at % 3 === 0 ? null : `é,"${at}"\n`]);
const text = written([['id', 'name'], ...rows]);
const columns = [
  { name: 'id', type: 'bigint', precision: 19, scale: 0 },
  { name: 'name', type: 'varchar', precision: 0, scale: 0 },
];

/** Cut every so many bytes, within characters and quotes. */
const fileOf = (bytes: Uint8Array<ArrayBuffer>, cut: number) => ({
  isText: false,
  range: async () => bytes,
  stream: async () =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += cut) controller.enqueue(bytes.subarray(at, at + cut));
        controller.close();
      },
    }),
});
const { signal } = new AbortController();

test('CSV is byte for byte what Athena wrote, and how far it is is told', async () => {
  const bytes = new TextEncoder().encode(text.repeat(20));
  const seen: number[] = [];
  const blob = await downloadCsv(fileOf(bytes, 65_521), signal, (done) => seen.push(done));
  expect(Buffer.compare(new Uint8Array(await blob.arrayBuffer()), bytes)).toBe(0);
  expect([blob.type, seen.at(-1), seen.length > 100]).toEqual(['text/csv', bytes.length, true]);
});

test.each([7, 8_191])(
  'Parquet has the rows, without that of names, when they come in pieces of %i bytes',
  async (cut) => {
    const some = cut === 7 ? rows.slice(0, 500) : rows;
    const bytes = new TextEncoder().encode(written([['id', 'name'], ...some]));
    const blob = await downloadParquet(fileOf(bytes, cut), columns, { signal, progress: () => {} });
    const read = await parquetReadObjects({ file: await blob.arrayBuffer() });
    expect(read.map(({ id, name }) => [String(id), name])).toEqual(some);
  },
);

test('a last row without a line feed is a row', async () => {
  const blob = await downloadParquet(fileOf(new TextEncoder().encode('"id","name"\n"1","a"'), 5), columns, {
    signal,
    progress: () => {},
  });
  expect(await parquetReadObjects({ file: await blob.arrayBuffer() })).toEqual([{ id: 1n, name: 'a' }]);
});
