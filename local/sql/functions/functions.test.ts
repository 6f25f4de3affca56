import { describe, expect, it } from 'vitest';
import { SqlError } from '../error.ts';
import { startSelects } from '../testing/run-select.ts';
import { typeName } from '../type-name.ts';

/** Trino's expression, its type, its text in GetQueryResults. */
const ANSWERS: readonly (readonly [string, string, string | null])[] = [
  ['1.0 / 3', 'double', '0.3333333333333333'],
  ["DECIMAL '1.0' / 3", 'decimal(2,1)', '0.3'],
  ["-DECIMAL '2.5' / 1000", 'decimal(2,1)', '0.0'],
  ["DECIMAL '-7.25' / DECIMAL '2.00'", 'decimal(5,2)', '-3.63'],
  ["DECIMAL '12345678901234567890123456789012345678' / 3", 'decimal(38,0)', '4115226300411522630041152263004115226'],
  ["NULL || 'a'", 'varchar', null],
  ['7 / 2', 'integer', '3'],
  ['round(great_circle_distance(36.12, -86.67, 33.94, -118.40), 6)', 'double', '2886.448973'],
  ['-7 % 3', 'integer', '-1'],
  ["DECIMAL '99999999999999999999' * 10", 'decimal(30,0)', '999999999999999999990'],
  ['CAST(1.555 AS decimal(10,2))', 'decimal(10,2)', '1.56'],
  ['CAST(115.25e0 AS varchar)', 'varchar', '1.1525E2'],
  ['CAST(0e0 AS varchar)', 'varchar', '0E0'],
  ["CAST('abcdef' AS varchar(3))", 'varchar(3)', 'abc'],
  ["CAST('ab' AS char(4))", 'char(4)', 'ab  '],
  ["TRY_CAST(' 12' AS integer)", 'integer', null],
  ["CAST('  2026-1-5 ' AS date)", 'date', '2026-01-05'],
  ['CAST(JSON \'{"a": [1, 2]}\' AS map(varchar, array(integer)))', 'map(varchar, array(integer))', '{a=[1, 2]}'],
  ['CAST(JSON \'[1, "x"]\' AS row(n integer, s varchar))', 'row(n integer, s varchar)', '{n=1, s=x}'],
  ["CAST(MAP(ARRAY['b', 'a'], ARRAY[1, NULL]) AS json)", 'json', '{"a":null,"b":1}'],
  ['nan() = nan()', 'boolean', 'false'],
  ['nan() IS DISTINCT FROM nan()', 'boolean', 'false'],
  ['ARRAY[1, NULL] = ARRAY[1, NULL]', 'boolean', null],
  ['ARRAY[1, NULL] = ARRAY[2, NULL]', 'boolean', 'false'],
  ["TIMESTAMP '2026-11-01 12:00:00 UTC' = TIMESTAMP '2026-11-01 13:00:00 Europe/Brussels'", 'boolean', 'true'],
  ["DATE '2024-01-31' + INTERVAL '1' MONTH", 'date', '2024-02-29'],
  ["TIME '23:30:00' + INTERVAL '1' HOUR", 'time(3)', '00:30:00.000'],
  [
    "TIMESTAMP '2026-11-03 03:00:00.250' - TIMESTAMP '2026-10-31 22:00:00.500'",
    'interval day to second',
    '2 04:59:59.750',
  ],
  ["INTERVAL '1' DAY * 1.5e0", 'interval day to second', '1 12:00:00.000'],
  ["date_diff('month', DATE '2024-01-31', DATE '2024-02-29')", 'bigint', '1'],
  ["date_diff('day', TIMESTAMP '2026-11-02 10:00:00', TIMESTAMP '2026-11-01 10:00:01')", 'bigint', '0'],
  ["date_trunc('week', DATE '2026-11-01')", 'date', '2026-10-26'],
  [
    "date_trunc('hour', TIMESTAMP '2026-01-01 00:45:00 Asia/Kolkata')",
    'timestamp(0) with time zone',
    '2026-01-01 00:00:00 Asia/Kolkata',
  ],
  [
    "with_timezone(TIMESTAMP '2026-03-08 02:30:00', 'America/New_York')",
    'timestamp(0) with time zone',
    '2026-03-08 03:30:00 America/New_York',
  ],
  [
    "date_format(TIMESTAMP '2026-11-01 22:05:09.987', '%Y-%m-%dT%H:%i:%s.%f %p %W')",
    'varchar',
    '2026-11-01T22:05:09.987000 PM Sunday',
  ],
  ["date_parse('01/Nov/26', '%d/%b/%y')", 'timestamp(3)', '2026-11-01 00:00:00.000'],
  [
    "format_datetime(TIMESTAMP '2026-11-01 22:05:09', 'EEE, dd MMM yyyy HH:mm:ss Z')",
    'varchar',
    'Sun, 01 Nov 2026 22:05:09 +0000',
  ],
  [
    "parse_datetime('2026-11-01 22:05 +01:00', 'yyyy-MM-dd HH:mm ZZ')",
    'timestamp(3) with time zone',
    '2026-11-01 22:05:00.000 +01:00',
  ],
  ["from_iso8601_timestamp('2026-W45-1T10:20Z')", 'timestamp(3) with time zone', '2026-11-02 10:20:00.000 UTC'],
  ["to_iso8601(TIMESTAMP '2026-07-01 10:20:30.100 Europe/Dublin')", 'varchar', '2026-07-01T10:20:30.100+01:00'],
  ['human_readable_seconds(96)', 'varchar', '1 minute, 36 seconds'],
  ["to_milliseconds(parse_duration('1.5m'))", 'bigint', '90000'],
  ["regexp_extract_all('1a 2b 14m', '(\\d+)([a-z]+)', 2)", 'array(varchar(9))', '[a, b, m]'],
  ["regexp_replace('1a 2b', '(\\d)([ab])', '3c$2 ')", 'varchar', '3ca  3cb '],
  ["regexp_like('straße', '^[\\w&&[^\\d]]+$')", 'boolean', 'true'],
  ["split_part('a--b--c', '--', 2)", 'varchar(7)', 'b'],
  ["split_to_map('a=1&b=', '&', '=')", 'map(varchar, varchar)', '{a=1, b=}'],
  ["substr('abc', -2, 1)", 'varchar(3)', 'b'],
  ["lpad('7', 3, '0')", 'varchar', '007'],
  ["format('%,.2f|%5s|%-5s|%05d', 1234567.891, 'a', 'b', 42)", 'varchar', '1,234,567.89|    a|b    |00042'],
  ["url_extract_parameter('http://h/p?a=1&b=x%20y', 'b')", 'varchar(22)', 'x y'],
  ['json_extract_scalar(\'{"a": {"b c": [1, 2.50]}}\', \'$.a["b c"][1]\')', 'varchar(25)', '2.50'],
  ['json_value(\'{"a": [{"b": 1}, {"b": 7}]}\', \'lax $.a[*]?(@.b > 5).b\' RETURNING integer)', 'integer', '7'],
  ["json_query('{\"a\": [1, 2]}', 'lax $.a[*]' WITH ARRAY WRAPPER)", 'varchar', '[1,2]'],
  ["json_object('a': DECIMAL '1.50', 'b': NULL ABSENT ON NULL)", 'varchar', '{"a":1.50}'],
  ['array_sort(ARRAY[3, NULL, 1])', 'array(integer)', '[1, 3, null]'],
  ['array_sort(ARRAY[3, 2, 5], (x, y) -> IF(x < y, 1, IF(x = y, 0, -1)))', 'array(integer)', '[5, 3, 2]'],
  ['array_except(ARRAY[1, NULL, 1], ARRAY[2])', 'array(integer)', '[1, null]'],
  ['contains(ARRAY[1, NULL], 2)', 'boolean', null],
  ['element_at(ARRAY[1, 2], -1)', 'integer', '2'],
  ["reduce(ARRAY[5, 20], '', (s, x) -> s || CAST(x AS varchar) || ';', s -> s)", 'varchar', '5;20;'],
  ['zip_with(ARRAY[1, 2], ARRAY[10], (x, y) -> coalesce(y, 0) + x)', 'array(integer)', '[11, 2]'],
  ["map_filter(MAP(ARRAY['a', 'b'], ARRAY[1, 2]), (k, v) -> v > 1)", 'map(varchar(1), integer)', '{b=2}'],
  ['any_match(ARRAY[1, NULL], x -> x > 1)', 'boolean', null],
  ['sequence(10, 0, -5)', 'array(bigint)', '[10, 5, 0]'],
  ['cardinality(sequence(1, 10000))', 'bigint', '10000'],
  ["sequence(DATE '2026-01-02', DATE '2026-01-01')", 'array(date)', '[2026-01-02, 2026-01-01]'],
  [
    "sequence(DATE '2026-01-31', DATE '2026-03-31', INTERVAL '1' MONTH)",
    'array(date)',
    '[2026-01-31, 2026-02-28, 2026-03-31]',
  ],
  [
    "sequence(TIMESTAMP '2026-01-31 01:00:00', TIMESTAMP '2026-03-31 00:00:00', INTERVAL '1' MONTH)",
    'array(timestamp(0))',
    '[2026-01-31 01:00:00, 2026-02-28 01:00:00]',
  ],
  [
    "sequence(DATE '2026-03-31', DATE '2026-01-30', INTERVAL '-1' MONTH)",
    'array(date)',
    '[2026-03-31, 2026-02-28, 2026-01-31]',
  ],
  ['coalesce(1, 1 / 0, 1 / 0 + 1)', 'integer', '1'],
  ['greatest(1, 2.5)', 'double', '2.5'],
  ["greatest(1, DECIMAL '2.5')", 'decimal(11,1)', '2.5'],
  ['round(-0.4e0)', 'double', '-0.0'],
  ['width_bucket(5e0, 10, 0, 5)', 'bigint', '3'],
  ["to_hex(md5(to_utf8('')))", 'varchar', 'D41D8CD98F00B204E9800998ECF8427E'],
  ["to_hex(xxhash64(to_utf8('abc')))", 'varchar', '44BC2CF5AD770999'],
  ['bitwise_right_shift(-1, 28)', 'integer', '15'],
  ['TRY(1 / 0)', 'integer', null],
];

/** What ends with one of Trino's errors. */
const ERRORS: readonly (readonly [string, string])[] = [
  ['1 / 0', 'DIVISION_BY_ZERO'],
  ["DECIMAL '1.5' / 0", 'DIVISION_BY_ZERO'],
  ['2147483647 + 1', 'NUMERIC_VALUE_OUT_OF_RANGE'],
  ["CAST('1.5' AS integer)", 'INVALID_CAST_ARGUMENT'],
  ["CAST('a' AS boolean)", 'INVALID_CAST_ARGUMENT'],
  ['CAST(300 AS tinyint)', 'NUMERIC_VALUE_OUT_OF_RANGE'],
  ['CAST(1 AS date)', 'TYPE_MISMATCH'],
  ["DATE '2026-01-01' = '2026-01-01'", 'TYPE_MISMATCH'],
  ["'a' || 1", 'FUNCTION_NOT_FOUND'],
  ['no_such_function(1)', 'FUNCTION_NOT_FOUND'],
  ["kurtosis(1) + spooky_hash_v2_32(to_utf8('a'))", 'NOT_SUPPORTED'],
  ['great_circle_distance(91, 0, 0, 0)', 'INVALID_FUNCTION_ARGUMENT'],
  ['ARRAY[1][2]', 'INVALID_FUNCTION_ARGUMENT'],
  ["MAP(ARRAY['a'], ARRAY[1])['b']", 'INVALID_FUNCTION_ARGUMENT'],
  ["MAP(ARRAY['a', 'a'], ARRAY[1, 2])", 'INVALID_FUNCTION_ARGUMENT'],
  ["regexp_like('a', 'a++b')", 'NOT_SUPPORTED'],
  ["regexp_like('a', '(')", 'INVALID_FUNCTION_ARGUMENT'],
  ["TRY(regexp_like('a', 'a++b'))", 'NOT_SUPPORTED'],
  ["TRY(json_value('{}', 'strict $.a' ERROR ON ERROR))", 'NOT_SUPPORTED'],
  ["TRY(json_exists('{}', 'strict $.a' ERROR ON ERROR))", 'NOT_SUPPORTED'],
  ["TRY(json_query('{}', 'lax $.a' ERROR ON EMPTY))", 'NOT_SUPPORTED'],
  ['TRY(random() > 2)', 'NOT_SUPPORTED'],
  ['TRY(uuid() IS NULL)', 'NOT_SUPPORTED'],
  ['TRY(shuffle(ARRAY[1]))', 'NOT_SUPPORTED'],
  ['TRY((SELECT 1))', 'NOT_SUPPORTED'],
  ['sequence(1, 10001)', 'INVALID_FUNCTION_ARGUMENT'],
  ["sequence(DATE '2026-01-01', DATE '2100-01-01')", 'INVALID_FUNCTION_ARGUMENT'],
  ["sequence(DATE '2026-01-05', DATE '2026-01-01', INTERVAL '1' DAY)", 'INVALID_FUNCTION_ARGUMENT'],
  ["sequence(DATE '2026-01-01', DATE '2026-01-05', INTERVAL '1' HOUR)", 'INVALID_FUNCTION_ARGUMENT'],
  ["count(*) OVER (PARTITION BY MAP(ARRAY['a'], ARRAY[1]))", 'GENERIC_INTERNAL_ERROR'],
  ['sequence(1, 5, 0)', 'INVALID_FUNCTION_ARGUMENT'],
  ["date_parse('2026-13-01', '%Y-%m-%d')", 'INVALID_FUNCTION_ARGUMENT'],
  ["DATE '2026-01-01' + INTERVAL '1' HOUR", 'INVALID_FUNCTION_ARGUMENT'],
];

describe('Trino expressions over DuckDB', () => {
  const select = startSelects();

  async function answer(expression: string): Promise<readonly [string, string | null]> {
    const { types, rows } = await (await select)(`SELECT ${expression}`);
    return [typeName(types[0] ?? { kind: 'unknown' }), rows[0]?.[0] ?? null];
  }

  async function errorOf(expression: string): Promise<string> {
    try {
      return `no error: ${(await answer(expression)).join(' ')}`;
    } catch (error) {
      return error instanceof SqlError ? error.name : String(error);
    }
  }

  it.each(ANSWERS)('%s is a %s: %s', async (expression, type, text) => {
    expect(await answer(expression)).toEqual([type, text]);
  });

  it.each(ERRORS)('%s ends with %s', async (expression, name) => {
    expect(await errorOf(expression)).toBe(name);
  });
});
