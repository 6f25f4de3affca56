/** One version of a key, as a listing of versions tells of it; `modifiedAt` in epoch ms. Delete markers are none. */
export type ListedVersion = {
  readonly key: string;
  readonly versionId: string | undefined;
  readonly entityTag: string;
  readonly modifiedAt: number;
};

/** A version of a file. */
export type FoundVersion = {
  /** The one to be read, and the one with the same content that came first: what is made of the file is named by it. */
  readonly version: ListedVersion;
  readonly original: ListedVersion;
  readonly arrivedAt: number;
  /** Of which nothing may be left. */
  readonly replaced: readonly (string | undefined)[];
};

/**
 * A file of a load is written again by every load: each version is one of its own, unless it has the content that an earlier one had, and is only
 * put once more. `versions`: of one key, the oldest first; without a `versionId` it is the newest.
 */
export function loadVersion(
  versions: readonly ListedVersion[],
  versionId: string | undefined,
): FoundVersion | undefined {
  const version = versionId === undefined ? versions.at(-1) : versions.find((each) => each.versionId === versionId);
  if (version === undefined) return undefined;
  const original = originalOf(versions, version);
  return { version, original, arrivedAt: original.modifiedAt, replaced: [] };
}

/** Of a file of changes the newest version takes the place of those before; it came when the first of them did. */
export function changesVersion(versions: readonly ListedVersion[]): FoundVersion | undefined {
  const [first] = versions;
  const version = versions.at(-1);
  if (first === undefined || version === undefined) return undefined;
  const original = originalOf(versions, version);
  const replaced = versions.filter((each) => originalOf(versions, each) !== original).map((each) => each.versionId);
  return { version, original, arrivedAt: first.modifiedAt, replaced };
}

/** When the generations of a table began (epoch ms): as versions of its first load file came, `versions`, the oldest first. */
export function startsOf(versions: readonly ListedVersion[]): readonly number[] {
  const originals = versions.filter((version) => originalOf(versions, version) === version);
  return [...new Set(originals.map(({ modifiedAt }) => modifiedAt))].toSorted((a, b) => a - b);
}

function originalOf(versions: readonly ListedVersion[], { key, entityTag }: ListedVersion): ListedVersion {
  const original = versions.find((each) => each.key === key && each.entityTag === entityTag);
  if (original === undefined) throw new TypeError(`${key} has no version ${entityTag}`);
  return original;
}

/**
 * The generation of a file that arrived then: the latest that had begun; 0 for changes before any load. Of a load whose files are written side by
 * side a later one may come before the first: it is of the generation that begins next.
 */
export function generationAt(starts: readonly number[], arrivedAt: number, isLoad: boolean): number {
  const begun = starts.filter((start) => start <= arrivedAt).at(-1);
  return begun ?? (isLoad ? starts[0] : undefined) ?? 0;
}
