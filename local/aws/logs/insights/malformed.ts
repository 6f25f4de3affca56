import { AwsError } from '../../../kernel/error.ts';

/** A query that cannot be read, with the place: line and column from 1, and the position from 0 as the model has it. */
export function malformed(query: string, at: number, reason?: string): AwsError {
  const before = query.slice(0, at).split('\n');
  const place = `(${before.length},${(before.at(-1)?.length ?? 0) + 1})`;
  const found = /^\S+/.exec(query.slice(at))?.[0];
  const message = reason ?? (found === undefined ? 'unexpected end of the query' : `unexpected symbol found ${found}`);
  return new AwsError('MalformedQueryException', `${message} at line ${before.length} and position ${place}`, 400, {
    queryCompileError: {
      location: { startCharOffset: at, endCharOffset: at + (found?.length ?? 0) },
      message,
    },
  });
}
