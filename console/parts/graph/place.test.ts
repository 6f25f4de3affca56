import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Between, type Placement, place } from './place.ts';

const node = (at: number) => ({ id: `n${at}`, width: 60 + (at % 7) * 20, height: 44 });
const nodes = (count: number) => Array.from({ length: count }, (_, at) => node(at));

function sidesOf({ boxes }: Placement) {
  return [...boxes].map(([id, { x, y, width, height }]) => ({
    ...{ id, left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 },
  }));
}

function expectSound(placement: Placement): void {
  const sides = sidesOf(placement);
  for (const [at, a] of sides.entries()) {
    expect(a.left >= 0 && a.top >= 0 && a.right <= placement.width && a.bottom <= placement.height, a.id).toBe(true);
    const other = sides
      .slice(at + 1)
      .find((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom);
    expect(other, `over ${a.id}`).toBeUndefined();
  }
}

test('whatever hangs together or on nothing: no two boxes overlap, none leaves the picture, and edges go to the right', () => {
  const graphs = fc.array(fc.array(fc.nat({ max: 60 }), { maxLength: 2 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(graphs, (reads) => {
      const between = reads.flatMap((each, at) =>
        each.filter((read) => read < at).map((read): Between => ({ from: `n${read}`, to: `n${at}` })),
      );
      const placement = place(nodes(reads.length), between);
      expect(placement.boxes.size).toBe(reads.length);
      expectSound(placement);
      const side = new Map(sidesOf(placement).map((each) => [each.id, each]));
      for (const { from, to, points } of placement.edges) {
        const [begin, end] = [side.get(from), side.get(to)];
        expect(begin?.right).toBeLessThan(end?.left ?? 0);
        expect([points[0]?.x, points.at(-1)?.x]).toEqual([begin?.right, end?.left]);
      }
      expect(new Set(placement.edges.map(({ from, to }) => `${from} ${to}`)).size).toBe(
        new Set(between.map(({ from, to }) => `${from} ${to}`)).size,
      );
    }),
    { numRuns: 60 },
  );
});

test('a large graph stays sound, and what hangs on nothing stands in rows beneath the layers', () => {
  const between = Array.from(
    { length: 250 },
    (_, at): Between => ({ from: `n${at}`, to: `n${((at * 7) % 100) + 250}` }),
  );
  const placement = place(nodes(600), between);
  expectSound(placement);
  expect(placement.edges).toHaveLength(250);
  const sides = sidesOf(placement);
  const lowest = Math.max(...sides.filter(({ id }) => id === 'n0' || id === 'n250').map(({ bottom }) => bottom));
  const alone = sides.filter(({ id }) => Number(id.slice(1)) >= 350);
  expect(alone.every(({ top }) => top > lowest)).toBe(true);
  expect(new Set(alone.map(({ left }) => Math.round(left))).size).toBeGreaterThan(3);
});

test('an edge that begins or ends nowhere, or where it began, is left out', () => {
  const edges = [
    { from: 'n0', to: 'n1' },
    { from: 'n0', to: 'gone' },
    { from: 'gone', to: 'n1' },
    { from: 'n1', to: 'n1' },
  ];
  expect(place(nodes(2), edges).edges.map(({ from, to }) => [from, to])).toEqual([['n0', 'n1']]);
});

test('where sources come first, they stand in the first column, however far what they lead to is', () => {
  const chain = [0, 1, 2, 3].map((at): Between => ({ from: `n${at}`, to: `n${at + 1}` }));
  const edges = [...chain, { from: 'n5', to: 'n4' }, { from: 'n6', to: 'n4' }];
  const same = nodes(7).map((each) => ({ ...each, width: 80 }));
  const near = place(same, edges);
  const first = place(same, edges, { sourcesFirst: true });
  expectSound(first);
  const middle = (placement: Placement, id: string) => Math.round(placement.boxes.get(id)?.x ?? 0);
  for (const id of ['n5', 'n6']) {
    expect(middle(near, id)).toBe(middle(near, 'n3'));
    expect(middle(first, id)).toBe(middle(first, 'n0'));
  }
  expect(first.width).toBe(near.width);
  expect(first.edges).toHaveLength(edges.length);
});

test('nothing has a place of no nodes', () => {
  expect(place([], []).boxes.size).toBe(0);
});
