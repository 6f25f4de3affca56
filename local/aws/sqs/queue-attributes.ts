import { z } from 'zod';
import { AwsError } from '../../kernel/error.ts';
import { invalidAttributeValue } from './fault.ts';

export const mebibyte = 1_048_576;

type Rule = { readonly fallback?: string; readonly check: (value: string) => boolean; readonly fifoOnly?: true };

const integer = (fallback: number, min: number, max: number): Rule => ({
  fallback: String(fallback),
  check: (value) => /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max,
});
const oneOf = (...values: readonly string[]): Rule => ({ check: (value) => values.includes(value) });

const redrivePolicy = z.strictObject({
  deadLetterTargetArn: z.string().startsWith('arn:'),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});

const redriveAllowPolicy = z.strictObject({
  redrivePermission: z.enum(['allowAll', 'denyAll', 'byQueue']),
  sourceQueueArns: z.array(z.string()).max(10).optional(),
});

/** Attributes that may be set, with SQS's defaults and limits (SetQueueAttributes in its API reference). */
const rules: Readonly<Record<string, Rule>> = {
  DelaySeconds: integer(0, 0, 900),
  MaximumMessageSize: integer(mebibyte, 1024, mebibyte),
  MessageRetentionPeriod: integer(345_600, 60, 1_209_600),
  ReceiveMessageWaitTimeSeconds: integer(0, 0, 20),
  VisibilityTimeout: integer(30, 0, 43_200),
  Policy: { check: (value) => value === '' || isJson(value) },
  RedrivePolicy: { check: (value) => value === '' || redrivePolicy.safeParse(parseJson(value)).success },
  RedriveAllowPolicy: { check: (value) => value === '' || redriveAllowPolicy.safeParse(parseJson(value)).success },
  KmsMasterKeyId: { check: () => true },
  KmsDataKeyReusePeriodSeconds: integer(300, 60, 86_400),
  SqsManagedSseEnabled: { fallback: 'true', ...oneOf('true', 'false') },
  FifoQueue: { ...oneOf('true'), fifoOnly: true },
  ContentBasedDeduplication: { ...oneOf('true', 'false'), fifoOnly: true },
  DeduplicationScope: { ...oneOf('queue', 'messageGroup'), fifoOnly: true },
  FifoThroughputLimit: { ...oneOf('perQueue', 'perMessageGroupId'), fifoOnly: true },
};

/** Throws InvalidAttributeName, InvalidAttributeValue. */
export function checkAttributes(attributes: Readonly<Record<string, string>>, isFifo: boolean): void {
  for (const [name, value] of Object.entries(attributes)) {
    const rule = rules[name];
    if (!rule || (rule.fifoOnly && !isFifo)) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    if (!rule.check(value)) throw invalidAttributeValue(name, `${JSON.stringify(value)} is not allowed`);
  }
}

/** Throws for attributes that do not go together: `given` in one call, `all` in the queue after it. */
export function checkTogether(
  given: Readonly<Record<string, string>>,
  all: Readonly<Record<string, string>> = given,
): void {
  if (given.KmsMasterKeyId && given.SqsManagedSseEnabled === 'true')
    throw new AwsError(
      'InvalidAttributeValue',
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
    );
  if (all.FifoThroughputLimit === 'perMessageGroupId' && all.DeduplicationScope !== 'messageGroup')
    throw invalidAttributeValue('FifoThroughputLimit', 'perMessageGroupId needs the DeduplicationScope messageGroup');
  const allow = readRedriveAllowPolicy(given);
  if (allow !== undefined && (allow.redrivePermission === 'byQueue') !== (allow.sourceQueueArns !== undefined))
    throw invalidAttributeValue('RedriveAllowPolicy', 'sourceQueueArns go with byQueue, and only with that');
}

/** What was set and SQS's defaults for the rest; an attribute set to the empty text counts as not set. */
export function effectiveAttributes(set: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const defaults = Object.entries(rules).flatMap(([name, { fallback }]) =>
    fallback === undefined || (name === 'KmsDataKeyReusePeriodSeconds' && !set.KmsMasterKeyId)
      ? []
      : [[name, fallback]],
  );
  const given = Object.entries(set).filter(([, value]) => value !== '');
  return { ...Object.fromEntries(defaults), ...Object.fromEntries(given) };
}

export function readRedrivePolicy(attributes: Readonly<Record<string, string>>) {
  const text = attributes.RedrivePolicy;
  return text ? redrivePolicy.parse(JSON.parse(text)) : undefined;
}

export function readRedriveAllowPolicy(attributes: Readonly<Record<string, string>>) {
  const text = attributes.RedriveAllowPolicy;
  return text ? redriveAllowPolicy.parse(JSON.parse(text)) : undefined;
}

function isJson(text: string): boolean {
  return parseJson(text) !== undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
