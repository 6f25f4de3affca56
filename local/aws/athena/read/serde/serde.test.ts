import { expect, test } from 'vitest';
import type { Column } from '../../../../sql/plan.ts';
import { serdes } from '../../catalog/hive-format.ts';
import { parseHiveType } from '../../catalog/hive-type.ts';
import { jsonDecoder } from './json.ts';
import { textDecoder } from './lazy-simple.ts';
import { csvDecoder } from './open-csv.ts';
import { scalarFromText } from './scalar.ts';

const columns = (types: Readonly<Record<string, string>>): Column[] =>
  Object.entries(types).map(([name, type]) => ({ name, type: parseHiveType(type) }));

function decoder(
  create: typeof jsonDecoder,
  types: Readonly<Record<string, string>>,
  parameters: Readonly<Record<string, string>> = {},
  serde: string = serdes.openx,
) {
  return create({ columns: columns(types), wanted: Object.keys(types), serde, parameters });
}

test.each([
  ['int', '3.7', '3'],
  ['int', '99999999999', undefined],
  ['double', '1e3', '1000'],
  ['double', 'NaN', '"NaN"'],
  ['double', 'x', undefined],
  ['boolean', 'TRUE', 'true'],
  ['boolean', 'maybe', undefined],
  ['decimal(5,2)', '-1.005', '"-1.01"'],
  ['decimal(5,2)', '1000', undefined],
  ['date', '2026-13-01', '"2027-01-01"'],
  ['timestamp', '2026-01-31 10:20:30.1235', '"2026-01-31 10:20:30.124"'],
  ['timestamp', 'today', undefined],
  ['varchar(2)', 'abc', '"ab"'],
])('a text column of type %s reads %s as %s', (type, text, wanted) => {
  expect(scalarFromText(parseHiveType(type), text)).toBe(wanted);
});

test('delimited text nests by its delimiters, and what is missing is null', () => {
  const decode = decoder(
    textDecoder,
    { l: 'array<int>', m: 'map<string,int>', s: 'struct<a:int,b:string>', last: 'string' },
    { 'field.delim': '|', 'collection.delim': ',', 'mapkey.delim': ':' },
  );
  expect(decode('1,x,3|a:1,b:2|7,y')).toEqual(['[1,null,3]', '{"a":1,"b":2}', '{"a":7,"b":"y"}', 'null']);
});

test('an escaped delimiter is text', () => {
  const decode = decoder(textDecoder, { a: 'string', b: 'string' }, { 'field.delim': ',', 'escape.delim': '\\' });
  expect(decode('x\\,y,\\\\')).toEqual(['"x,y"', '"\\\\"']);
});

test('OpenCSV: quotes anywhere, doubled or escaped, and no value is ever null', () => {
  const decode = decoder(csvDecoder, { a: 'string', b: 'string', c: 'string' });
  expect(decode('"a, ""b""",,"O\\"Brien"')).toEqual(['"a, \\"b\\""', '""', '"O\\"Brien"']);
  expect(() => decoder(csvDecoder, { n: 'int' })('x')).toThrow(/Error parsing field value 'x'/);
});

test('JSON keys are found in any case, and a string column takes any value as its text', () => {
  const decode = decoder(jsonDecoder, { name: 'string', n: 'bigint', s: 'struct<deepkey:int>' });
  expect(decode('{"NAME": {"x": 1.50}, "n": 9007199254740993, "S": {"DeepKey": "4"}}')).toEqual([
    '"{\\"x\\":1.50}"',
    '9007199254740993',
    '{"deepkey":4}',
  ]);
});

test('OpenX maps names, and forgives malformed lines where it is told to', () => {
  const parameters = { 'mapping.note': 'The Note', 'ignore.malformed.json': 'true' };
  const decode = decoder(jsonDecoder, { note: 'string' }, parameters);
  expect(decode('{"The Note": "x"}')).toEqual(['"x"']);
  expect(decode('{"The Note":')).toEqual(['null']);
  expect(() => decoder(jsonDecoder, { note: 'string' })('{nope')).toThrow(/not a valid JSON Object/);
});
