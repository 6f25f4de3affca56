import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyTransform, hashValue, readTransform, resultType } from './transform.ts';
import { registerBucket, transformSql } from './transform-sql.ts';
import type { Primitive } from './type.ts';
import { parseValue, type Value } from './value.ts';

const decimal = { kind: 'decimal', precision: 9, scale: 2 } as const;

/** Apache Iceberg specification, appendix B, "32-bit hash requirements". */
const hashes: readonly (readonly [Primitive, Value, number])[] = [
  [{ kind: 'int' }, 34n, 2017239379],
  [{ kind: 'long' }, 34n, 2017239379],
  [decimal, 1420n, -500754589],
  [{ kind: 'date' }, parsed({ kind: 'date' }, '2017-11-16'), -653330422],
  [{ kind: 'time' }, parsed({ kind: 'time' }, '22:31:08'), -662762989],
  [{ kind: 'timestamp' }, parsed({ kind: 'timestamp' }, '2017-11-16 22:31:08'), -2047944441],
  [{ kind: 'timestamp' }, parsed({ kind: 'timestamp' }, '2017-11-16T22:31:08.000001'), -1207196810],
  [{ kind: 'timestamptz' }, parsed({ kind: 'timestamptz' }, '2017-11-16 22:31:08+00'), -2047944441],
  [{ kind: 'string' }, 'iceberg', 1210000089],
  [{ kind: 'uuid' }, parsed({ kind: 'uuid' }, 'f79c3e09-677c-4bbd-a479-3f349cb785e7'), 1488055340],
  [{ kind: 'fixed', length: 4 }, Buffer.of(0, 1, 2, 3), -188683207],
  [{ kind: 'binary' }, Buffer.of(0, 1, 2, 3), -188683207],
];

function parsed(type: Primitive, text: string): Value {
  const value = parseValue(type, text);
  if (value === undefined) throw new Error(`cannot read ${text}`);
  return value;
}

it.each(hashes)('hashes %j %s as the specification says', (type, value, hash) => {
  expect(hashValue(type, value)).toBe(hash);
});

it.each([
  ['truncate[10]', { kind: 'int' }, 1n, 0n],
  ['truncate[10]', { kind: 'int' }, -1n, -10n],
  ['truncate[50]', decimal, 1065n, 1050n],
  ['truncate[3]', { kind: 'string' }, 'iceberg', 'ice'],
  ['truncate[1]', { kind: 'string' }, '😀x', '😀'],
  ['year', { kind: 'date' }, 17501n, 47n],
  ['month', { kind: 'timestamp' }, -1n, -1n],
  ['day', { kind: 'timestamp' }, -1n, -1n],
  ['hour', { kind: 'timestamptz' }, 3_600_000_000n, 1n],
  ['void', { kind: 'int' }, 1n, null],
] as const)('%s of %j %s', (transform, type, value, expected) => {
  expect(applyTransform(readTransform(transform), type, value)).toBe(expected);
});

it.each([
  ['year', 'timestamp'],
  ['month', 'timestamp'],
  ['day', 'timestamp'],
  ['hour', 'timestamp'],
  ['bucket[7]', 'timestamp'],
  ['bucket[7]', 'long'],
  ['truncate[13]', 'long'],
  ['month', 'date'],
  ['year', 'date'],
  ['bucket[7]', 'date'],
] as const)('gives the same %s of a %s in DuckDB as in JavaScript', async (name, kind) => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  registerBucket(connection);
  const transform = readTransform(name);
  const sourceType: Primitive = { kind };
  const source = { id: 1, name: 'x', required: false, type: sourceType };
  const field = { id: 1000, name: 'p', transform, source, sourceType, resultType: resultType(transform, sourceType) };
  const limit = { timestamp: 200_000_000_000_000_000n, long: 1n << 53n, date: 1_000_000n }[kind];
  const values = fc.sample(fc.bigInt({ min: -(limit / 4n), max: limit }), 200);
  const cast = { timestamp: 'make_timestamp(n)', long: 'n', date: `(DATE '1970-01-01' + CAST(n AS INTEGER))` }[kind];
  const rows = values.map((value) => `(${value})`).join(', ');
  const result = await connection.runAndReadAll(
    `SELECT CAST(${transformSql(field, 'x')} AS VARCHAR) FROM (SELECT ${cast} AS x FROM (VALUES ${rows}) AS source(n))`,
  );
  const answers = result.getRowsJson().map(([text]) => parseValue(field.resultType, String(text)));
  expect(answers).toEqual(values.map((value) => applyTransform(transform, sourceType, value)));
  connection.closeSync();
  instance.closeSync();
});
