import { AwsError } from '../kernel/error.ts';
import type { HttpExchange } from '../kernel/operation.ts';
import type { ServiceName } from '../kernel/sdk.ts';

/**
 * A presigned URL is valid by the cloud's clock, which may run ahead to show what a day later is like. The date in a header is the
 * caller's clock, which is the machine's: by that it is told whether a request is an old one.
 */
export type Now = { readonly cloud: number; readonly machine: number };

type Signed = Pick<HttpExchange, 'headers' | 'query'>;

const skewMs = 15 * 60_000;
/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const maxExpiresSeconds = 604_800;

/** Throws what AWS answers to a request whose own times are past, in the future or unreadable; signatures are not verified. */
export function checkTimes({ headers, query }: Signed, service: ServiceName, now: Now): void {
  if (query.has('X-Amz-Credential') && service === 's3') checkLink(query, now.cloud);
  else if (query.has('X-Amz-Credential')) checkOrder(query, service, now);
  else if (query.has('AWSAccessKeyId') && query.has('Signature')) checkVersion2(query, now.cloud);
  else checkStated(headers['x-amz-date'] ?? headers.date ?? '', service, now.machine);
}

/** A request without a date that can be read is taken as it is. */
function checkStated(stated: string, service: ServiceName, now: number): void {
  const time = timeOf(stated) ?? Date.parse(stated);
  if (Number.isNaN(time) || Math.abs(time - now) <= skewMs) return;
  throw service === 's3' ? tooSkewed(stated, now) : wrongTime(service, time, now);
}

function checkLink(query: URLSearchParams, now: number): void {
  const stamp = query.get('X-Amz-Date');
  const expires = query.get('X-Amz-Expires');
  if (stamp === null || expires === null || !query.has('X-Amz-Signature'))
    throw badQuery(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  const time = timeOf(stamp);
  if (time === undefined) throw badQuery("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  const end = time + secondsOf(expires) * 1000;
  if (time > now + skewMs) throw denied('Request is not valid yet', { ServerTime: iso(now) });
  if (now > end)
    throw denied('Request has expired', { 'X-Amz-Expires': expires, Expires: iso(end), ServerTime: iso(now) });
}

function secondsOf(expires: string): number {
  if (!/^-?\d+$/.test(expires)) throw badQuery('X-Amz-Expires should be a number');
  if (expires.startsWith('-')) throw badQuery('X-Amz-Expires must be non-negative');
  if (Number(expires) > maxExpiresSeconds)
    throw badQuery(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${maxExpiresSeconds} seconds`,
    );
  return Number(expires);
}

/** Other services than S3 give an order in a URL a quarter of an hour, or the time that it names. */
function checkOrder(query: URLSearchParams, service: ServiceName, { cloud }: Now): void {
  const time = timeOf(query.get('X-Amz-Date') ?? '');
  if (time === undefined)
    throw new AwsError(
      'IncompleteSignature',
      `Date must be in ISO-8601 'basic format'. Got '${query.get('X-Amz-Date') ?? ''}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  const named = Number(query.get('X-Amz-Expires'));
  const validMs = named > 0 && named <= maxExpiresSeconds ? named * 1000 : skewMs;
  if (time > cloud + skewMs || cloud > time + validMs) throw wrongTime(service, time, cloud);
}

function checkVersion2(query: URLSearchParams, now: number): void {
  const expires = query.get('Expires');
  if (expires === null)
    throw denied('Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters');
  if (!/^\d{1,13}$/.test(expires)) throw denied(`Invalid date (should be seconds since epoch): ${expires}`);
  const end = Number(expires) * 1000;
  if (now > end) throw denied('Request has expired', { Expires: iso(end), ServerTime: iso(now) });
}

const queryServices: readonly ServiceName[] = ['sts', 'iam', 'cloudformation'];

function wrongTime(service: ServiceName, time: number, now: number): AwsError {
  const [stated, server] = [basic(time), basic(now)];
  const message =
    time < now
      ? `Signature expired: ${stated} is now earlier than ${basic(now - skewMs)} (${server} - 15 min.)`
      : `Signature not yet current: ${stated} is still later than ${basic(now + skewMs)} (${server} + 15 min.)`;
  return queryServices.includes(service)
    ? new AwsError('SignatureDoesNotMatch', message, 403)
    : new AwsError('InvalidSignatureException', message, 403);
}

function tooSkewed(stated: string, now: number): AwsError {
  return new AwsError(
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
    403,
    { RequestTime: stated, ServerTime: iso(now), MaxAllowedSkewMilliseconds: skewMs },
  );
}

const badQuery = (message: string) => new AwsError('AuthorizationQueryParametersError', message);
const denied = (message: string, members: Readonly<Record<string, unknown>> = {}) =>
  new AwsError('AccessDenied', message, 403, members);

/** `20260101T000000Z`; undefined where it is no date. */
function timeOf(stamp: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

const iso = (time: number) => new Date(time).toISOString().replace(/\.\d+/, '');
const basic = (time: number) => iso(time).replaceAll(/[-:]/g, '');
