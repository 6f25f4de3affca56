import { expect, test } from 'vitest';
import { changesVersion, generationAt, loadVersion, startsOf } from './generation.ts';

const version = (versionId: string, entityTag: string, modifiedAt: number, key = 'LOAD00000001.csv') => ({
  key,
  versionId,
  entityTag,
  modifiedAt,
});

test('generations begin with each first load file, whatever it is called, and not with one that is put once more', () => {
  const versions = [
    version('1', 'a', 5),
    version('2', 'b', 7),
    version('3', 'a', 9),
    version('4', 'a', 8, 'LOAD00000001.csv.gz'),
  ];
  expect(startsOf(versions)).toEqual([5, 7, 8]);
  expect(startsOf([])).toEqual([]);
});

test('a file is of the generation that had begun when it came, in the same second too', () => {
  expect([4, 5, 6, 7].map((at) => generationAt([5, 7], at, false))).toEqual([0, 5, 5, 7]);
  expect([4, 5, 8].map((at) => generationAt([5, 7], at, true))).toEqual([5, 5, 7]);
  expect([generationAt([], 4, true), generationAt([], 4, false)]).toEqual([0, 0]);
});

test('of a load each version is one of its own, or the one whose content it has', () => {
  const versions = [version('1', 'a', 5), version('2', 'b', 7), version('3', 'a', 9)];
  expect(loadVersion(versions, '3')).toMatchObject({
    version: { versionId: '3' },
    original: { versionId: '1' },
    arrivedAt: 5,
  });
  expect(loadVersion(versions, '2')).toMatchObject({ original: { versionId: '2' }, arrivedAt: 7, replaced: [] });
  expect(loadVersion(versions, undefined)).toMatchObject({ version: { versionId: '3' } });
  expect(loadVersion(versions, 'gone')).toBeUndefined();
});

test('of changes the newest version takes the place of those before, and came when the first of them did', () => {
  const versions = [version('1', 'a', 5), version('2', 'b', 7), version('3', 'a', 9)];
  expect(changesVersion(versions)).toMatchObject({
    version: { versionId: '3' },
    original: { versionId: '1' },
    arrivedAt: 5,
    replaced: ['2'],
  });
  expect(changesVersion(versions.slice(0, 2))).toMatchObject({
    original: { versionId: '2' },
    arrivedAt: 5,
    replaced: ['1'],
  });
  expect(changesVersion([])).toBeUndefined();
});
