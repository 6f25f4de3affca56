import { partitionsOf } from '@tributary/shared/partitions.ts';
import { count } from '../terminal/count.ts';
import { lookUntil } from '../terminal/look-until.ts';
import { atOnce } from './at-once.ts';
import type { FileReceipt } from './file-receipts.ts';
import type { PutFile } from './put-files.ts';

/** A file of which all is read, and what became of it. */
export type Became = { readonly file: PutFile; readonly receipts: readonly FileReceipt[] };

export type Followed = { readonly done: number; readonly segments: number; readonly unregistered: number };

export type Following = {
  /** The table's, as it is now; 1 where there is none yet. */
  readonly generation: () => Promise<number>;
  readonly receipts: (file: PutFile, generation: number) => Promise<readonly FileReceipt[]>;
  /** Of these values of partitions, those that the catalog does not have. */
  readonly unregistered: (values: readonly (readonly string[])[]) => Promise<readonly (readonly string[])[]>;
  readonly tell: (followed: Followed) => void;
  /** Where it is said why a function does nothing: a sentence. */
  readonly whereToLook: (name: 'convert' | 'register') => string;
  readonly pause: (millis: number) => Promise<void>;
  /** Epoch ms. */
  readonly now: () => number;
};

const patienceMs = 300_000;
const looksAtOnce = 16;
/** Of files that are not done, so many are looked at each time. */
const mostLooks = 64;

/** Looks again and again until all rows of the files can be queried. Throws StuckError where nothing moves for five minutes. */
export async function followFiles(files: readonly PutFile[], following: Following): Promise<readonly Became[]> {
  const { tell, whereToLook, pause, now } = following;
  const became: Became[] = [];
  let pending = [...files];
  let unregistered: readonly (readonly string[])[] = [];
  await lookUntil<Followed>({
    async look() {
      const looked = await look(pending.slice(0, mostLooks), following);
      const [done, going] = [looked.filter(isWhole), looked.filter((each) => !isWhole(each))];
      became.push(...done);
      // Those that were looked at in vain come last.
      pending = [...pending.slice(mostLooks), ...going.map(({ file }) => file)];
      const wanted = distinct([...unregistered, ...done.flatMap(partitionsIn)]);
      unregistered = wanted.length === 0 ? [] : await following.unregistered(wanted);
      const segments = looked.reduce((sum, { receipts }) => sum + receipts.length, 0);
      return { done: became.length, segments, unregistered: unregistered.length };
    },
    isDone: () => pending.length === 0 && unregistered.length === 0,
    tell,
    stateOf: (seen) => JSON.stringify(seen),
    stuck: (_, minutes) =>
      `${tellStuck(pending, `for ${minutes} minutes`)}. ${whereToLook(pending.length > 0 ? 'convert' : 'register')}`,
    patienceMs,
    pause,
    now,
  });
  return became;
}

async function look(files: readonly PutFile[], { generation, receipts }: Following): Promise<readonly Became[]> {
  const current = files.length === 0 ? 1 : await generation();
  return atOnce(looksAtOnce, files, async (file) => ({ file, receipts: await receipts(file, current) }));
}

/** Its segments are made one after the other. */
function isWhole({ receipts }: Became): boolean {
  return receipts.some((receipt) => receipt.is_last);
}

function partitionsIn({ receipts }: Became): readonly (readonly string[])[] {
  const files = receipts.flatMap(({ written }) => written.filter((key) => key.startsWith('lake/')));
  return files.map((key) => partitionsOf(key).map(({ value }) => value));
}

function distinct(all: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(all.map((values) => [JSON.stringify(values), values])).values()];
}

function tellStuck([first, ...others]: readonly PutFile[], during: string): string {
  if (first === undefined) return `The rows are written, and ${during} their partitions were not registered`;
  const more = others.length === 0 ? '' : ` and ${count(others.length, 'more file')}`;
  return `Nothing has become of ${first.key}${more} ${during}`;
}
