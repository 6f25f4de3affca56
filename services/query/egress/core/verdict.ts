import { isNewer } from './history.ts';
import type { CopyRun } from './state.ts';

/** What a destination says of itself: which version it has, and which run brought it. */
export type Book = {
  readonly lineage: string;
  readonly sequence: number;
  /** Epoch ms. */
  readonly committedAt: number;
  readonly run: string;
  readonly number: number;
};

export type Verdict =
  | 'apply'
  /** It is there already, or a newer one is. */
  | 'there'
  /** The scope builds upon what the destination has not. */
  | 'needs all';

/** What a run is to do at a destination; `book` is undefined where the destination has no table, or none of ours. */
export function verdict(
  run: Pick<CopyRun, 'id' | 'number' | 'version' | 'scope' | 'base'>,
  book: Book | undefined,
): Verdict {
  if (book !== undefined && isThere(run, book)) return 'there';
  return run.scope === 'all' || isBase(run, book) ? 'apply' : 'needs all';
}

function isThere({ id, number, version }: Pick<CopyRun, 'id' | 'number' | 'version'>, book: Book): boolean {
  if (book.run === id || isNewer(book, version)) return true;
  return !isNewer(version, book) && book.number >= number;
}

function isBase({ version, base = 0 }: Pick<CopyRun, 'version' | 'base'>, book: Book | undefined): boolean {
  return book !== undefined && book.lineage === version.lineage && book.sequence >= base;
}
