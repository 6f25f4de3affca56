import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTopicMatcher } from './topic.ts';

describe('a topic pattern', () => {
  test.each([
    ['order.placed', 'order.placed', true],
    ['order.placed', 'order.placed.eu', false],
    ['order.*', 'order.placed', true],
    ['order.*', 'order', false],
    ['order.*', 'order.placed.eu', false],
    ['order.#', 'order', true],
    ['order.#', 'order.placed.eu', true],
    ['#', '', true],
    ['*', '', true],
    ['#.eu', 'eu', true],
    ['#.eu', 'order.placed.eu', true],
    ['#.placed.#', 'order.placed', true],
    ['#.placed.#', 'order.shipped', false],
    ['order..placed', 'order..placed', true],
    ['order.*.placed', 'order..placed', true],
  ])('%s and the routing key %s: %s', (pattern, routingKey, expected) => {
    expect(createTopicMatcher([pattern])(routingKey)).toBe(expected);
  });

  test('matches what a regular expression of the same meaning matches', () => {
    const word = fc.constantFrom('a', 'b', '');
    const keys = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join('.'));
    const patterns = fc.array(fc.oneof(word, fc.constant('*'), fc.constant('#')), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(patterns, keys, (pattern, key) => {
        const source = pattern.map((each) => (each === '#' ? '(?:[^.]*\\.)*' : `${each === '*' ? '[^.]*' : each}\\.`));
        const expected = new RegExp(`^${source.join('')}$`).test(`${key}.`);
        expect(createTopicMatcher([pattern.join('.')])(key)).toBe(expected);
      }),
    );
  });

  test('decides about 255 bytes of words and as many wildcards without going through all ways to match', () => {
    const matches = createTopicMatcher([`${'#.'.repeat(100)}end`]);
    expect(matches('a.'.repeat(127))).toBe(false);
  });

  test('is one of several', () => {
    expect(createTopicMatcher(['a', 'b.*'])('b.c')).toBe(true);
  });
});
