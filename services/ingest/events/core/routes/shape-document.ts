import * as z from 'zod';
import type { Path } from './path.ts';
import { format, path, place, plainSource, type Source } from './source-document.ts';

/** What a step of `shape:` may say. */

const paths = z.array(path).min(1);

/** By path, in the order of the file. */
function byPath<T extends z.ZodType>(of: T, keys: typeof path | typeof place = path) {
  return z.record(z.string(), of).transform((given, context): readonly (readonly [Path, z.infer<T>])[] =>
    Object.entries(given).flatMap(([text, value]) => {
      const read = keys.safeParse(text);
      if (read.success) return [[read.data, value] as const];
      context.addIssue({ code: 'custom', path: [text], message: read.error.issues[0]?.message ?? 'is no path' });
      return [];
    }),
  );
}

/** What is written: a value, or what stands at a source. */
export type Written = { readonly source: Source } | { readonly value: unknown };

/** An object that says where something is, and nothing else, is that; any other is the value. */
const written = z.json().transform((value): Written => {
  const read = plainSource.safeParse(value);
  return read.success ? { source: read.data } : { value };
});

const keepHeaders = z.union(
  [place.transform((to) => ({ to, only: undefined })), z.strictObject({ to: place, only: z.array(z.string()).min(1) })],
  'must be a path, or an object with to (a path) and only (names of headers)',
);

const work = {
  pick: paths.optional(),
  drop: paths.optional(),
  rename: byPath(place, place).optional(),
  set: byPath(written, place).optional(),
  keep_headers: keepHeaders.optional(),
  hash: paths.optional(),
  truncate: byPath(z.int().positive()).optional(),
  date: byPath(format).optional(),
};

/** Of steps that protect: whether the paths must be there, whether keys differ by case, and whether texts that hold JSON are looked into. */
const care = {
  required: z.boolean().optional(),
  ignore_case: z.boolean().optional(),
  encoded: z.boolean().optional(),
};

export const step = z.strictObject({ ...work, ...care }).superRefine((given, context) => {
  const named = Object.keys(work).filter((name) => Object.hasOwn(given, name));
  if (named.length !== 1) context.addIssue(`must do one of ${Object.keys(work).join(', ')}`);
  const stray = Object.keys(care).find((name) => Object.hasOwn(given, name));
  if (stray === undefined || given.hash !== undefined || given.drop !== undefined) return;
  context.addIssue({ code: 'custom', path: [stray], message: 'is of hash and drop' });
});
export type Step = z.infer<typeof step>;
