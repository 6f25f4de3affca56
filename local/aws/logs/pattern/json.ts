import { type Condition, holds, readCondition } from './condition.ts';
import type { Matcher } from './matcher.ts';

/** `{ $.a.b[0] = "x" && $.n > 3 }`; a message that is not a JSON object never matches. */
export function readJsonPattern(text: string): Matcher {
  if (!text.endsWith('}')) throw new Error('a } is missing');
  const condition = readCondition(text.slice(1, -1));
  checkSelectors(condition);
  return (message) => {
    const value = jsonObject(message);
    return value !== undefined && holds(condition, (selector) => selectJson(value, selector));
  };
}

/** What `$.a.b[0]` finds in a value, undefined if nothing. */
export function selectJson(value: unknown, selector: string): unknown {
  let found = value;
  for (const [, name, index] of selector.slice(1).matchAll(/\.([^.[\]]+)|\[(\d+)\]/g))
    found = step(found, name ?? index ?? '');
  return found;
}

function step(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

/** Anything that begins before the first `{` (a log prefix) makes a message plain text. */
export function jsonObject(message: string): object | undefined {
  if (!message.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function checkSelectors(condition: Condition): void {
  if (condition.kind === 'test') {
    if (!/^\$(\.[^.[\]]+|\[\d+\])+$/.test(condition.selector))
      throw new Error(`${condition.selector} is not a property selector such as $.name`);
    return;
  }
  checkSelectors(condition.left);
  checkSelectors(condition.right);
}
