import { correctionObjects } from '../corrections.ts';
import { changesSince, type FileChanges, together } from './earlier-files.ts';
import { readEarlierParses } from './earlier-parses.ts';
import type { LakeObjects } from './lake-objects.ts';
import { leaveNote, type NoteOf } from './note.ts';
import { receiptOf, type SegmentPlace } from './segment-place.ts';

/** One time that a segment's files are written, in the place of others perhaps. */
export type Attempt = {
  /** Once the files are written: removes what earlier parses made and this one did not, and says what is different. Throws MeanwhileError. */
  readonly replace: () => Promise<void>;
  /** Once the receipt is written. */
  readonly end: () => Promise<void>;
};

export type AttemptOf = NoteOf & {
  /** Those that the object may become rows of. */
  readonly tables: readonly string[];
  /** The same place in the other versions of the object, of which what was made goes. Throws SupersededError where one is newer. */
  readonly siblings: () => Promise<readonly SegmentPlace[]>;
};

/** Begins an attempt, before its first file is written. */
export function createBeginAttempt(lake: LakeObjects, rejectedPrefix: string) {
  const replace = createReplace(lake, rejectedPrefix);
  return async function beginAttempt(attempt: AttemptOf): Promise<Attempt> {
    const { place, until, made } = attempt;
    // In this order: an attempt that ends meanwhile writes its receipt before it takes its note away; and who looked for versions before it left
    // a note might come between the newer one's look for notes and its own first file.
    const note = await leaveNote(lake, attempt);
    const siblings = await attempt.siblings();
    const left = [...note.left, ...(await note.takeOver(siblings))];
    const parses = (await Promise.all([place, ...siblings].map((each) => readEarlierParses(lake, each, until)))).flat();
    const earlier = [...parses.map(({ files }) => files), ...left];
    const others = parses.map(({ receiptKey }) => receiptKey).filter((key) => key !== receiptOf(place));
    return {
      async replace() {
        // Of a first parse there is nothing to say: its files are new.
        if (earlier.length > 0) await replace(attempt, changesSince(together(earlier), made), others);
        await note.confirm();
      },
      end: note.remove,
    };
  };
}

/**
 * Nothing outside of the tables and of what is rejected is ever removed, whatever a receipt says. Receipts of segments that are none any more
 * go last: until then all of it can be done again.
 */
function createReplace(lake: LakeObjects, rejectedPrefix: string) {
  return async ({ place, tables }: AttemptOf, changes: FileChanges, receipts: readonly string[]): Promise<void> => {
    const prefixes = [rejectedPrefix, ...tables.map((table) => `lake/${table}/`)];
    const stale = changes.removed.filter((key) => prefixes.some((prefix) => key.startsWith(prefix)));
    for (const key of stale) await lake.remove(key);
    for (const table of tables) await tell(lake, { place, table, changes });
    for (const key of receipts) await lake.remove(key);
  };
}

type Told = { readonly place: SegmentPlace; readonly table: string; readonly changes: FileChanges };

async function tell(lake: LakeObjects, { place: { name, sourceKey }, table, changes }: Told): Promise<void> {
  const isOfTable = (key: string) => key.startsWith(`lake/${table}/`);
  const [removed, written] = [changes.removed.filter(isOfTable), changes.written.filter(isOfTable)];
  const said = { version: '1', database: 'lake', table, sourceKey, removed, written } as const;
  for (const { key, body } of correctionObjects(name, said)) {
    await lake.write(key, Buffer.from(body), 'application/json');
  }
}
