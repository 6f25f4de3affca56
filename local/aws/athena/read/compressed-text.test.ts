import { execFileSync } from 'node:child_process';
import { deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { admin, rows, run, start } from '../testing/lake.ts';

const text = Array.from({ length: 3000 }, (_, id) => `{"id":${id},"name":"n${id % 7}"}\n`).join('');

/** Blocks as Hadoop writes them; a part of Snappy may be literals alone. */
function hadoopSnappy(source: Buffer, blockBytes: number, partBytes: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < source.length; at += blockBytes) {
    const block = source.subarray(at, at + blockBytes);
    parts.push(numberOf(block.length));
    for (let from = 0; from < block.length; from += partBytes) {
      const part = snappyLiteral(block.subarray(from, from + partBytes));
      parts.push(numberOf(part.length), part);
    }
  }
  return Buffer.concat(parts);
}

function numberOf(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** The length as a varint of two bytes, then a literal whose length takes two bytes. */
function snappyLiteral(bytes: Buffer): Buffer {
  const { length } = bytes;
  return Buffer.concat([
    Buffer.from([(length & 0x7f) | 0x80, length >> 7, 61 << 2, (length - 1) & 0xff, (length - 1) >> 8]),
    bytes,
  ]);
}

/** A frame of Zstandard whose blocks are stored as they are (RFC 8878). */
function zstdStored(source: Uint8Array, blockBytes: number): Buffer {
  const parts: Uint8Array[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58])];
  for (let at = 0; at < source.length; at += blockBytes) {
    const block = source.subarray(at, at + blockBytes);
    const header = Buffer.alloc(3);
    header.writeUIntLE((at + blockBytes >= source.length ? 1 : 0) | (block.length << 3), 0, 3);
    parts.push(header, block);
  }
  return Buffer.concat(parts);
}

async function count(name: string, Body: Uint8Array) {
  const lake = await start();
  await run(lake, 'CREATE DATABASE lake');
  await lake.cloud.call(admin, 's3', 'PutObject', { Bucket: 'bucket', Key: `t/${name}`, Body });
  await run(
    lake,
    "CREATE EXTERNAL TABLE t (id int, name string) ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://bucket/t/'",
  );
  const { Status } = await run(lake, 'SELECT 1 FROM t');
  if (Status?.StateChangeReason !== undefined) return Status.StateChangeReason;
  return (await rows(lake, "SELECT count(*), sum(id), count_if(name = 'n3') FROM t"))[1];
}

const whole = ['3000', '4498500', '429'];
const plain = Buffer.from(text);

test.each([
  ['a.json', plain],
  ['a.json.gz', gzipSync(text)],
  ['gzip-without-an-ending', gzipSync(text)],
  ['a.json.deflate', deflateSync(text)],
  ['a.json.bz2', execFileSync('bzip2', ['-c'], { input: text })],
  ['a.json.zst', zstdStored(plain, 100_000)],
  ['a.json.snappy', hadoopSnappy(plain, 40_000, 9_000)],
])('text is uncompressed as its name says: %s', async (name, body) => {
  expect(await count(name, body)).toEqual(whole);
});

test.each([
  ['a.json.lz4', plain, /^NOT_SUPPORTED: .*lz4/],
  ['a.json.lzo', plain, /^NOT_SUPPORTED: .*lzo/],
  [
    'a.json.deflate',
    deflateSync(text).subarray(0, 900),
    /^HIVE_CURSOR_ERROR: Failed to read file at s3:\/\/bucket\/t\/a\.json\.deflate/,
  ],
  ['a.json.bz2', plain, /^HIVE_CURSOR_ERROR: Failed to read file at s3:\/\/bucket\/t\/a\.json\.bz2/],
  ['a.json.zst', plain, /^HIVE_CURSOR_ERROR: .*no frame of zstd/],
  ['a.json.snappy', plain, /^HIVE_CURSOR_ERROR: .*Snappy/],
  ['a.json.snappy', hadoopSnappy(plain, 40_000, 9_000).subarray(0, 20_000), /^HIVE_CURSOR_ERROR: .*ends within/],
])('what is not read, or is damaged, ends the statement and names the object: %s', async (name, body, reason) => {
  expect(await count(name, body)).toMatch(reason);
});
