import { nearMiss } from '@tributary/shared/serverless/parameters/near-miss.ts';
import * as z from 'zod';

/**
 * An object of these settings and no others; of those too many the message has a line each, with the one that was probably meant. `expected`:
 * what to say of what is no object.
 */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape, expected?: string) {
  const known = Object.keys(shape).filter((key) => !(shape[key] instanceof z.ZodOptional && isRefused(shape[key])));
  return z.strictObject(shape, {
    error: ({ code, keys }) =>
      code === 'unrecognized_keys' && Array.isArray(keys) ? unknownSettings(keys, known) : expected,
  });
}

function isRefused(type: z.ZodOptional): boolean {
  return type.unwrap() instanceof z.ZodNever;
}

function unknownSettings(keys: readonly unknown[], known: readonly string[]): string {
  const hintOf = (near: string | undefined) =>
    near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`;
  return keys.map((key) => `there is no such setting: ${hintOf(nearMiss(String(key), known))}`).join('\n');
}

/** A word of former times, or of another place: whoever writes it is told what to do. */
export function refused(instead: string) {
  return z.never({ error: instead }).optional();
}

/** A name of a table or column, as Glue has them. */
export const name = z
  .string('a name is expected')
  .regex(/^[a-z_][a-z0-9_]{0,254}$/, 'a name of lower-case letters, digits and _ is expected');

/** One, or a list of some. */
export function oneOrMore<T extends z.ZodType<unknown, unknown>>(type: T) {
  return z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(type).min(1, 'name one at least'));
}
