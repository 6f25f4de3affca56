import type { RawObject } from '@tributary/shared/objects/raw-object.ts';
import type { OpenVersion } from '@tributary/shared/objects/raw-objects.ts';
import { type ListVersions, versionsUnder } from '@tributary/shared/objects/raw-versions.ts';
import type { SourceObject } from '@tributary/shared/objects/source-object.ts';
import { SupersededError } from '@tributary/shared/objects/superseded-error.ts';
import type { Table } from '../core/declaration/changes.ts';
import { type ChangeFile, firstLoadPrefix } from '../core/files/change-file.ts';
import { changesVersion, generationAt, type ListedVersion, loadVersion, startsOf } from '../core/files/generation.ts';
import type { ArrivedFile } from './arrived-file.ts';

type Arrival = { readonly object: RawObject; readonly file: ArrivedFile };

/** Finds and opens what a message tells of, and what S3 says of when it came; undefined where it is gone. */
export type FindArrival = (source: SourceObject, file: ChangeFile, offset: number) => Promise<Arrival | undefined>;

export type ArrivalDeps = { readonly list: ListVersions; readonly openVersion: OpenVersion };

/**
 * Of a load each version that a message names; of changes the newest, in the place of those before. Both also where a delete marker is newer: DMS
 * deletes what it has written when a load begins anew.
 */
export function createFindArrival({ list, openVersion }: ArrivalDeps): FindArrival {
  const contentsOf = async (bucket: string, prefix: string): Promise<readonly ListedVersion[]> => {
    const versions: ListedVersion[] = [];
    for await (const { key, versionId, entityTag, modifiedAt } of versionsUnder(list, bucket, prefix))
      if (entityTag !== undefined) versions.push({ key, versionId, entityTag, modifiedAt });
    return versions.toReversed().toSorted((a, b) => a.modifiedAt - b.modifiedAt);
  };
  const versionsOfKey = async ({ bucket, key }: SourceObject) =>
    (await contentsOf(bucket, key)).filter((version) => version.key === key);

  return async function findArrival(source, { source: endpoint, table, isLoad, isParquet }, offset) {
    const versions = await versionsOfKey(source);
    const found = isLoad ? loadVersion(versions, source.versionId) : changesVersion(versions);
    if (found === undefined) return undefined;
    const { version, original, arrivedAt } = found;
    const generations = new Map<Table, number>();
    for (const each of table === undefined ? endpoint.tables : [table]) {
      const loads = await contentsOf(source.bucket, firstLoadPrefix(endpoint, each));
      generations.set(each, generationAt(startsOf(loads), arrivedAt, isLoad));
    }
    const opened = await openVersion({ ...source, versionId: version.versionId }, offset);
    return {
      object: {
        ...opened,
        versionId: original.versionId,
        otherVersions: async () => (isLoad ? [] : replacedBy(original, await versionsOfKey(source))),
      },
      file: {
        source: endpoint,
        table,
        isParquet,
        kind: { isLoad, arrivedAt, isTransactions: table === undefined },
        generationOf: (each) => generations.get(each) ?? 0,
      },
    };
  };
}

/** Asked once more when the rows are about to be written. */
function replacedBy(original: ListedVersion, versions: readonly ListedVersion[]): readonly (string | undefined)[] {
  const now = changesVersion(versions);
  if (now !== undefined && now.original.versionId !== original.versionId)
    throw new SupersededError(`${original.key} has a newer version`);
  return now?.replaced ?? [];
}
