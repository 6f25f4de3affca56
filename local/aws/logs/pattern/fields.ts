import { type Condition, holds, readCondition } from './condition.ts';
import type { Matcher } from './matcher.ts';

type Field = { readonly name: string; readonly condition: Condition | undefined };

/** `[ip, user, ..., status = 4*, bytes > 1000]` over space-delimited messages; quotes and brackets hold a field together. */
export function readFieldPattern(text: string): Matcher {
  if (!text.endsWith(']')) throw new Error('a ] is missing');
  const fields = text.slice(1, -1).split(',').map(readField);
  return (message) => {
    const named = nameFields(fields, splitFields(message));
    return (
      named !== undefined &&
      fields.every(({ condition }) => condition === undefined || holds(condition, (name) => named.get(name)))
    );
  };
}

/** Values by field name, or nothing if there are too many or too few; `...` takes any number of them. */
function nameFields(fields: readonly Field[], values: readonly string[]): ReadonlyMap<string, string> | undefined {
  const rest = fields.findIndex((field) => field.name === '...');
  const surplus = values.length - fields.length;
  if (rest < 0 ? surplus !== 0 : surplus < -1) return undefined;
  const shift = (index: number) => (rest >= 0 && index > rest ? index + surplus : index);
  return new Map(fields.map((field, index) => [field.name, values[shift(index)] ?? '']));
}

function readField(text: string): Field {
  const trimmed = text.trim();
  if (/^(\.\.\.|[A-Za-z_][\w-]*)?$/.test(trimmed)) return { name: trimmed, condition: undefined };
  const condition = readCondition(trimmed);
  return { name: firstSelector(condition), condition };
}

function firstSelector(condition: Condition): string {
  return condition.kind === 'test' ? condition.selector : firstSelector(condition.left);
}

function splitFields(message: string): string[] {
  return [...message.matchAll(/"([^"]*)"|\[([^\]]*)\]|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}
