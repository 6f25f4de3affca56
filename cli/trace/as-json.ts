import { standOf } from './stands.ts';
import type { IdTrace } from './trace-id.ts';
import type { ObjectTrace } from './trace-object.ts';

/** A line of JSON for an object. Times are ISO 8601, null is what nobody knows. */
export function jsonOfObject(trace: ObjectTrace, flags: string): string {
  const { bucket, key, reader, versions, seen, folders, derived, waits = null, place } = trace;
  const object = {
    kind: 'object',
    bucket,
    key,
    reader: reader?.name ?? null,
    versions: versions.map(({ at, versionId, bytes, isLatest }) => ({ versionId, bytes, at: iso(at), isLatest })),
    receipts: seen.receipts.map(({ at, ...receipt }) => ({ ...receipt, at: iso(at) })),
    isUnderWay: seen.isUnderWay,
    registered: folders.map(({ registeredAt, ...folder }) => ({ ...folder, registeredAt: iso(registeredAt) })),
    place: place === undefined ? null : { ...place, registeredAt: iso(place.registeredAt) },
    derived: derived.map(({ at, ...state }) => ({ ...state, at: iso(at) })),
    waits,
    now: standOf(trace, flags),
  };
  return lineOf(object);
}

/** A line of JSON for an id; one for each object that it leads to follows. */
export function jsonOfId(trace: IdTrace): string {
  return lineOf({ kind: 'id', ...trace });
}

function lineOf(object: object): string {
  return `${JSON.stringify(object, (_, value: unknown) => (value === undefined ? null : value))}\n`;
}

function iso(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
