import { describe, expect, test } from 'vitest';
import { changesSince, filesOfReceipt, together } from './earlier-files.ts';

describe('what is different since earlier parses', () => {
  const receipt = filesOfReceipt(['a', 'b', 'c'], { a: '1', b: '2', c: '3' });

  test('is what is made no more, and what is new or has other content', () => {
    expect(changesSince(receipt, { a: '1', b: '4', d: '5' })).toEqual({ removed: ['c'], written: ['b', 'd'] });
  });

  test('is nothing where the same was made', () => {
    expect(changesSince(receipt, { a: '1', b: '2', c: '3' })).toEqual({ removed: [], written: [] });
  });

  test('is every file of a receipt without digests', () => {
    expect(changesSince(filesOfReceipt(['a', 'b'], {}), { a: '1' })).toEqual({ removed: ['b'], written: ['a'] });
  });

  test('is what a parse that did not end may have left, with what was there before', () => {
    const undone = together([
      receipt,
      new Map([
        ['a', ['1']],
        ['b', ['9']],
        ['x', ['7']],
      ]),
    ]);
    expect(changesSince(undone, { a: '1', b: '2', c: '3' })).toEqual({ removed: ['x'], written: ['b'] });
  });
});
