import * as z from 'zod';
import { type EarlierFiles, filesOfReceipt } from './earlier-files.ts';
import type { LakeObjects } from './lake-objects.ts';
import type { Position } from './position.ts';
import { covers, receiptOf, type SegmentPlace } from './segment-place.ts';

export type EarlierParse = { readonly receiptKey: string; readonly files: EarlierFiles };

const earlierReceipt = z.object({
  written: z.array(z.string()),
  digests: z.record(z.string(), z.string()).default({}),
});

/**
 * What earlier parses made of a segment, as their receipts say: of this one, and of those that begin within it because the object was cut
 * elsewhere. Asked by a listing: of a key that is not there, GetObject says 403 to who may list only some prefixes.
 */
export async function readEarlierParses(
  lake: Pick<LakeObjects, 'list' | 'readText'>,
  place: SegmentPlace,
  until: Position | undefined,
): Promise<readonly EarlierParse[]> {
  const { receipts, folder, objectName } = place;
  const keys = await lake.list(`${receipts}${folder}${objectName}`);
  const names = keys.map((key) => key.slice(`${receipts}${folder}`.length, -'.json'.length));
  const parses: EarlierParse[] = [];
  for (const name of names.filter((each) => covers(place, until, each))) {
    const receiptKey = receiptOf({ receipts, folder, name });
    const { written, digests } = earlierReceipt.parse(JSON.parse(await lake.readText(receiptKey)));
    parses.push({ receiptKey, files: filesOfReceipt(written, digests) });
  }
  return parses;
}
