import { createHash } from 'node:crypto';
import * as z from 'zod';

/**
 * Corrections: a raw object was parsed again and became other files than before. Each is a JSON object of the lake bucket, written once the
 * new files are there and the old ones gone; S3's `Object Created` of it tells everybody downstream. At least once and unordered, as all such
 * events: what a correction says is to be looked at as it is now.
 */
export const correctionsPrefix = 'corrections/';

/** Keys are of the lake bucket. `removed` are gone, `written` were replaced by other content or are new. */
export const correction = z.object({
  version: z.literal('1'),
  database: z.enum(['raw', 'lake']),
  table: z.string().min(1),
  sourceKey: z.string().min(1),
  removed: z.array(z.string().min(1)),
  written: z.array(z.string().min(1)),
});

export type Correction = z.infer<typeof correction>;

/** Keys of S3 have 1,024 bytes at most: an object of so many stays below 2 MB whatever they are, and is some 110 kB. */
export const maxCorrectionKeys = 1000;

/**
 * The objects that say it, `corrections/<table>/<name>-<digest of the content>.json`: none where there is nothing to say, several where there
 * are many keys. The same correction has the same objects.
 */
export function correctionObjects(
  name: string,
  { removed, written, ...rest }: Correction,
): readonly { readonly key: string; readonly body: string }[] {
  const changes = [
    ...removed.toSorted().map((key) => ({ key, isRemoved: true })),
    ...written.toSorted().map((key) => ({ key, isRemoved: false })),
  ];
  return chunksOf(changes).map((chunk) => {
    const keys = (isRemoved: boolean) => chunk.filter((each) => each.isRemoved === isRemoved).map(({ key }) => key);
    const said: Correction = { ...rest, removed: keys(true), written: keys(false) };
    const body = JSON.stringify(said);
    const digest = createHash('sha256').update(body).digest('hex').slice(0, 32);
    return { key: `${correctionsPrefix}${rest.table}/${name}-${digest}.json`, body };
  });
}

function chunksOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / maxCorrectionKeys);
  return Array.from({ length: count }, (_, at) => all.slice(at * maxCorrectionKeys, (at + 1) * maxCorrectionKeys));
}
