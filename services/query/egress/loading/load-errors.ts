import type { CopyFailure } from '../core/state.ts';

/** The scope of a run builds upon a version that the destination has not. */
export class NeedsAllError extends Error {
  override readonly name = 'NeedsAllError';
}

/** A database refuses something, or cannot be reached; the text has nothing of the secret. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly retryable: boolean;
  constructor(message: string, retryable: boolean) {
    super(message);
    this.retryable = retryable;
  }
}

// Of Node's sockets, of MySQL and MariaDB, of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html): the same may succeed later.
const passing =
  /^(E(CONN|TIMEDOUT|PIPE|HOST|NET|AI_AGAIN)|PROTOCOL_|ER_(LOCK_|CON_COUNT|TOO_MANY_USER|SERVER_SHUTDOWN|QUERY_INTERRUPTED|CONNECTION_KILLED|NET_|XA_RB)|08...$|40...$|53...$|55P03$|57...$)/;

/** An error of a driver as ours, without the secret's password, whose words it may repeat. */
export function databaseError(error: unknown, password: string): DatabaseError {
  const { code, message } = partsOf(error);
  const said = password === '' ? message : message.replaceAll(password, '…');
  const isLost = /connection (terminated|is closed|lost)|closed state|socket hang up/i.test(message);
  return new DatabaseError(
    code === undefined || said.includes(code) ? said : `${code}: ${said}`,
    isLost || passing.test(code ?? ''),
  );
}

function partsOf(error: unknown): { readonly code?: string; readonly message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  // What could be reached by no address is told by an error without words of its own.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  const message = error.message === '' && first instanceof Error ? first.message : error.message;
  return 'code' in error && typeof error.code === 'string' ? { code: error.code, message } : { message };
}

/** What a load that threw has come to. */
export function failureOfLoad(error: unknown): CopyFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof NeedsAllError) return { category: 'other', message, retryable: true, needsAll: true };
  if (error instanceof DatabaseError && !error.retryable) return { category: 'user', message, retryable: false };
  return { category: 'system', message, retryable: true };
}
