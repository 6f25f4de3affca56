import { invalidPattern } from './invalid-pattern.ts';
import { compileMatcher, type Matcher } from './matcher.ts';

/** Whether an event matches; absent fields are undefined. */
export type EventTest = (event: unknown) => boolean;

type Fields = Readonly<Record<string, unknown>>;

/** Compiles an event pattern's JSON text. Throws InvalidEventPatternException saying where it is wrong. */
export function compilePattern(text: string): EventTest {
  const pattern = parse(text);
  if (!isFields(pattern)) throw invalidPattern('Filter is not an object');
  return compileFields(pattern, '');
}

function compileFields(pattern: Fields, path: string): EventTest {
  const entries = Object.entries(pattern);
  if (entries.length === 0)
    throw invalidPattern(path === '' ? 'Event pattern is empty' : `Empty objects are not allowed at ${path}`);
  const tests = entries.map(([name, value]) =>
    name === '$or' && Array.isArray(value) ? compileOr(value, path) : compileField(name, value, `${path}.${name}`),
  );
  return (event) => tests.every((test) => test(event));
}

function compileOr(alternatives: readonly unknown[], path: string): EventTest {
  const tests = alternatives.map((alternative) => {
    if (!isFields(alternative)) throw invalidPattern(`$or at ${path || 'the top'} must hold objects`);
    return compileFields(alternative, path);
  });
  if (tests.length < 2) throw invalidPattern('There must have at least 2 Objects in $or relationship');
  return (event) => tests.some((test) => test(event));
}

function compileField(name: string, value: unknown, path: string): EventTest {
  if (Array.isArray(value)) return compileLeaf(name, value, path);
  if (!isFields(value)) throw invalidPattern(`"${path.slice(1)}" must be an object or an array`);
  const inner = compileFields(value, path);
  return (event) => {
    const field = read(event, name);
    return Array.isArray(field) ? field.some(inner) : inner(field);
  };
}

/** An array in the event matches when any of its elements does. */
function compileLeaf(name: string, values: readonly unknown[], path: string): EventTest {
  if (values.length === 0) throw invalidPattern(`Empty arrays are not allowed at ${path.slice(1)}`);
  const matchers: readonly Matcher[] = values.map((value) => compileMatcher(value, path.slice(1)));
  return (event) => {
    const field = read(event, name);
    return matchers.some((matcher) => matcher(field));
  };
}

function read(event: unknown, name: string): unknown {
  return isFields(event) && Object.hasOwn(event, name) ? event[name] : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidPattern(error instanceof Error ? error.message : String(error));
  }
}
