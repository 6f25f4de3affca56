import type { Log } from '@tributary/shared/lambda.ts';
import type { SourceObject } from '../../core/batch.ts';
import { type FindPartitions, partitionName } from './partitions.ts';

export type RegistrationDeps = {
  readonly findPartitions: FindPartitions;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly log: Pick<Log, 'warn'>;
};

const waitsMillis = [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000];

/**
 * Waits a while for the catalog to register the objects' partitions, and gives the objects that can be read. One whose
 * partition the catalog does not know reads as no rows at all: merging it would lose them without a word.
 */
export async function awaitRegistration(
  { findPartitions, sleep, log }: RegistrationDeps,
  table: string,
  objects: readonly SourceObject[],
): Promise<ReadonlySet<SourceObject>> {
  const partitions = new Map(objects.map((object) => [nameOf(object), valuesOf(object)]));
  let found = await findPartitions(table, [...partitions.values()]);
  for (const wait of waitsMillis) {
    if (found.size >= partitions.size) break;
    await sleep(wait);
    found = await findPartitions(table, [...partitions.values()]);
  }
  const missing = [...partitions.keys()].filter((name) => !found.has(name));
  if (missing.length > 0) log.warn('Partitions are not registered yet', { table, missing });
  return new Set(objects.filter((object) => found.has(nameOf(object))));
}

function valuesOf({ partitions }: SourceObject): readonly string[] {
  return partitions.map(({ value }) => value);
}

function nameOf(object: SourceObject): string {
  return partitionName(valuesOf(object));
}
