import { describe, expect, test } from 'vitest';
import { leaveNote, MeanwhileError } from './note.ts';
import { placeOfSegment } from './segment-place.ts';
import { createMemoryLake } from './testing/memory-lake.ts';

const source = { bucket: 'raw', key: 'raw/logs/haproxy/year=2026/month=11/day=20/hour=13/a' };
const segment = (at: number, until?: number) => ({
  place: placeOfSegment(source, [at], { receipts: 'receipts/' }),
  until: until === undefined ? undefined : [until],
});

describe('a note of what is about to be written', () => {
  test('tells the next attempt of all that those before it may have left, and goes at the end', async () => {
    const lake = createMemoryLake();
    expect((await leaveNote(lake, { ...segment(0), made: { a: '1', b: '1' } })).left).toEqual([]);
    await leaveNote(lake, { ...segment(0), made: { b: '2', c: '2' } });
    const { left, remove } = await leaveNote(lake, { ...segment(0), made: { a: '1' } });
    expect(left.map((files) => Object.fromEntries(files))).toEqual([{ a: ['1'], b: ['1', '2'], c: ['2'] }]);
    await remove();
    expect(lake.objects.size).toBe(0);
  });

  test('is for who writes the segment, or one that it has become part of, and stays until then', async () => {
    const lake = createMemoryLake();
    await leaveNote(lake, { ...segment(20, 30), made: { x: '1' } });
    expect((await leaveNote(lake, { ...segment(0, 10), made: { a: '1' } })).left).toEqual([]);
    const first = await leaveNote(lake, { ...segment(0, 10), made: { a: '1' } });
    expect(first.left).toHaveLength(1);
    await first.remove();
    const second = await leaveNote(lake, { ...segment(10), made: { b: '1' } });
    expect(second.left.map((files) => Object.fromEntries(files))).toEqual([{ x: ['1'] }]);
    await second.remove();
    expect(lake.objects.size).toBe(0);
  });

  test('is another for another object', async () => {
    const lake = createMemoryLake();
    await leaveNote(lake, { ...segment(0), made: { a: '1' } });
    const place = placeOfSegment({ ...source, versionId: 'v2' }, [0], { receipts: 'receipts/' });
    expect((await leaveNote(lake, { place, until: undefined, made: {} })).left).toEqual([]);
    expect(lake.objects.size).toBe(2);
  });

  test('that another attempt has added to, or taken away, is one more attempt with both', async () => {
    for (const otherEnds of [false, true]) {
      const lake = createMemoryLake();
      const one = await leaveNote(lake, { ...segment(0), made: { a: '1' } });
      const other = await leaveNote(lake, { ...segment(0), made: { b: '2' } });
      if (otherEnds) {
        await other.confirm();
        await other.remove();
      }
      await expect(one.confirm()).rejects.toThrow(MeanwhileError);
      const again = await leaveNote(lake, { ...segment(0), made: { a: '1' } });
      expect(again.left.flatMap((files) => [...files.keys()])).toEqual(otherEnds ? ['a'] : ['a', 'b']);
      await again.confirm();
      await again.remove();
      expect(lake.objects.size).toBe(0);
    }
  });

  test('of another segment does not disturb', async () => {
    const lake = createMemoryLake();
    const one = await leaveNote(lake, { ...segment(0, 10), made: { a: '1' } });
    const other = await leaveNote(lake, { ...segment(10), made: { b: '2' } });
    await one.confirm();
    await one.remove();
    await other.confirm();
    await other.remove();
    expect(lake.objects.size).toBe(0);
  });
});
