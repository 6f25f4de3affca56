import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyType } from '../shape/testing/any-fields.ts';
import { readType, typeText } from './column-type.ts';

test('a type is read as it was written', () => {
  fc.assert(
    fc.property(anyType(5), (type) => {
      expect(typeText(readType(typeText(type)))).toBe(typeText(type));
      expect(readType(typeText(type)).kind).toBe(type.kind);
    }),
    { numRuns: 300 },
  );
});

test.each([
  [' BIGINT ', 'bigint'],
  ['decimal', 'decimal(10,0)'],
  ['decimal(12)', 'decimal(12,0)'],
  ['decimal( 12 , 2 )', 'decimal(12,2)'],
  ['Array< Struct< A : int , b:map< string , double > > >', 'array<struct<a:int,b:map<string,double>>>'],
])('%s is %s', (text, type) => {
  expect(typeText(readType(text))).toBe(type);
  expect(readType(text).kind).not.toBe('other');
});

test.each([
  'tinyint',
  'varchar(10)',
  'binary',
  'map<int,string>',
  'array<tinyint>',
  'array<int',
  'array<>',
  'struct<>',
  'struct<a>',
  'struct<a:int,>',
  'struct<a:Tinyint>',
  'int>',
  'intx',
  'decimal(39,0)',
  'decimal(0,0)',
  'decimal(2,3)',
  'decimal(x)',
  'uniontype<int,string>',
  '',
])('%j is of another hand, and stays what it is', (text) => {
  expect(readType(text)).toEqual({ kind: 'other', text });
  expect(typeText(readType(text))).toBe(text);
});
