import type { Placement } from './place.ts';

/** As a person reads: layer by layer, and down each; then what hangs on nothing. */
export function readingOrder({ boxes, edges }: Placement): readonly string[] {
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const layers = [...boxes]
    .filter(([id]) => joined.has(id))
    .toSorted(([, a], [, b]) => Math.round(a.x - b.x) || a.y - b.y);
  return [...layers.map(([id]) => id), ...[...boxes.keys()].filter((id) => !joined.has(id))];
}

const steps: Readonly<Record<string, (placement: Placement, from: string) => string | undefined>> = {
  ArrowRight: (placement, from) => nearest(placement, from, along(placement, 'from', from)),
  ArrowLeft: (placement, from) => nearest(placement, from, along(placement, 'to', from)),
  ArrowDown: (placement, from) => beside(placement, from, 1),
  ArrowUp: (placement, from) => beside(placement, from, -1),
  Home: (placement) => readingOrder(placement)[0],
  End: (placement) => readingOrder(placement).at(-1),
};

/** Where a key leads from a node: arrows to the sides go along edges, those up and down to its neighbour; undefined for any other key. */
export function stepFrom(placement: Placement, from: string, key: string): string | undefined {
  return Object.hasOwn(steps, key) ? steps[key]?.(placement, from) : undefined;
}

function along({ edges }: Placement, end: 'from' | 'to', id: string): readonly string[] {
  return edges.filter((edge) => edge[end] === id).map((edge) => (end === 'from' ? edge.to : edge.from));
}

function nearest({ boxes }: Placement, from: string, ids: readonly string[]): string | undefined {
  const { y = 0 } = boxes.get(from) ?? {};
  return ids.toSorted((a, b) => Math.abs((boxes.get(a)?.y ?? 0) - y) - Math.abs((boxes.get(b)?.y ?? 0) - y))[0];
}

/** The next in its layer, and at the end of that in the next one. */
function beside(placement: Placement, from: string, by: 1 | -1): string | undefined {
  const order = readingOrder(placement);
  const at = order.indexOf(from) + by;
  return at < 0 ? undefined : order[at];
}
