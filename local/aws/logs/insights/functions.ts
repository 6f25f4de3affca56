import { AwsError, notCovered } from '../../../kernel/error.ts';
import type { Value } from './event-fields.ts';

type Maybe = Value | undefined;
type Apply = (...args: readonly Maybe[]) => Maybe;

export const textOf = (value: Maybe): string => (value instanceof Date ? timeText(value) : String(value ?? ''));
export const numberOf = (value: Maybe): number =>
  value === undefined || value === '' ? Number.NaN : value instanceof Date ? value.getTime() : Number(value);

const flag = (holds: boolean): number => (holds ? 1 : 0);
const onText =
  (of: (text: string, ...more: readonly Maybe[]) => Maybe): Apply =>
  (first, ...more) =>
    first === undefined ? undefined : of(textOf(first), ...more);
const onNumber =
  (of: (value: number) => number): Apply =>
  (first) =>
    first === undefined ? undefined : of(numberOf(first));

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html: those that are done here. */
const functions: Readonly<Record<string, Apply>> = {
  ispresent: (value) => flag(value !== undefined),
  isempty: (value) => flag(value === undefined || textOf(value) === ''),
  isblank: (value) => flag(textOf(value).trim() === ''),
  coalesce: (...values) => values.find((value) => value !== undefined),
  concat: (...values) => values.map(textOf).join(''),
  strlen: onText((text) => text.length),
  toupper: onText((text) => text.toUpperCase()),
  tolower: onText((text) => text.toLowerCase()),
  trim: onText((text) => text.trim()),
  ltrim: onText((text) => text.trimStart()),
  rtrim: onText((text) => text.trimEnd()),
  strcontains: onText((text, part) => flag(text.includes(textOf(part)))),
  replace: onText((text, from, to) => text.replaceAll(textOf(from), textOf(to))),
  substr: onText((text, from, length) =>
    text.substring(numberOf(from), length === undefined ? undefined : numberOf(from) + numberOf(length)),
  ),
  abs: onNumber(Math.abs),
  ceil: onNumber(Math.ceil),
  floor: onNumber(Math.floor),
  sqrt: onNumber(Math.sqrt),
  log: onNumber(Math.log),
  greatest: (...values) => Math.max(...values.map(numberOf)),
  least: (...values) => Math.min(...values.map(numberOf)),
  tomillis: onNumber((value) => value),
  frommillis: (value) => (value === undefined ? undefined : new Date(numberOf(value))),
  datefloor: (value, period) => floorTime(value, period),
  dateceil: (value, period) =>
    value === undefined ? undefined : new Date(Math.ceil(numberOf(value) / periodMs(period)) * periodMs(period)),
};

/** Applies a function by its name in lower case. Throws NotImplemented for one that is not done here. */
export function applyFunction(name: string, args: readonly Maybe[]): Maybe {
  const apply = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (apply === undefined) throw notCovered(`the function ${name} of Logs Insights`);
  return apply(...args);
}

export function hasFunction(name: string): boolean {
  return name === 'bin' || Object.hasOwn(functions, name);
}

export function floorTime(value: Maybe, period: Maybe): Maybe {
  if (value === undefined) return undefined;
  const length = periodMs(period);
  return new Date(Math.floor(numberOf(value) / length) * length);
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 };

/** The milliseconds of 30s, 5m, 1h, 1d, as the language writes them. */
function periodMs(period: Maybe): number {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)([a-z]+)$/.exec(textOf(period)) ?? [];
  const length = Number(count) * (units[unit] ?? units[unit.slice(0, 1)] ?? Number.NaN);
  if (!(length > 0)) throw new AwsError('MalformedQueryException', `${textOf(period)} is no period such as 5m`);
  return length;
}

/** 2026-11-30 02:29:55.123, as results have times. */
function timeText(time: Date): string {
  return time.toISOString().replace('T', ' ').replace('Z', '');
}
