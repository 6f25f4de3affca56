import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factLine } from '../facts/facts-of.ts';
import { wellFormedJson } from './well-formed.ts';

test('JSON text says what it said, but for halves of characters', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '\\', '"', 'u', 'd800', '\ud83d\ude00', '\ud83d', '\ude00', '\n'),
  });
  fc.assert(
    fc.property(text, text, (key, value) => {
      const read: unknown = JSON.parse(wellFormedJson(JSON.stringify({ [key]: value })));
      expect(read).toEqual({ [key.toWellFormed()]: value.toWellFormed() });
    }),
    { numRuns: 2000 },
  );
});

test('a fact has none in its columns', () => {
  const columns = { entity: 'order', at: '2026-11-20T13:00:00.000Z', fact_id: 'f', value: '1' };
  const line = factLine({ ...columns, entity_id: '\ud800', attribute: 'a\udc00', event_id: 'e\ud800' });
  expect(JSON.parse(line)).toEqual({ ...columns, entity_id: '\ufffd', attribute: 'a\ufffd', event_id: 'e\ufffd' });
});
