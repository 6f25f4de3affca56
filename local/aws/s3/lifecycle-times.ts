import type { LifecycleRule, Transition } from '@aws-sdk/client-s3';
import { invalidArgument, invalidRequest } from './fault.ts';
import { prefixOf } from './lifecycle-due.ts';

const dayMs = 86_400_000;

/** Objects stay 30 days in S3 Standard before they can move to one of these. */
const thirtyDays = new Set(['STANDARD_IA', 'ONEZONE_IA']);

/** Throws InvalidArgument, or InvalidRequest for a mixture of days and dates. */
export function checkTimes(rule: LifecycleRule): void {
  const { Expiration, NoncurrentVersionExpiration: old, AbortIncompleteMultipartUpload: abort } = rule;
  positive(Expiration?.Days, "'Days' for Expiration action must be a positive integer");
  positive(old?.NoncurrentDays, "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer");
  positive(
    abort?.DaysAfterInitiation,
    "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer",
  );
  const kept = [old?.NewerNoncurrentVersions, ...noncurrent(rule).map((move) => move.NewerNoncurrentVersions)];
  for (const versions of kept)
    if (versions !== undefined && !isWithin(versions, 1, 100))
      throw invalidArgument(
        "'NewerNoncurrentVersions' must be between 1 and 100",
        'NewerNoncurrentVersions',
        `${versions}`,
      );
  for (const date of [Expiration?.Date, ...current(rule).map((move) => move.Date)])
    if (date !== undefined && date.getTime() % dayMs !== 0)
      throw invalidArgument("'Date' must be at midnight GMT", 'Date', String(date));
  for (const { Days, StorageClass } of current(rule)) checkMove(Days, StorageClass, "'Days' in Transition action");
  for (const { NoncurrentDays, StorageClass } of noncurrent(rule))
    checkMove(NoncurrentDays, StorageClass, "'NoncurrentDays' in NoncurrentVersionTransition action");
  checkOrder(rule);
}

const current = ({ Transitions = [] }: LifecycleRule) => Transitions;
const noncurrent = ({ NoncurrentVersionTransitions = [] }: LifecycleRule) => NoncurrentVersionTransitions;

function positive(days: number | undefined, message: string): void {
  if (days !== undefined && !isWithin(days, 1, Number.MAX_SAFE_INTEGER))
    throw invalidArgument(message, 'Days', `${days}`);
}

function checkMove(days: number | undefined, storageClass: string | undefined, what: string): void {
  if (days === undefined) return;
  if (!isWithin(days, 0, Number.MAX_SAFE_INTEGER))
    throw invalidArgument(`${what} must be nonnegative`, 'Days', `${days}`);
  if (days < 30 && isInfrequent(storageClass))
    throw invalidArgument(
      `${what} must be greater than or equal to 30 for storageClass '${storageClass}'`,
      'Days',
      `${days}`,
    );
}

function isInfrequent(storageClass: string | undefined): boolean {
  return storageClass !== undefined && thirtyDays.has(storageClass);
}

function isWithin(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to;
}

/** An object moves before it expires, and stays 30 days in an infrequent access class before it moves on. */
function checkOrder(rule: LifecycleRule): void {
  const prefix = prefixOf(rule);
  const moves = current(rule);
  const expiration = rule.Expiration ?? {};
  const times = [...moves, expiration];
  if (moves.length > 0 && times.some(({ Days }) => Days !== undefined) && times.some((time) => time.Date !== undefined))
    throw invalidRequest(
      `Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for prefix '${prefix}'`,
    );
  const latest = Math.max(-1, ...moves.map(({ Days = -1 }) => Days));
  if (expiration.Days !== undefined && expiration.Days <= latest)
    throw invalidArgument(
      `'Days' in the Expiration action for filter '(prefix=${prefix})' must be greater than 'Days' in the Transition action`,
      'Days',
      `${expiration.Days}`,
    );
  const from = moves.find(({ StorageClass }) => isInfrequent(StorageClass));
  const next = moves.find((move) => isTooSoon(from?.Days, move));
  if (from && next)
    throw invalidArgument(
      `'Days' in the '${next.StorageClass}' Transition action for filter '(prefix=${prefix})' must be 30 days more than in the '${from.StorageClass}' Transition action`,
      'Days',
      `${next.Days}`,
    );
}

function isTooSoon(infrequentDays: number | undefined, { Days, StorageClass }: Transition): boolean {
  if (infrequentDays === undefined || Days === undefined || isInfrequent(StorageClass)) return false;
  return Days < infrequentDays + 30;
}
