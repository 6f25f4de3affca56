import { lookUntil } from '../terminal/look-until.ts';

/** How far a table is whose types are made anew. */
export type RetypeSeen = {
  /** The generation that is being made, or was made last; 1 where none ever was. */
  readonly making: number;
  /** That which readers see. */
  readonly shown: number;
  /** For the moment in which generations are changed it is a view. */
  readonly isView: boolean;
  /** Of files whose rows are made again; `isCut`: there are more. */
  readonly receipts: { readonly count: number; readonly isCut: boolean };
};

export type FollowingRetype = {
  readonly look: () => Promise<RetypeSeen>;
  readonly tell: (words: string) => void;
  readonly awaits: (what: string) => void;
  /** Where it is said why nothing moves. */
  readonly whereToLook: string;
  readonly pause: (millis: number) => Promise<void>;
  readonly now: () => number;
};

/** Looks until readers see a generation that is newer than those `before` the request. Throws StuckError where nothing moves. */
export async function followRetype(
  table: string,
  before: Pick<RetypeSeen, 'making' | 'shown'>,
  { look, tell, awaits, whereToLook, pause, now }: FollowingRetype,
): Promise<RetypeSeen> {
  const last = Math.max(before.making, before.shown);
  const isTaken = ({ making }: RetypeSeen) => making > last;
  return lookUntil({
    look,
    isDone: ({ shown, isView }) => shown > last && !isView,
    tell(seen) {
      if (seen.shown > last) awaits(`the partitions of ${table}`);
      else if (isTaken(seen)) awaits(`rows of ${table} to be made again`);
      tell(wordsOf(table, seen, isTaken(seen)));
    },
    // Of very many files it is not seen how they go on.
    stateOf: (seen) => (seen.receipts.isCut ? `${now()}` : JSON.stringify(seen)),
    stuck: (seen, minutes) =>
      `${isTaken(seen) ? `Of ${table} nothing was made again` : `The order to make ${table} again was not taken up`} for ${minutes} minutes: ${whereToLook}`,
    pause,
    now,
  });
}

function wordsOf(table: string, { making, shown, receipts: { count, isCut } }: RetypeSeen, isTaken: boolean): string {
  if (!isTaken) return `${table} is to be made again`;
  if (shown >= making) return `${table} is being shown with its new types`;
  if (count === 0) return `the files of ${table} are read for their types`;
  return `rows of ${count.toLocaleString('en-GB')}${isCut ? ' files and more' : count === 1 ? ' file' : ' files'} of ${table} are made again`;
}
