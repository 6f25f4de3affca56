import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compactJson, elementsOf, isArrayText, isObjectText, membersOf } from './json-text.ts';

/** JSON as people write it: white space between tokens, also none. */
const spaced = fc.tuple(fc.json({ maxDepth: 4 }), fc.constantFrom(undefined, ' ', '\t', 3)).map(([text, space]) => {
  return JSON.stringify(JSON.parse(text), null, space);
});

test('compact JSON is what JSON.stringify makes of it', () => {
  fc.assert(
    fc.property(spaced, (json) => {
      expect(compactJson(json)).toBe(JSON.stringify(JSON.parse(json)));
    }),
  );
});

test('cuts objects and arrays where JSON.parse does, whatever their keys and texts contain', () => {
  const keys = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', '"', '\\', '\\"', '}', ',', ''));
  const objects = fc.dictionary(keys, fc.jsonValue({ maxDepth: 3 }));
  fc.assert(
    fc.property(objects, (value) => {
      const members = [...membersOf(JSON.stringify(value))].map(([key, text]) => [key, JSON.parse(text)]);
      expect(members).toEqual(Object.entries(JSON.parse(JSON.stringify(value))));
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 3 })), (value) => {
      const elements = elementsOf(JSON.stringify(value)).map((text) => JSON.parse(text));
      expect(elements).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('takes the last of several members with one key, as JSON.parse does', () => {
  expect([...membersOf('{"a":1,"\\u0061":{"b":2}}')]).toEqual([['a', '{"b":2}']]);
});

test('keeps every digit of a number', () => {
  expect(membersOf('{"id":12345678901234567890,"price":1.10}').get('id')).toBe('12345678901234567890');
  expect(membersOf('{"id":12345678901234567890,"price":1.10}').get('price')).toBe('1.10');
});

test('needs no stack for depth', () => {
  const deep = `{"a":${'[{"b":'.repeat(100_000)}1${'}]'.repeat(100_000)}}`;
  const member = membersOf(compactJson(deep)).get('a') ?? '';
  expect(member.length).toBe(deep.length - 6);
  expect([isArrayText(member), isObjectText(member)]).toEqual([true, false]);
});
