import * as z from 'zod';
import type { Position } from '../../core/cloudwatch/position.ts';
import { type EarlierFiles, type MadeFiles, together } from '../../core/earlier-files.ts';
import type { LakeObjects } from './lake-objects.ts';
import { covers, type SegmentPlace } from './segment-place.ts';

export type Note = {
  /** What attempts at the segment that did not come to their end may have left. */
  readonly left: readonly EarlierFiles[];
  /** Once the receipt says what is there. */
  readonly remove: () => Promise<void>;
};

export type NoteOf = { readonly place: SegmentPlace; readonly until: Position | undefined; readonly made: MadeFiles };

/** By segment's name: files, and the digests of what may be in them. */
const notes = z.record(z.string(), z.record(z.string(), z.array(z.string())));
type Notes = z.infer<typeof notes>;

const json = 'application/json';

/**
 * Notes what is about to be written of a segment, before it is: a killed attempt leaves files that no receipt names, and the next one may have
 * other settings, and cut the object elsewhere. A note per object, `attempts/…/<object>.json`; where there is none yet it takes one request.
 */
export async function leaveNote(lake: LakeObjects, { place, until, made }: NoteOf): Promise<Note> {
  const key = `attempts/${place.folder}${place.objectName}.json`;
  const ours: EarlierFiles = new Map(Object.entries(made).map(([file, digest]) => [file, [digest]]));
  if (await lake.writeNew(key, bodyOf({ [place.name]: entriesOf(ours) }), json)) {
    return { left: [], remove: () => lake.remove(key) };
  }
  const found = Object.entries(notes.parse(JSON.parse(await lake.readText(key))));
  const left = found.flatMap(([name, files]) => (covers(place, until, name) ? [new Map(Object.entries(files))] : []));
  const others = Object.fromEntries(found.filter(([name]) => !covers(place, until, name)));
  await lake.write(key, bodyOf({ ...others, [place.name]: entriesOf(together([...left, ours])) }), json);
  return {
    left,
    remove: () => (Object.keys(others).length === 0 ? lake.remove(key) : lake.write(key, bodyOf(others), json)),
  };
}

function entriesOf(files: EarlierFiles): Notes[string] {
  return Object.fromEntries([...files].map(([key, digests]) => [key, [...digests]]));
}

function bodyOf(all: Notes): Buffer {
  return Buffer.from(JSON.stringify(all));
}
