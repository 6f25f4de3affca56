import { InvalidArgumentError } from '@commander-js/extra-typings';

/**
 * Reads an id that lines are searched for: of an invocation, a message, an event, a statement, or an object's key or `s3://…`, of which the
 * key is what functions write. It becomes a quoted term of a filter pattern, which has no way to hold a quote.
 */
export function logId(text: string): string {
  const id = text.replace(/^s3:\/\/[^/]+\//, '');
  if (id.trim() !== '' && id.length <= 900 && !/["\p{Cc}]/u.test(id)) return id;
  throw new InvalidArgumentError(
    'It takes an id as functions write it: of an invocation, a message, an event, a statement, or the key of an object; no quotes.',
  );
}
