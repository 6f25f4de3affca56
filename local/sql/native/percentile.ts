import type { NativeFunction } from '../functions/function.ts';
import { invalid, native } from './define.ts';
import { asList, asNumber } from './value.ts';

/** approx_percentile of values that ascend, with their weights. */
export const percentileNatives: readonly NativeFunction[] = [
  native('trino_percentile', ['DOUBLE[]', 'DOUBLE[]', 'DOUBLE', 'DOUBLE'], (values, weights, share) => {
    const counts = asList(weights).map(asNumber);
    const centroids = asList(values).map((value, index) => ({ value: asNumber(value), weight: counts[index] ?? 1 }));
    return percentile(centroids, asNumber(share));
  }),
];

type Centroid = { readonly value: number; readonly weight: number };

/** As a t-digest whose centroids hold one value each answers (io.airlift.stats.TDigest, valueAt). */
function percentile(centroids: readonly Centroid[], share: number): number | null {
  if (!(share >= 0 && share <= 1)) invalid('Percentile must be between 0 and 1');
  const total = centroids.reduce((sum, { weight }) => sum + weight, 0);
  const index = share * total;
  const [first] = centroids;
  if (!first || index < 1) return first?.value ?? null;
  if (index > total - 1) return centroids.at(-1)?.value ?? null;
  return inside(centroids, index, first.weight / 2);
}

function inside(centroids: readonly Centroid[], index: number, start: number): number | null {
  let before = start;
  for (const [i, left] of centroids.entries()) {
    const right = centroids[i + 1];
    if (!right) return left.value;
    const delta = (left.weight + right.weight) / 2;
    if (before + delta > index) return between(left, right, index - before, before + delta - index);
    before += delta;
  }
  return null;
}

/** A centroid of weight one is a value itself; between heavier ones it is interpolated. */
function between(left: Centroid, right: Centroid, fromLeft: number, toRight: number): number {
  if (left.weight === 1 && fromLeft < 0.5) return left.value;
  if (right.weight === 1 && toRight <= 0.5) return right.value;
  const z1 = fromLeft - (left.weight === 1 ? 0.5 : 0);
  const z2 = toRight - (right.weight === 1 ? 0.5 : 0);
  return (left.value * z2 + right.value * z1) / (z1 + z2);
}
