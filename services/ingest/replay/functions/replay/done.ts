import type { ListedObject } from '../../core/object-created.ts';
import type { Buckets } from './buckets.ts';
import { objectDigest } from './facts-of-records.ts';

/** Says of an object that all in it has arrived, and that no run needs to look at it again. */
export async function markDone(
  { writeRaw }: Pick<Buckets, 'writeRaw'>,
  object: ListedObject,
  run: string,
): Promise<void> {
  const { bucket, key, versionId } = object;
  await writeRaw(doneKey(object), Buffer.from(`${JSON.stringify({ bucket, key, version_id: versionId, run })}\n`));
}

export function doneKey(object: ListedObject): string {
  return `replay/done/${objectDigest(object)}.json`;
}
