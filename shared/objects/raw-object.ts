import type { ReadRange } from './object-bytes.ts';

/** An object as it was when it was opened: all ranges are of the same bytes. */
export type RawObject = {
  /** Undefined where versions are not kept. */
  readonly versionId: string | undefined;
  /** Which bytes these are: another content of the key has another. */
  readonly which: string;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
  readonly readRange: ReadRange;
  /** The ids of all other versions of its key. Throws SupersededError where one of them is the newest. */
  readonly otherVersions: () => Promise<readonly (string | undefined)[]>;
};

/** One version of a key. `entityTag`: of its content; undefined of a delete marker. */
export type Version = {
  readonly versionId: string | undefined;
  readonly entityTag: string | undefined;
  readonly isLatest: boolean;
  /** Epoch milliseconds; S3 knows seconds. */
  readonly modifiedAt: number;
};

/** What tells one content of a key from another. */
export function whichOf({ versionId, entityTag }: Pick<Version, 'versionId' | 'entityTag'>): string {
  return `${versionId ?? 'null'} ${entityTag}`;
}
