import { describe, expect, test } from 'vitest';
import { tellWait, wordsDue } from './patience.ts';
import { createPatientProgress } from './patient-progress.ts';

test('a silence is broken after 5 s, then at growing distances', () => {
  const spoken: number[] = [];
  for (let second = 0; second <= 160; second += 1) if (wordsDue(second * 1000) > spoken.length) spoken.push(second);
  expect(spoken).toEqual([5, 10, 20, 40, 70, 100, 130, 160]);
  expect(wordsDue(4_999)).toBe(0);
});

test('it says how far it is, what is awaited and since when', () => {
  expect(tellWait({ state: '3 of 9 rows', awaited: 'the table t', silentMs: 12_900 })).toBe(
    '3 of 9 rows; waiting for the table t (12 s)',
  );
  expect(tellWait({ state: '', awaited: 'the state', silentMs: 5_000 })).toBe('waiting for the state (5 s)');
  expect(tellWait({ state: 'stopping', awaited: '', silentMs: 5_000 })).toBe('stopping; waiting (5 s)');
});

function watched(isTTY: boolean) {
  const written: string[] = [];
  const out = { isTTY, columns: 200, write: (text: string) => written.push(text) > 0 };
  let now = 0;
  const progress = createPatientProgress(out, () => now);
  const pass = (seconds: number) => {
    for (let passed = 0; passed < seconds; passed += 1) {
      now += 1000;
      progress.look();
    }
  };
  return { progress, pass, written };
}

describe('where the output is no terminal', () => {
  test('lines say what is awaited, and each step begins anew', () => {
    const { progress, pass, written } = watched(false);
    progress.awaits(() => 'the function f');
    progress.running('1 of 9 rows');
    pass(4);
    expect(written).toEqual([]);
    progress.running('2 of 9 rows');
    pass(8);
    expect(written).toEqual([
      '  … 2 of 9 rows; waiting for the function f (5 s)\n',
      '  … 2 of 9 rows; waiting for the function f (10 s)\n',
    ]);
    progress.done('9 rows');
    pass(4);
    expect(written).toHaveLength(3);
    pass(1);
    expect(written.at(-1)).toBe('  … waiting for the function f (5 s)\n');
  });

  test('nothing is said when all is done', () => {
    const { progress, pass, written } = watched(false);
    progress.done('all');
    progress.rests();
    pass(100);
    expect(written).toEqual(['  ✓ all\n']);
  });
});

test('on a terminal the running line says it, second by second, until it changes', () => {
  const { progress, pass, written } = watched(true);
  progress.awaits(() => 'the function f');
  progress.running('1 of 9 rows');
  pass(6);
  expect(written.map((text) => text.replace('\r\u001b[2K', ''))).toEqual([
    '  … 1 of 9 rows',
    '  … 1 of 9 rows; waiting for the function f (5 s)',
    '  … 1 of 9 rows; waiting for the function f (6 s)',
  ]);
  progress.running('2 of 9 rows');
  pass(4);
  expect(written.at(-1)).toContain('2 of 9 rows');
  expect(written).toHaveLength(4);
});
