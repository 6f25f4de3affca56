import { readObjectMessage } from '@tributary/shared/objects/object-message.ts';
import type { OpenRaw } from '@tributary/shared/objects/raw-objects.ts';
import type { ParseRequest, ParseResult } from '../../parsing/parse-logs.ts';

export type ParseMessageDeps = {
  readonly open: OpenRaw;
  readonly parseLogs: (request: ParseRequest) => Promise<ParseResult>;
  /** Puts a message into the function's own queue. */
  readonly send: (body: string) => Promise<void>;
};

/** What parse-direct keeps: all versions of such a key are the same, and what is made of them is too. */
const namedByContent = 'raw/logs/haproxy-direct/';

/**
 * Parses the object that a message names, as it is now: an event only says that something happened to the key, and events come late, twice and
 * in any order. Of a key that is gone nothing is made, and what was made of it stays: undefined.
 */
export function createParseMessage({ open, parseLogs, send }: ParseMessageDeps) {
  return async function parseMessage(body: unknown, remainingMs: () => number): Promise<ParseResult | undefined> {
    const { source: told, fromOf, offset, nextMessage } = readObjectMessage(body);
    const source = { bucket: told.bucket, key: told.key };
    const opened = await open(source, offset);
    if (opened === undefined) return undefined;
    const object = source.key.startsWith(namedByContent)
      ? { ...opened, versionId: undefined, otherVersions: async () => [] }
      : opened;
    const result = await parseLogs({ source, object, from: fromOf(opened), remainingMs });
    if (result.isSuperseded) await send(nextMessage());
    else if (result.rest !== undefined) await send(nextMessage({ ...result.rest, which: opened.which }));
    return result;
  };
}
