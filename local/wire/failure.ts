import { DiskError, isDiskFailure } from '../kernel/disk.ts';
import { AwsError } from '../kernel/error.ts';
import type { HttpExchange } from '../kernel/operation.ts';
import { type ErrorFormat, writeError } from './error-body.ts';
import type { RestResponse } from './rest.ts';
import { formatOf } from './spoken.ts';

/** Tells of what failed here, not at the caller's. */
export type Report = (error: Error) => void;

/** What went wrong, as AWS says it; a failure that is no answer of AWS's is reported. */
export function asAwsError(error: unknown, report: Report): AwsError {
  if (error instanceof AwsError) return error;
  // A stray % in a path.
  if (error instanceof URIError) return new AwsError('InvalidURI', "Couldn't parse the specified URI.", 400);
  if (error instanceof DiskError) return new AwsError('InternalFailure', error.message, 500);
  if (isDiskFailure(error)) return new AwsError('InternalFailure', new DiskError(placeOf(error), error).message, 500);
  const cause = error instanceof Error ? error : new Error(String(error));
  report(cause);
  return new AwsError('InternalFailure', `The local cloud failed: ${cause.message}`, 500);
}

/** Answers a request that belongs to no service here, in the words of whoever asks. */
export function refuse(
  error: AwsError,
  http: HttpExchange,
  { service, requestId, otherwise }: { service?: string; requestId: string; otherwise: ErrorFormat },
): RestResponse {
  return { status: error.status, ...writeError(error, formatOf(http, service) ?? otherwise, requestId) };
}

/** The operating system names the file where it was being opened, not where it was being written. */
function placeOf(error: unknown): string {
  return error instanceof Error && 'path' in error ? String(error.path) : "a file of the local cloud's state";
}

const broken: readonly unknown[] = ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR', 'ERR_STREAM_DESTROYED'];

/** Whether an error only says that the connection ended. */
export function isBrokenConnection(error: Error): boolean {
  return 'code' in error && broken.includes(error.code);
}
