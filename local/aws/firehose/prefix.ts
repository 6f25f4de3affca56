import { createHash } from 'node:crypto';
import { AwsError, notCovered } from '../../kernel/error.ts';

type Scope = {
  readonly timestamp: number;
  readonly errorOutputType?: string;
  /** Partition keys by `namespace:name`. */
  readonly keys?: ReadonlyMap<string, string>;
  /** The object's id: a random string is the same whenever the object is written. */
  readonly id?: string;
};

export type PrefixKey = {
  readonly namespace: 'partitionKeyFromQuery' | 'partitionKeyFromLambda';
  readonly name: string;
};

const expression = /!\{([a-zA-Z]+):([^}]*)\}/g;
const defaultTimestamp = '!{timestamp:yyyy/MM/dd/HH/}';

/** Fills in `!{timestamp:…}`, `!{firehose:…}`; a prefix without a timestamp gets `yyyy/MM/dd/HH/`, in UTC. */
export function evaluatePrefix(prefix: string, scope: Scope): string {
  const whole = prefix.includes('!{timestamp:') ? prefix : prefix + defaultTimestamp;
  return whole.replace(expression, (_match, namespace: string, argument: string, at: number) =>
    evaluate({ namespace, argument, at }, scope),
  );
}

/** The partition keys that a prefix names, each once. */
export function partitionKeysOf(prefix: string): readonly PrefixKey[] {
  const found = new Map<string, PrefixKey>();
  for (const [, namespace, name = ''] of prefix.matchAll(expression))
    if (isKeyNamespace(namespace)) found.set(`${namespace}:${name}`, { namespace, name });
  return [...found.values()];
}

function isKeyNamespace(namespace: string | undefined): namespace is PrefixKey['namespace'] {
  return namespace === 'partitionKeyFromQuery' || namespace === 'partitionKeyFromLambda';
}

/** Where failed records go: the error prefix, or the prefix with the type of the error. */
export function evaluateErrorPrefix(prefix: string, errorPrefix: string | undefined, scope: Scope): string {
  if (errorPrefix !== undefined && errorPrefix !== '') {
    const ended = errorPrefix.includes('!{timestamp:') || errorPrefix.endsWith('/') ? errorPrefix : `${errorPrefix}/`;
    return evaluatePrefix(ended, scope);
  }
  return evaluatePrefix(`${prefix}${scope.errorOutputType}/`, scope);
}

/** Throws InvalidArgumentException for prefixes that Firehose refuses. */
export function checkPrefixes(prefix = '', errorPrefix = ''): void {
  for (const [name, text] of [
    ['Prefix', prefix],
    ['ErrorOutputPrefix', errorPrefix],
  ] as const) {
    const rest = text.replace(expression, (_match, namespace: string, argument: string) => {
      evaluate({ namespace, argument, at: 0 }, { timestamp: 0, errorOutputType: 'processing-failed' });
      return '';
    });
    if (rest.includes('!{')) throw invalid(`${name} contains an expression that cannot be read: ${text}`);
  }
  if (partitionKeysOf(errorPrefix).length > 0) throw invalid('ErrorOutputPrefix cannot contain partition keys');
  if (prefix.includes('!{firehose:error-output-type}'))
    throw invalid('Prefix cannot contain !{firehose:error-output-type}');
  if (prefix.includes('!{') && !errorPrefix.includes('!{firehose:error-output-type}'))
    throw invalid(
      'When using expressions in the Prefix, ErrorOutputPrefix must be specified and contain at least one instance of !{firehose:error-output-type}',
    );
}

type Expression = { readonly namespace: string; readonly argument: string; readonly at: number };

function evaluate({ namespace, argument, at }: Expression, scope: Scope): string {
  if (namespace === 'timestamp') return formatTimestamp(argument, scope.timestamp);
  if (isKeyNamespace(namespace)) return scope.keys?.get(`${namespace}:${argument}`) ?? '';
  if (namespace !== 'firehose')
    throw invalid(
      `The namespace ${namespace} is not one of timestamp, firehose, partitionKeyFromQuery, partitionKeyFromLambda.`,
    );
  if (argument === 'random-string') return randomString(`${scope.id ?? ''} ${at}`);
  if (argument === 'error-output-type') return scope.errorOutputType ?? '';
  throw invalid(`!{firehose:${argument}} is not supported.`);
}

function randomString(seed: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const bytes = createHash('sha256').update(seed).digest().subarray(0, 11);
  return [...bytes].map((byte) => alphabet[byte % alphabet.length]).join('');
}

const pad = (value: number, length: number) => String(value).padStart(length, '0');

/** Java's DateTimeFormatter letters, as far as names of folders need them. */
const letters: Readonly<Record<string, (date: Date, length: number) => string>> = {
  y: (date, length) => (length === 2 ? pad(date.getUTCFullYear() % 100, 2) : pad(date.getUTCFullYear(), length)),
  M: (date, length) => pad(date.getUTCMonth() + 1, length),
  d: (date, length) => pad(date.getUTCDate(), length),
  H: (date, length) => pad(date.getUTCHours(), length),
  h: (date, length) => pad(date.getUTCHours() % 12 || 12, length),
  m: (date, length) => pad(date.getUTCMinutes(), length),
  s: (date, length) => pad(date.getUTCSeconds(), length),
  S: (date, length) => pad(date.getUTCMilliseconds(), 3).padEnd(length, '0').slice(0, length),
  D: (date, length) =>
    pad(Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1, length),
  a: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
};

function formatTimestamp(pattern: string, timestamp: number): string {
  const date = new Date(timestamp);
  return pattern.replace(/'((?:[^']|'')*)'|([a-zA-Z])\2*/g, (match, quoted: string | undefined, letter: string) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted.replaceAll("''", "'");
    const format = letters[letter];
    if (format === undefined || match.length > 4)
      throw notCovered(`the date pattern ${match} in the prefix of a delivery stream`);
    return format(date, match.length);
  });
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidArgumentException', message);
}
