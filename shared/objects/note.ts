import * as z from 'zod';
import { type EarlierFiles, type MadeFiles, together } from './earlier-files.ts';
import type { LakeObjects } from './lake-objects.ts';
import type { Position } from './position.ts';
import { covers, type SegmentPlace } from './segment-place.ts';

export type Note = {
  /** What attempts at the segment that did not come to their end may have left. */
  readonly left: readonly EarlierFiles[];
  /** The same of other versions of the object, whose attempts are over then: one that is under way does not confirm. */
  readonly takeOver: (siblings: readonly SegmentPlace[]) => Promise<readonly EarlierFiles[]>;
  /** Throws MeanwhileError where another attempt at the segment has begun or ended since: neither knows all that the other did. */
  readonly confirm: () => Promise<void>;
  /** Once the receipt says what is there. */
  readonly remove: () => Promise<void>;
};

export type NoteOf = { readonly place: SegmentPlace; readonly until: Position | undefined; readonly made: MadeFiles };

/** Two deliveries of an object were worked on at once. */
export class MeanwhileError extends Error {
  override readonly name = 'MeanwhileError';
}

/** By segment's name: files, and the digests of what may be in them. */
const notes = z.record(z.string(), z.record(z.string(), z.array(z.string())));
type Notes = z.infer<typeof notes>;

/**
 * Notes what is about to be written of a segment, before it is: a killed attempt leaves files that no receipt names, and the next one may have
 * other settings, and cut the object elsewhere. A note per object, `attempts/…/<object>.json`; where there is none yet it takes one request.
 */
export async function leaveNote(lake: LakeObjects, { place, until, made }: NoteOf): Promise<Note> {
  const key = keyOf(place);
  const read = async () => splitOf(notes.parse(JSON.parse(await lake.readText(key))), { place, until });
  const write = (all: Notes) => lake.write(key, bodyOf(all), 'application/json');
  const writeNew = (all: Notes) => lake.writeNew(key, bodyOf(all), 'application/json');
  const ours = { [place.name]: entriesOf(new Map(Object.entries(made).map(([file, digest]) => [file, [digest]]))) };
  const found = (await writeNew(ours)) ? { covered: {}, others: {} } : await read();
  let noted = merged(place, [found.covered, ours]);
  let { others } = found;
  if (Object.keys({ ...found.covered, ...others }).length > 0) await write({ ...others, ...noted });
  return {
    left: filesOf(found.covered),
    async takeOver(siblings) {
      const taken = await Promise.all(siblings.map((sibling) => readSibling(lake, sibling, until)));
      const theirs = taken.flatMap((each) => (each === undefined ? [] : [each]));
      if (theirs.length === 0) return [];
      noted = merged(place, [noted, ...theirs.map(({ covered }) => covered)]);
      await write({ ...others, ...noted });
      for (const each of theirs) await each.letGo();
      return theirs.flatMap(({ covered }) => filesOf(covered));
    },
    async confirm() {
      // Unreadable, it is gone: who may list only some prefixes hears 403 of that.
      const now = await read().catch(() => undefined);
      if (now !== undefined && JSON.stringify(now.covered) === JSON.stringify(noted)) {
        ({ others } = now);
        return;
      }
      if (now === undefined) await writeNew(noted);
      else await write({ ...now.others, ...merged(place, [now.covered, noted]) });
      throw new MeanwhileError(
        `s3://…/${place.sourceKey} was parsed by another invocation at the same time: it is to be parsed once more (${key})`,
      );
    },
    remove: () => (Object.keys(others).length === 0 ? lake.remove(key) : write(others)),
  };
}

function keyOf({ folder, objectName }: SegmentPlace): string {
  return `attempts/${folder}${objectName}.json`;
}

/** What another version's note says of what is this segment's place now; undefined where it says nothing. */
async function readSibling(lake: LakeObjects, sibling: SegmentPlace, until: Position | undefined) {
  const key = keyOf(sibling);
  if (!(await lake.list(key)).includes(key)) return undefined;
  const { covered, others } = splitOf(notes.parse(JSON.parse(await lake.readText(key))), { place: sibling, until });
  if (Object.keys(covered).length === 0) return undefined;
  const letGo = () =>
    Object.keys(others).length === 0 ? lake.remove(key) : lake.write(key, bodyOf(others), 'application/json');
  return { covered, letGo };
}

type Split = { readonly covered: Notes; readonly others: Notes };

function splitOf(all: Notes, { place, until }: Pick<NoteOf, 'place' | 'until'>): Split {
  const pick = (isCovered: boolean) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => covers(place, until, name) === isCovered));
  return { covered: pick(true), others: pick(false) };
}

function merged({ name }: SegmentPlace, all: readonly Notes[]): Notes {
  return { [name]: entriesOf(together(all.flatMap(filesOf))) };
}

function filesOf(some: Notes): readonly EarlierFiles[] {
  return Object.values(some).map((files) => new Map(Object.entries(files)));
}

function entriesOf(files: EarlierFiles): Notes[string] {
  return Object.fromEntries([...files].map(([key, digests]) => [key, [...digests]]));
}

function bodyOf(all: Notes): Buffer {
  return Buffer.from(JSON.stringify(all));
}
