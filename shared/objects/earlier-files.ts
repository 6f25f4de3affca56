/**
 * What earlier parses left behind: for each key the digests of what may lie there. More than one where a parse did not come to its end, and
 * `unknown` where a receipt says no digest.
 */
export type EarlierFiles = ReadonlyMap<string, readonly string[]>;

/** Keys of files and the SHA-256 of what is in them, hex. */
export type MadeFiles = Readonly<Record<string, string>>;

export type FileChanges = {
  /** Keys that may be there and were not made now. */
  readonly removed: readonly string[];
  /** Keys under which something else may have lain, or nothing. */
  readonly written: readonly string[];
};

/** No digest is this. */
const unknown = 'unknown';

/** Receipts of earlier versions have no digests. */
export function filesOfReceipt(written: readonly string[], digests: MadeFiles): EarlierFiles {
  return new Map(written.map((key) => [key, [digests[key] ?? unknown]]));
}

export function together(all: readonly EarlierFiles[]): EarlierFiles {
  const files = new Map<string, readonly string[]>();
  for (const [key, digests] of all.flatMap((each) => [...each])) {
    files.set(key, [...new Set([...(files.get(key) ?? []), ...digests])]);
  }
  return files;
}

export function changesSince(earlier: EarlierFiles, made: MadeFiles): FileChanges {
  return {
    removed: [...earlier.keys()].filter((key) => !Object.hasOwn(made, key)),
    written: Object.entries(made).flatMap(([key, digest]) => {
      const before = earlier.get(key);
      return before?.every((each) => each === digest) === true ? [] : [key];
    }),
  };
}
