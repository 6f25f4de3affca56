import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { atOnce } from '../files/at-once.ts';
import type { Declared } from '../jobs/declared.ts';
import { type Look, readLook } from '../jobs/look.ts';
import { createReader, NotDeployedError, placeOf, type Stage } from '../jobs/place.ts';

/** What statements do and have set aside; `missing`: services that are not there, in words. */
export type JobsSeen = { readonly looks: readonly Look[]; readonly missing: readonly string[] };

const looksAtOnce = 4;
const untilLast = 3;

export async function seeJobs(
  client: Pick<DynamoDBClient, 'send'>,
  declared: readonly Declared[],
  { stage, now }: { readonly stage: Stage; readonly now: number },
): Promise<JobsSeen> {
  const missing = new Map<string, string>();
  const looks = await atOnce(looksAtOnce, declared, async (of) => {
    if (missing.has(of.service)) return undefined;
    try {
      return await readLook(createReader(client, placeOf(of.service, stage)), of, { now, most: untilLast });
    } catch (error) {
      if (!(error instanceof NotDeployedError)) throw error;
      missing.set(error.service, error.message);
      return undefined;
    }
  });
  return { looks: looks.flatMap((look) => look ?? []), missing: [...missing.values()] };
}
