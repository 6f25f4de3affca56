import { objectCreated } from '@tributary/shared/events.ts';
import type { ReadFrom } from '@tributary/shared/objects/object-part.ts';
import type { RawObject } from '@tributary/shared/objects/raw-object.ts';
import type { Key } from '@tributary/shared/objects/source-object.ts';
import * as z from 'zod';

/** S3's `Object Created`; with `from`, the function's own message about the rest of an object. */
const message = objectCreated.extend({
  from: z
    .object({
      position: z.array(z.number().int().nonnegative()).min(1).max(3),
      isGzip: z.boolean(),
      /** Of which bytes; earlier code has not said it: of the event's version. */
      which: z.string().optional(),
    })
    .optional(),
});

/** What parse-direct keeps: all versions of such a key are the same, and what is made of them is too. */
const namedByContent = 'raw/logs/haproxy-direct/';

export type ReadRequest = {
  readonly source: Key;
  readonly isNamedByContent: boolean;
  /** Where to go on with the bytes that are there, where they are those that were begun with. */
  readonly fromOf: (object: Pick<RawObject, 'versionId' | 'which'>) => ReadFrom | undefined;
  readonly offset: number;
  /** The body of the message that has the rest parsed, or without `rest` all of it. */
  readonly nextMessage: (rest?: ReadFrom & { readonly which: string }) => string;
};

/** Reads a message of the parse queue; throws a ZodError that says what it lacks. */
export function readRequest(body: unknown): ReadRequest {
  const { from, ...event } = message.parse(body);
  const { bucket, object } = event.detail;
  const isSame = ({ versionId, which }: Pick<RawObject, 'versionId' | 'which'>) =>
    from?.which === undefined ? versionId === object['version-id'] : from.which === which;
  return {
    source: { bucket: bucket.name, key: object.key },
    isNamedByContent: object.key.startsWith(namedByContent),
    fromOf: (opened) => (from !== undefined && isSame(opened) ? from : undefined),
    offset: from?.position[0] ?? 0,
    nextMessage: (rest) => JSON.stringify({ ...event, ...(rest === undefined ? {} : { from: rest }) }),
  };
}
