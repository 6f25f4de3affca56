import { expect, test } from 'vitest';
import { supersededBefore } from './superseded.ts';

const at = (day: string) => new Date(`2026-${day}T00:00:00Z`);

test('keeps what runs, however old, and what ran when the oldest line was written', () => {
  const maps = [
    { key: 'c', at: at('03-01') },
    { key: 'a', at: at('01-01') },
    { key: 'b', at: at('02-01') },
  ];
  expect(supersededBefore(at('02-15'), maps)).toEqual(['a']);
  expect(supersededBefore(at('12-01'), maps)).toEqual(['a', 'b']);
  expect(supersededBefore(at('01-15'), maps)).toEqual([]);
});
