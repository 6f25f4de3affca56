import { objectCreated } from '@tributary/shared/events.ts';
import type { ReadFrom } from '@tributary/shared/objects/object-part.ts';
import type { SourceObject } from '@tributary/shared/objects/source-object.ts';
import * as z from 'zod';

/** S3's `Object Created`; with `from`, the function's own message about the rest of an object. */
const message = objectCreated.extend({
  from: z.object({ position: z.array(z.number().int().nonnegative()).min(1).max(3), isGzip: z.boolean() }).optional(),
});

/** What parse-direct keeps: all versions of such a key are the same, and what is made of them is too. */
const namedByContent = 'raw/logs/haproxy-direct/';

export type ReadRequest = {
  readonly source: SourceObject;
  readonly from?: ReadFrom | undefined;
  /** The body of the message that has the rest parsed. */
  readonly restMessage: (rest: ReadFrom) => string;
};

/** Reads a message of the parse queue; throws a ZodError that says what it lacks. */
export function readRequest(body: unknown): ReadRequest {
  const read = message.parse(body);
  const { bucket, object } = read.detail;
  const versionId = object.key.startsWith(namedByContent) ? undefined : object['version-id'];
  return {
    source: { bucket: bucket.name, key: object.key, ...(versionId === undefined ? {} : { versionId }) },
    from: read.from,
    restMessage: (rest) => JSON.stringify({ ...read, from: rest }),
  };
}
