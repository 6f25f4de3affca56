import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ExchangeType, matches } from './routing.ts';

function passes(type: ExchangeType, bound: string, routingKey: string, args = {}, headers = {}): boolean {
  const binding = { vhost: '/', exchange: 'e', queue: 'q', routingKey: bound, arguments: args };
  return matches(type, binding, { routingKey, headers });
}

test.each<[string, string, boolean]>([
  ['order.*', 'order.created', true],
  ['order.*', 'order', false],
  ['order.*', 'order.created.eu', false],
  ['order.#', 'order', true],
  ['order.#', 'order.created.eu', true],
  ['#', '', true],
  ['#.eu', 'order.created.eu', true],
  ['*.created.#', 'order.created', true],
  ['order.created', 'order.created', true],
  ['', '', true],
  ['*', '', true],
  ['a.#.b.#.c', 'a.b.x.c', true],
  ['a.#.b.#.c', 'a.c.b', false],
])('the topic %s takes %s: %s', (bound, key, expected) => {
  expect(passes('topic', bound, key)).toBe(expected);
});

test('a topic takes what its words as a regular expression take', () => {
  const word = fc.constantFrom('a', 'b', '*', '#');
  const key = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), key, (pattern, words) => {
      const part = (one: string) => ({ '*': '(?:[^.]+\\.)', '#': '(?:[^.]+\\.)*' })[one] ?? `${one}\\.`;
      const expression = new RegExp(`^${pattern.map(part).join('')}$`);
      expect(passes('topic', pattern.join('.'), words.join('.'))).toBe(expression.test(`${words.join('.')}.`));
    }),
  );
});

test('a topic of many # is decided at once for the longest key', () => {
  expect(passes('topic', Array.from({ length: 60 }, () => '#').join('.a.'), 'a.'.repeat(127))).toBe(true);
});

test.each<[object, object, boolean]>([
  [{ kind: 'x', n: 1 }, { kind: 'x', n: 1, more: true }, true],
  [{ kind: 'x', n: 1 }, { kind: 'x' }, false],
  [{ 'x-match': 'any', kind: 'x', n: 1 }, { n: 1 }, true],
  [{ 'x-match': 'any', kind: 'x' }, { kind: 'y' }, false],
  [{ kind: null }, { kind: 'anything' }, true],
  [{}, {}, true],
])('headers bound to %j take %j: %s', (args, headers, expected) => {
  expect(passes('headers', '', '', args, headers)).toBe(expected);
});

test('a direct exchange takes its key, and a fanout any', () => {
  expect([passes('direct', 'a', 'a'), passes('direct', 'a', 'b'), passes('fanout', 'a', 'b')]).toEqual([
    true,
    false,
    true,
  ]);
});
