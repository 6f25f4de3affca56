import { describe, expect, test } from 'vitest';
import { hourFolder, hourOf, partitionsOf } from './partitions.ts';

const hour = [
  { name: 'year', value: '2026' },
  { name: 'month', value: '11' },
  { name: 'day', value: '02' },
  { name: 'hour', value: '07' },
];

describe('partitionsOf', () => {
  test('reads key=value folders in their order', () => {
    expect(partitionsOf('lake/t/year=2026/month=11/day=02/hour=07/a.parquet')).toEqual(hour);
  });
  test("reads Firehose's default folders as the same columns", () => {
    expect(partitionsOf('logs/haproxy/2026/11/02/07/stream-1-2026-11-02')).toEqual(hour);
  });
  test("reads AppFlow's folders of the day", () => {
    expect(partitionsOf('raw/saas/stripe/charges/flow/2026/11/02/1a-2b')).toEqual(hour.slice(0, 3));
    expect(partitionsOf('raw/saas/stripe/charges/2026/11/1a-2b')).toEqual([]);
  });
  test('decodes values, and keeps what cannot be decoded', () => {
    expect(partitionsOf('t/path=a%2Fb/odd=100%/x')).toEqual([
      { name: 'path', value: 'a/b' },
      { name: 'odd', value: '100%' },
    ]);
  });
  test('finds none in a key without folders, nor in a file name with =', () => {
    expect(partitionsOf('a=b')).toEqual([]);
    expect(partitionsOf('lake/t/a=b.parquet')).toEqual([]);
  });
});

describe('hourOf', () => {
  test('is the inverse of hourFolder', () => {
    const at = new Date('2026-11-02T07:00:00.000Z');
    expect(hourOf(partitionsOf(`${hourFolder(new Date('2026-11-02T07:59:59.999Z'))}/x`))).toEqual(at);
  });
  test('refuses what is no hour', () => {
    expect(hourOf(partitionsOf('year=2026/month=02/day=30/hour=07/x'))).toBeUndefined();
    expect(hourOf(partitionsOf('year=2026/x'))).toBeUndefined();
  });
});
