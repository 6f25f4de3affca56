import { describe, expect, test } from 'vitest';
import {
  type Extent,
  extentOf,
  isAtEdge,
  type Place,
  placeAt,
  placeToSee,
  rowHeight,
  scrolled,
} from './grid-scroll.ts';

const view = 420;
const start: Place = { top: 0, at: 0 };

/** Rows that are seen at a place. */
const seen = ({ at }: Place) => ({
  first: Math.ceil(at / rowHeight),
  last: Math.floor((at + view - rowHeight) / rowHeight) - 1,
});

/** As the page does at each event: what ends too early is put where it belongs. */
const moved = (place: Place, by: number, extent: Extent): Place => {
  const top = Math.max(0, Math.min(place.top + by, extent.drawn - view));
  const next = scrolled(place, top, extent);
  return isAtEdge(next, extent) ? placeAt(next.at, extent) : next;
};

describe('a grid of so few rows that a browser scrolls them itself', () => {
  test('stands where the bar does', () => {
    const extent = extentOf(1_000, view);
    expect(extent.drawn).toBe(1_001 * rowHeight);
    expect(scrolled(start, 900, extent)).toEqual({ top: 900, at: 900 });
    expect(placeAt(1e9, extent)).toEqual({ top: extent.whole - view, at: extent.whole - view });
  });

  test('that are all seen does not move', () => {
    expect(placeToSee(2, start, extentOf(3, 100))).toEqual(start);
  });
});

describe.each([1_000_000, 3_000_001])('a grid of %i rows', (count) => {
  const extent = extentOf(count, view);

  test('is drawn no higher than a browser can', () => expect(extent.drawn).toBe(12_000_000));

  test('ends with its last row where the bar ends, and begins with the first', () => {
    const end = scrolled(start, extent.drawn - view, extent);
    expect(seen(end).last).toBe(count - 1);
    expect(scrolled(end, 0, extent)).toEqual(start);
    expect(isAtEdge(end, extent)).toBe(false);
  });

  test('goes to that part of the rows to which the bar is pulled', () => {
    const half = scrolled(start, (extent.drawn - view) / 2, extent);
    expect(seen(half).first / count).toBeCloseTo(0.5, 3);
  });

  test.each([100, -100, 420, -420])('shows each row when it is scrolled by %i pixels', (by) => {
    const middle = placeAt((count / 2) * rowHeight, extent);
    expect(moved(middle, by, extent).at - middle.at).toBeCloseTo(by, 6);
  });

  test('ends at its last row by small steps also, and at its first', () => {
    const down = Array.from({ length: 300 }, () => 100).reduce(
      (place, by) => moved(place, by, extent),
      placeAt((count - 1_000) * rowHeight, extent),
    );
    expect(seen(down).last).toBe(count - 1);
    expect(down.top).toBeCloseTo(extent.drawn - view, 3);
    const up = Array.from({ length: 300 }, () => -100).reduce(
      (place, by) => moved(place, by, extent),
      placeAt(1_000 * rowHeight, extent),
    );
    expect(up).toEqual(start);
  });

  test('shows a row that is asked for, by the shortest way', () => {
    const last = placeToSee(count - 1, start, extent);
    expect(seen(last).last).toBe(count - 1);
    expect(placeToSee(count - 3, last, extent)).toEqual(last);
    expect(seen(placeToSee(7, last, extent)).first).toBe(7);
  });
});
