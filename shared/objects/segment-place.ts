import { partitionsOf } from '../partitions.ts';
import { digest } from './digest.ts';
import { isBefore, type Position, positionName, positionOf } from './position.ts';
import type { SourceObject } from './source-object.ts';

/** A segment of an object, and what its files are called. */
export type SegmentPlace = {
  readonly sourceKey: string;
  readonly position: Position;
  /** Where the converter's receipts lie: `receipts/`. */
  readonly receipts: string;
  /** Below what the converter keeps apart, `year=…/month=…/day=…/hour=…/` of the object, which is empty where it lies in no hour. */
  readonly folder: string;
  /** What the names of all segments of the object begin with. */
  readonly objectName: string;
  readonly name: string;
};

/** Where a converter keeps receipts; what it makes of one object `apart` (a folder with / at its end) knows nothing of what else was made of it. */
export type Keeping = { readonly receipts: string; readonly apart?: string | undefined };

export function placeOfSegment(
  { bucket, key, versionId = '' }: SourceObject,
  position: Position,
  { receipts, apart = '' }: Keeping,
): SegmentPlace {
  const objectName = digest(bucket, key, versionId);
  const folders = partitionsOf(key).map((partition) => `${partition.name}=${partition.value}/`);
  const folder = `${apart}${folders.join('')}`;
  return { sourceKey: key, position, receipts, folder, objectName, name: `${objectName}${endOf(position)}` };
}

function endOf(position: Position): string {
  return position.length === 1 && position[0] === 0 ? '' : `-${positionName(position)}`;
}

export function receiptOf({ receipts, folder, name }: Pick<SegmentPlace, 'receipts' | 'folder' | 'name'>): string {
  return `${receipts}${folder}${name}.json`;
}

/**
 * Whether a segment of the object, by its name, is this one, or begins within it and is none any more: the object was cut elsewhere then.
 * `until` is where this one ends, if not with the object.
 */
export function covers(place: SegmentPlace, until: Position | undefined, name: string): boolean {
  if (name === place.name) return true;
  const [, inner] = /^-(\d+(?:-\d+)*)$/.exec(name.slice(place.objectName.length)) ?? [];
  if (inner === undefined) return false;
  const position = positionOf(inner);
  return isBefore(place.position, position) && (until === undefined || isBefore(position, until));
}
