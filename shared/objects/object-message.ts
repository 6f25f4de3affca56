import * as z from 'zod';
import { objectCreated } from '../events.ts';
import type { ReadFrom } from './object-part.ts';
import type { RawObject } from './raw-object.ts';
import type { SourceObject } from './source-object.ts';

/** S3's `Object Created`; with `from`, a converter's own message about the rest of an object. */
const message = objectCreated.extend({
  from: z
    .object({
      position: z.array(z.number().int().nonnegative()).min(1).max(3),
      isGzip: z.boolean(),
      records: z.number().int().nonnegative().optional(),
      /** Of which bytes; earlier code has not said it: of the event's version. */
      which: z.string().optional(),
    })
    .optional(),
});

export type ObjectMessage = {
  readonly source: SourceObject;
  /** Where to go on with the bytes that are there, where they are those that were begun with. */
  readonly fromOf: (object: Pick<RawObject, 'versionId' | 'which'>) => ReadFrom | undefined;
  readonly offset: number;
  /** The body of the message that has the rest converted, or without `rest` all of it. */
  readonly nextMessage: (rest?: ReadFrom & { readonly which: string }) => string;
};

/** Reads a message of a converter's queue; throws a ZodError that says what it lacks. */
export function readObjectMessage(body: unknown): ObjectMessage {
  const { from, ...event } = message.parse(body);
  const { bucket, object } = event.detail;
  const versionId = object['version-id'] === '' ? undefined : object['version-id'];
  const isSame = (opened: Pick<RawObject, 'versionId' | 'which'>) =>
    from?.which === undefined ? opened.versionId === versionId : from.which === opened.which;
  return {
    source: { bucket: bucket.name, key: object.key, versionId },
    fromOf: (opened) => (from !== undefined && isSame(opened) ? from : undefined),
    offset: from?.position[0] ?? 0,
    nextMessage: (rest) => JSON.stringify({ ...event, ...(rest === undefined ? {} : { from: rest }) }),
  };
}
