import { expect, test } from 'vitest';
import { atFirst, fitting, fullest, scales, zoomed } from './scale.ts';

test('a picture fits where both its sides do, never larger than it is', () => {
  expect(fitting({ width: 1000, height: 100 }, { width: 500, height: 400 })).toBe(0.5);
  expect(fitting({ width: 100, height: 1000 }, { width: 500, height: 500 })).toBe(0.5);
  expect(fitting({ width: 100, height: 100 }, { width: 500, height: 400 })).toBe(1);
  expect(fitting({ width: 100, height: 1_000_000 }, { width: 500, height: 400 })).toBe(scales.least);
});

test('at first names can be read, however large the picture is', () => {
  expect(atFirst({ width: 900, height: 300 }, { width: 900, height: 500 })).toBe(1);
  expect(atFirst({ width: 1000, height: 300 }, { width: 800, height: 500 })).toBe(0.8);
  expect(atFirst({ width: 2000, height: 30_000 }, { width: 900, height: 500 })).toBe(0.6);
});

test('what is under the pointer stays there while the size changes, within its bounds', () => {
  const at = { x: 100, y: 50 };
  const before = { scale: 1, left: 300, top: 70 };
  const after = zoomed(before, 2, at);
  expect((after.left + at.x) / after.scale).toBe((before.left + at.x) / before.scale);
  expect((after.top + at.y) / after.scale).toBe((before.top + at.y) / before.scale);
  expect(zoomed(before, 99, at).scale).toBe(scales.most);
  expect(zoomed(before, 0, at).scale).toBe(scales.least);
});

test('at first the window stands where most can be seen of what is at the left, else at the top', () => {
  const box = (x: number, y: number) => ({ x, y, width: 80, height: 40 });
  const window = { width: 400, height: 200 };
  const low = [box(100, 420), box(100, 480), box(100, 540)];
  expect(fullest([box(100, 40), ...low], window)).toBe(388);
  // Beyond its right side, and as many further down
  expect(fullest([box(100, 40), ...[40, 80, 120].map((y) => box(380, y))], window)).toBe(8);
  expect(fullest([box(100, 40), box(100, 900)], window)).toBe(8);
  expect(fullest([box(100, 20)], window)).toBe(0);
  expect(fullest([], window)).toBe(0);
});
