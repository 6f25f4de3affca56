import type { NewUnit, Unit } from '@tributary/shared/jobs/unit.ts';
import { dayOf, pathOf, type SourceObject, sourceObject } from './source-object.ts';

/** A new object, whose rows are to be merged. */
export type Arrival = SourceObject & { readonly bytes: number; readonly stamp: string };

/** Lanes of an enrichment: objects are merged, hours are computed anew from all that lies in them. */
export const objectsLane = 'objects';
export const hoursLane = 'hours';

export function objectUnit(object: Arrival, dueAt: number): NewUnit {
  const { bytes, stamp, hour } = object;
  return { id: pathOf(object), lane: objectsLane, stamp, dueAt, partition: dayOf(hour), bytes };
}

export function hourUnit(hour: Date, stamp: string, dueAt: number): NewUnit {
  return { id: `hour:${hour.toISOString().slice(0, 13)}`, lane: hoursLane, stamp, dueAt, partition: dayOf(hour) };
}

/** The objects among some units, from their ids. */
export function objectsOf(units: readonly Pick<Unit, 'id'>[]): readonly SourceObject[] {
  return units.flatMap(({ id }) => {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(id) ?? [];
    const object = bucket === undefined || key === undefined ? undefined : sourceObject(bucket, key);
    return object === undefined ? [] : [object];
  });
}

/** The hours among some units, from their ids. */
export function hoursOf(units: readonly Pick<Unit, 'id'>[]): readonly Date[] {
  return units.flatMap(({ id }) => {
    const [, hour] = /^hour:(\d{4}-\d{2}-\d{2}T\d{2})$/.exec(id) ?? [];
    return hour === undefined ? [] : [new Date(`${hour}:00:00Z`)];
  });
}
