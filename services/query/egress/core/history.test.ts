import { describe, expect, test } from 'vitest';
import { commitsSince, isNewer, readHistory } from './history.ts';

const snapshot = (id: string, parent: string | undefined, sequence: number, operation = 'overwrite') =>
  `{"snapshot-id":${id}${parent === undefined ? '' : `,"parent-snapshot-id" : ${parent}`},"sequence-number":${sequence},"timestamp-ms":${sequence * 1000},"schema-id":${sequence < 3 ? 0 : 1},"summary":{"operation":"${operation}"}}`;

const text = (snapshots: readonly string[], current = '9007199254740995') =>
  `{"table-uuid":"u","current-snapshot-id":${current},"current-schema-id":1,
"schemas":[{"schema-id":0,"fields":[{"name":"Day"}]},{"schema-id":1,"fields":[{"name":"day"},{"name":"n"}]}],
"properties":{"note":"\\"snapshot-id\\": 1"},"snapshots":[${snapshots.join(',')}]}`;

const all = [
  snapshot('9007199254740993', undefined, 1, 'append'),
  snapshot('9007199254740994', '9007199254740993', 2),
  snapshot('9007199254740995', '9007199254740994', 3, 'replace'),
  snapshot('77', '9007199254740993', 4),
];

describe('the history of a table', () => {
  test('is its present version and those before it, with ids of 64 bits, and without those of other branches', () => {
    const history = readHistory(text(all));
    expect(history.map(({ snapshot: id, sequence }) => [id, sequence])).toEqual([
      ['9007199254740995', 3],
      ['9007199254740994', 2],
      ['9007199254740993', 1],
    ]);
    expect(history.map(({ changesRows }) => changesRows)).toEqual([false, true, true]);
    expect(history.map(({ columns }) => columns)).toEqual([['day', 'n'], ['day'], ['day']]);
  });

  test('is empty before the first commit', () => {
    expect(readHistory(text([], '-1'))).toEqual([]);
    expect(readHistory(text([], 'null'))).toEqual([]);
  });

  test('says what came after a version, as long as it knows all of it', () => {
    const [newest, second, first] = readHistory(text(all));
    if (newest === undefined || second === undefined || first === undefined) throw new Error('no history');
    expect(commitsSince([newest, second, first], first)?.map(({ sequence }) => sequence)).toEqual([3, 2]);
    expect(commitsSince([newest], first)).toBeUndefined();
    expect(commitsSince([newest], { ...first, lineage: 'another' })).toBeUndefined();
  });
});

test('versions of one table are in the order of their sequences, of others in that of their times', () => {
  const a = { lineage: 'a', sequence: 1, committedAt: 9 };
  expect(isNewer({ ...a, sequence: 2, committedAt: 1 }, a)).toBe(true);
  expect(isNewer(a, a)).toBe(false);
  expect(isNewer({ lineage: 'b', sequence: 0, committedAt: 10 }, a)).toBe(true);
  expect(isNewer({ lineage: 'b', sequence: 7, committedAt: 8 }, a)).toBe(false);
});
