import { createHash } from 'node:crypto';
import type { Clock } from '../../kernel/clock.ts';
import { AwsError } from '../../kernel/error.ts';

const keptMs = 600_000;

/**
 * Client tokens of transactions: for ten minutes the same request is not done again, and another with the token is refused
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-apis-txwriteitems).
 */
export function createRequestTokens({ now }: Pick<Clock, 'now'>) {
  const known = new Map<string, { readonly digest: string; readonly at: number }>();
  return {
    /** Whether the request was done already. */
    isDone(token: string | undefined, request: string): boolean {
      for (const [key, { at }] of known) if (at < now() - keptMs) known.delete(key);
      const before = known.get(token ?? '');
      if (before && before.digest !== digest(request))
        throw new AwsError(
          'IdempotentParameterMismatchException',
          'The provided client token is already in use with different parameters',
        );
      return before !== undefined;
    },
    done(token: string | undefined, request: string): void {
      if (token !== undefined) known.set(token, { digest: digest(request), at: now() });
    },
  };
}

const digest = (request: string) => createHash('sha256').update(request).digest('hex');
