import { openJournal } from '../../kernel/journal.ts';
import { compareKeys, lowerBound } from './order.ts';
import type { ObjectVersion } from './record.ts';

/** One bucket's versions: in memory, sorted by key, every change on disk before it is seen. */
export type ObjectIndex = {
  /** Every key that has a version, in S3's order. */
  readonly keys: readonly string[];
  /** Newest first. */
  versions(key: string): readonly ObjectVersion[];
  newest(key: string): ObjectVersion | undefined;
  find(key: string, versionId: string): ObjectVersion | undefined;
  /** Puts the version in its place, or takes that of the one with the same id; that one is returned. */
  put(version: ObjectVersion): ObjectVersion | undefined;
  remove(key: string, versionId: string): ObjectVersion | undefined;
  readonly size: number;
};

const none: readonly ObjectVersion[] = [];

export function openObjectIndex(file: string): ObjectIndex {
  const journal = openJournal<ObjectVersion>(file);
  const byKey = new Map<string, ObjectVersion[]>();
  for (const version of journal.values()) {
    const versions = byKey.get(version.key);
    if (versions) versions.push(version);
    else byKey.set(version.key, [version]);
  }
  for (const versions of byKey.values()) versions.sort((a, b) => (a.sequencer < b.sequencer ? 1 : -1));
  const keys = [...byKey.keys()].sort(compareKeys);

  const find = (key: string, versionId: string) => byKey.get(key)?.find((version) => version.versionId === versionId);
  const drop = (version: ObjectVersion) => {
    const left = byKey.get(version.key)?.filter((other) => other !== version) ?? [];
    byKey.set(version.key, left);
  };
  return {
    keys,
    versions: (key) => byKey.get(key) ?? none,
    newest: (key) => byKey.get(key)?.[0],
    find,
    put(version) {
      const replaced = find(version.key, version.versionId);
      journal.put(journalKey(version.key, version.versionId), version);
      if (!byKey.has(version.key)) keys.splice(lowerBound(keys, version.key), 0, version.key);
      const others = (byKey.get(version.key) ?? []).filter((other) => other !== replaced);
      byKey.set(version.key, inOrder(version, others));
      return replaced;
    },
    remove(key, versionId) {
      const version = find(key, versionId);
      if (!version) return undefined;
      journal.delete(journalKey(key, versionId));
      drop(version);
      if (byKey.get(key)?.length === 0) {
        byKey.delete(key);
        keys.splice(lowerBound(keys, key), 1);
      }
      return version;
    },
    get size() {
      return journal.size;
    },
  };
}

function inOrder(version: ObjectVersion, others: readonly ObjectVersion[]): ObjectVersion[] {
  const place = others.findIndex((other) => other.sequencer < version.sequencer);
  const at = place < 0 ? others.length : place;
  return [...others.slice(0, at), version, ...others.slice(at)];
}

/** No key contains the separator: a key is at most 1,024 bytes of XML-safe text, and ids are base64. */
function journalKey(key: string, versionId: string): string {
  return `${versionId}/${key}`;
}
