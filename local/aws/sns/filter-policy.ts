import { AwsError } from '../../kernel/error.ts';
import { compilePattern, type EventTest } from '../events/pattern.ts';
import { invalidParameter } from './fault.ts';
import type { Notification, StoredAttribute, Subscription } from './record.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const maxKeys = 5;
const maxCombinations = 150;

type Scope = 'MessageAttributes' | 'MessageBody';
type Fields = Readonly<Record<string, unknown>>;

/** Throws InvalidParameter for a filter policy that SNS does not take. */
export function checkFilterPolicy(text: string, scope: string | undefined): void {
  if (scope !== undefined && !['MessageAttributes', 'MessageBody'].includes(scope))
    throw invalidParameter(
      'FilterPolicyScope: Invalid value [scope]. Please use either MessageBody or MessageAttributes',
    );
  if (text === '' || text === '{}') return;
  compile(text);
  const policy = fieldsOf(parsedOrNothing(text)) ?? {};
  const leaves = leavesOf(policy);
  if (leaves.length > maxKeys) throw invalidParameter('FilterPolicy: Filter policy can not have more than 5 keys');
  if (leaves.reduce((product, count) => product * count, 1) > maxCombinations)
    throw invalidParameter('FilterPolicy: Filter policy is too complex');
  if (
    scope !== 'MessageBody' &&
    Object.entries(policy).some(([name, value]) => name !== '$or' && !Array.isArray(value))
  )
    throw invalidParameter('FilterPolicy: Filter policy scope MessageAttributes does not support nested filter policy');
}

const compiled = new Map<string, EventTest>();

/** Whether a subscription's filter policy lets a notification through; of the body's scope, only JSON objects get through. */
export function passes({ attributes }: Pick<Subscription, 'attributes'>, notification: Notification): boolean {
  const { FilterPolicy: text, FilterPolicyScope } = attributes;
  if (text === undefined || text === '' || text === '{}') return true;
  const test = compiled.get(text) ?? compile(text);
  compiled.set(text, test);
  const scope: Scope = FilterPolicyScope === 'MessageBody' ? 'MessageBody' : 'MessageAttributes';
  const subject =
    scope === 'MessageBody' ? fieldsOf(parsedOrNothing(notification.message)) : attributesOf(notification);
  return subject !== undefined && test(subject);
}

function compile(text: string): EventTest {
  try {
    return compilePattern(text);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidParameter(`FilterPolicy: ${error.message.replace(/^Event pattern is not valid. Reason: /, '')}`);
  }
}

function attributesOf({ attributes }: Notification): Fields {
  const values = Object.entries(attributes).flatMap(([name, attribute]) => {
    const value = typedValue(attribute);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(values);
}

function typedValue({ type, value }: StoredAttribute): unknown {
  if (type.startsWith('Binary')) return undefined;
  if (type.startsWith('String.Array')) return parsedOrNothing(value);
  return type.startsWith('Number') ? Number(value) : value;
}

/** How many values each key has. */
function leavesOf(policy: Fields): readonly number[] {
  return Object.values(policy).flatMap((value) =>
    Array.isArray(value) ? [value.length] : leavesOf(fieldsOf(value) ?? {}),
  );
}

function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value));
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
