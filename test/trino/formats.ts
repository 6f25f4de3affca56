import { gzipSync } from 'node:zlib';
import { rawFrame } from '@tributary/shared/objects/packed/packed-for-tests.ts';
import { writeLots } from '@tributary/shared/parquet/testing/write-lots.ts';
import avro from 'avsc';
import { parquetWriteBuffer } from 'hyparquet-writer';

export type Landing = { readonly key: string; readonly write: () => Buffer | string | Promise<Buffer> };

const lines = (...records: readonly object[]) => records.map((each) => `${JSON.stringify(each)}\n`).join('');

/** Numbers where texts come later, days where there are none, a struct of one field. */
export const first: readonly Landing[] = [
  {
    key: '2026/11/27/lines.json',
    write: () =>
      lines({ n: 1, format: 'lines', a: 1, day_of: '2026-11-27', o: { x: 'o1' } }, { n: 2, format: 'lines', a: 2.5 }),
  },
  {
    key: '2026/11/27/array.json.gz',
    write: () =>
      gzipSync(
        JSON.stringify([
          { n: 3, format: 'array', l: [1, 2] },
          { n: 4, format: 'array', at: '2026-11-27T10:00:00.25Z' },
        ]),
      ),
  },
  {
    key: '2026/11/28/pretty.json.zst',
    write: () =>
      rawFrame(
        Buffer.from(JSON.stringify({ n: 5, format: 'pretty', o: { x: 'o5', y: 7 }, day_of: '0000-00-00' }, null, 2)),
      ),
  },
  {
    key: '2026/11/28/envelope.json',
    write: () =>
      JSON.stringify({
        has_more: false,
        data: [
          { n: 6, format: 'envelope', a: 'six' },
          { n: 7, format: 'envelope', o: 'gone' },
        ],
      }),
  },
  { key: '2026/11/28/comma.csv', write: () => 'n,format,a,day_of\n8,csv,"8, eight",2026-11-28\n9,csv,,\n' },
  {
    key: '2026/11/29/tab.tsv.gz',
    write: () => gzipSync('n\tformat\ta\tday_of\n10\ttsv\tx"y\t2026-02-30\n11\ttsv\t11\t2026-11-29\n'),
  },
];

const orders = avro.Type.forSchema({
  type: 'record',
  name: 'anything',
  fields: [
    { name: 'n', type: 'long' },
    { name: 'format', type: 'string' },
    { name: 'a', type: ['null', 'double'] },
    { name: 'l', type: { type: 'array', items: 'int' } },
    {
      name: 'o',
      type: [
        'null',
        {
          type: 'record',
          name: 'o',
          fields: [{ name: 'z', type: { type: 'record', name: 'z', fields: [{ name: 'w', type: 'string' }] } }],
        },
      ],
    },
  ],
});

/** Of formats that tell their types; structs have more fields, and some values do not fit. */
export const second: readonly Landing[] = [
  {
    key: '2026/11/29/own.parquet',
    write: () =>
      writeLots(
        [
          { name: 'n', type: 'INT64' },
          { name: 'format', type: 'STRING' },
          { name: 'day_of', type: 'DATE' },
          { name: 'at', type: 'TIMESTAMP_MICROS' },
          { name: 'price', type: 'DECIMAL', precision: 12, scale: 2 },
          {
            name: 'o',
            type: 'STRUCT',
            fields: [
              { name: 'y', type: 'INT64' },
              { name: 'z', type: 'STRUCT', fields: [{ name: 'v', type: 'BOOLEAN' }] },
            ],
          },
        ],
        [
          [
            {
              n: 12,
              format: 'parquet',
              day_of: 20_000,
              at: 1_764_000_000_123_456n,
              price: 1250,
              o: { y: 3, z: { v: true } },
            },
            { n: 13, format: 'parquet' },
          ],
        ],
        10,
      ),
  },
  {
    key: '2026/11/30/other.parquet',
    write: () =>
      Buffer.from(
        parquetWriteBuffer({
          columnData: [
            { name: 'n', data: [14n, 15n], type: 'INT64' },
            { name: 'format', data: ['parquet of another', 'parquet of another'], type: 'STRING' },
            { name: 'o', data: ['a text', 'another'], type: 'STRING' },
          ],
        }),
      ),
  },
  {
    key: '2026/11/30/deflate.avro',
    write: () => avroOf({ n: 16, format: 'avro', a: 1.25, l: [3], o: { z: { w: 'deep' } } }, 'deflate'),
  },
  { key: '2026/11/30/null.avro', write: () => avroOf({ n: 17, format: 'avro', a: null, l: [], o: null }, 'null') },
  {
    key: '2026/11/27/late.json',
    write: () =>
      lines(
        { n: 18, format: 'lines', l: ['x', 4], at: 'soon' },
        { n: 19, format: 'lines', o: { z: { w: 5, v: 'no' } }, new_one: [{ k: 1 }] },
      ),
  },
];

/** A file of one record. */
function avroOf(record: object, codec: 'null' | 'deflate'): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const encoder = new avro.streams.BlockEncoder(orders, { codec });
  return new Promise((resolve, reject) => {
    encoder.on('data', (chunk: Buffer) => chunks.push(chunk));
    encoder.on('end', () => resolve(Buffer.concat(chunks)));
    encoder.on('error', reject);
    encoder.end(record);
  });
}

/** How many records they hold. */
export const counts = { first: 11, all: 19 };
