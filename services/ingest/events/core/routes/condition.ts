import type { BodyTest, Match, Test } from './document.ts';
import { unmarked } from './exact-json.ts';
import type { Message } from './message.ts';
import { type Path, visitAt } from './path.ts';
import { bodyOf, type Reading } from './reading.ts';
import { createTopicMatcher } from './topic.ts';

/** Whether a message is a route's. Its body is read only when all else fits; throws Rejection when that is unreadable. */
export type Matches = (reading: Reading) => boolean;

/** A route's `match:`, compiled. All that it names must hold. */
export function createMatches(match: Match): Matches {
  const cheap: readonly ((message: Message) => boolean)[] = [
    ...oneOf(match.queue, ({ queue }) => queue),
    ...oneOf(match.exchange, ({ exchange }) => exchange),
    ...oneOf(match.type, ({ properties }) => properties.type),
    ...contentType(match.content_type),
    ...oneOf(match.app_id, ({ properties }) => properties.appId),
    ...topic(match.routing_key),
    ...Object.entries(match.headers ?? {}).map(([name, test]) => headerTest(name, test)),
  ];
  const tests = (match.body ?? []).map(createBodyTest);
  return (reading) => {
    for (const holds of cheap) if (!holds(reading.message)) return false;
    if (tests.length === 0) return true;
    const { value } = bodyOf(reading);
    return tests.every((holds) => holds(value));
  };
}

function oneOf(
  wanted: readonly string[] | undefined,
  read: (message: Message) => string | null,
): readonly ((message: Message) => boolean)[] {
  if (wanted === undefined) return [];
  const accepted: ReadonlySet<string | null> = new Set(wanted);
  return [(message) => accepted.has(read(message))];
}

/** Without parameters, and whatever its case: `application/json; charset=utf-8` is application/json. */
function contentType(wanted: readonly string[] | undefined): readonly ((message: Message) => boolean)[] {
  const plain = (type: string) => type.replace(/;.*$/s, '').trim().toLowerCase();
  return oneOf(wanted?.map(plain), ({ properties }) => plain(properties.contentType ?? ''));
}

function topic(patterns: readonly string[] | undefined): readonly ((message: Message) => boolean)[] {
  if (patterns === undefined) return [];
  const matches = createTopicMatcher(patterns);
  return [({ routingKey }) => routingKey !== null && matches(routingKey)];
}

function headerTest(name: string, test: Test): (message: Message) => boolean {
  const passes = createTest(test);
  return ({ headers }) => passes(Object.hasOwn(headers, name) ? headers[name] : undefined);
}

/** Holds when any of the values at the path passes; `exists: false` when there is none. */
function createBodyTest({ path, ...test }: BodyTest): (document: unknown) => boolean {
  const passes = createTest(test);
  if (test.exists === false) return (document) => valuesAt(document, path).every((value) => passes(value));
  return (document) => valuesAt(document, path).some((value) => passes(value));
}

function createTest({ equals, in: list, exists, prefix }: Test): (value: unknown) => boolean {
  if (exists !== undefined) return (value) => (value !== undefined) === exists;
  if (prefix !== undefined) return (value) => typeof value === 'string' && value.startsWith(prefix);
  const accepted = (list ?? [equals]).map((each) => each ?? null);
  return (value) => value !== undefined && accepted.some((each) => same(value, each));
}

/** Header values are compared as texts too: publishers send `2` and `"2"` alike. */
function same(value: unknown, wanted: string | number | boolean | null): boolean {
  const given = unmarked(value);
  if (given === wanted) return true;
  return given !== null && typeof given !== 'object' && wanted !== null && String(given) === String(wanted);
}

function valuesAt(document: unknown, path: Path): readonly unknown[] {
  const values: unknown[] = [];
  visitAt(document, path, (parent, key) => {
    values.push(parent[key]);
  });
  return values;
}
