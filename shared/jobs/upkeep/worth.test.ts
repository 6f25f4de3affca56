import { describe, expect, test } from 'vitest';
import type { TableFile } from './manifests.ts';
import { sparedOptimize, sparedVacuum } from './worth.ts';

const thresholds = { smallFiles: 3, smallBytes: 100, oldSnapshots: 3, oldSnapshotMs: 1_000 };

const files = (partition: string, count: number, of: Partial<TableFile> = {}): readonly TableFile[] =>
  Array.from({ length: count }, () => ({ partition, content: 'data', bytes: 99, ...of }));

describe('an OPTIMIZE is worth it', () => {
  const spared = (partition: string | undefined, ...lists: readonly (readonly TableFile[])[]) =>
    sparedOptimize([{ id: 'u', partition }], lists.flat(), thresholds).has('u');

  test('where a partition has enough small files, or enough files of deletes', () => {
    expect(spared('2026-11-20', files('2026-11-20', 3))).toBe(false);
    expect(spared('2026-11-20', files('2026-11-20', 2))).toBe(true);
    expect(spared('2026-11-20', files('2026-11-20', 9, { bytes: 100 }))).toBe(true);
    const deletes = files('2026-11-20', 3, { content: 'deletes', bytes: 1_000 });
    expect(spared('2026-11-20', deletes)).toBe(false);
    expect(spared('2026-11-20', deletes.slice(1), files('2026-11-20', 2))).toBe(true);
  });

  test('by the partition itself, whatever others have', () => {
    expect(spared('2026-11-20', files('2026-11-21', 9), files('2026-11-20', 2))).toBe(true);
    expect(spared('2026-11-20', files('2026-11-20T01', 2), files('2026-11-20T02', 2))).toBe(true);
  });

  test('by each partition that the unit overlaps; all of them, of a table as a whole', () => {
    expect(spared('2026-11', files('2026-11-20', 3))).toBe(false);
    expect(spared('2026-11-20T13', files('2026-11-20', 3))).toBe(false);
    expect(spared('2026-12', files('2026-11-20', 3))).toBe(true);
    expect(spared(undefined, files('', 3))).toBe(false);
    expect(spared('all', files('2026-11-20', 3))).toBe(false);
    expect(spared(undefined)).toBe(true);
  });
});

describe('a VACUUM is worth it', () => {
  const ageMs = 10_000;
  const at = (now: number, ...made: readonly number[]) => sparedVacuum({ made, ageMs }, thresholds, now);

  test('once so many snapshots are old enough', () => {
    expect(at(10_102, 100, 101, 102)).toBeUndefined();
    expect(at(10_101, 100, 101, 102)).toEqual({ until: 10_102 });
  });

  test('once a single one has been old enough for long, and is looked at again just then', () => {
    expect(at(50, 100)).toEqual({ until: 11_100 });
    expect(at(11_099, 100)).toEqual({ until: 11_100 });
    expect(at(11_100, 100)).toBeUndefined();
  });

  test('never where there is none to forget', () => {
    expect(at(1_000_000)).toEqual({});
  });
});
