import type { NewUnit, Unit } from '@tributary/shared/jobs/unit.ts';

export const objectsLane = 'objects';
export const rebuildLane = 'rebuild';

/** All of an unpartitioned table is one partition. */
const whole = 'all';

/** The least and the largest value of the key's first column, as they stand in a statement. */
export type KeyRange = { readonly from: string; readonly to: string };

/** A new object of `_changes`; `bytes`: of it. */
export type NewObject = { readonly path: string; readonly bytes: number; readonly range: KeyRange | undefined };

export function objectUnit({ path, bytes, range }: NewObject, stamp: string, dueAt: number): NewUnit {
  const id = range === undefined ? path : `${path}#${range.from}~${range.to}`;
  return { id, lane: objectsLane, stamp, dueAt, partition: whole, bytes };
}

/** All that the history says, once. */
export function rebuildUnit(stamp: string, dueAt: number): NewUnit {
  return { id: rebuildLane, lane: rebuildLane, stamp, dueAt, partition: whole };
}

/** The objects among some units, from their ids. */
export function objectsOf(units: readonly Pick<Unit, 'id'>[]): readonly Omit<NewObject, 'bytes'>[] {
  return units.flatMap(({ id }) => {
    const [, path, from, to] = /^(s3:\/\/[^#]+)(?:#(-?\d+)~(-?\d+))?$/.exec(id) ?? [];
    if (path === undefined) return [];
    return [{ path, range: from === undefined || to === undefined ? undefined : { from, to } }];
  });
}

/** What holds all of their keys; undefined where that of one is not known. */
export function rangeOf(objects: readonly Pick<NewObject, 'range'>[]): KeyRange | undefined {
  const ranges = objects.flatMap(({ range }) => range ?? []);
  const [first, ...others] = ranges;
  if (first === undefined || ranges.length < objects.length) return undefined;
  return others.reduce(
    ({ from, to }, range) => ({
      from: BigInt(range.from) < BigInt(from) ? range.from : from,
      to: BigInt(range.to) > BigInt(to) ? range.to : to,
    }),
    first,
  );
}
