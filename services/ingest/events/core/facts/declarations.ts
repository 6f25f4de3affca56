import { readYamlFile } from '@tributary/shared/yaml-file.ts';
import * as z from 'zod';
import { eventName } from '../messages/envelope.ts';
import { pathPattern } from './attributes.ts';
import type { Declaration } from './facts-of.ts';

const path = z
  .string()
  .regex(pathPattern, 'must be a path: names between dots (a dot within a name is written \\.), * for any index');
const paths = z.array(path);

const deepest = 16;

const declared = z.strictObject({
  after: path.optional(),
  before: path.optional(),
  attributes: z.union([z.literal('all'), paths.min(1)], 'must be `all` or a list of paths').default('all'),
  except: paths.default([]),
  arrays: paths.default([]),
  depth: z.int().min(1).max(deepest).default(8),
});

type Declared = z.infer<typeof declared>;

const factsFile = z.strictObject({ events: z.record(eventName, declared).default({}) }).check(({ value, issues }) => {
  for (const [type, each] of Object.entries(value.events)) {
    for (const { path: below, message } of [...statesOf(each), ...tooDeep(each)]) {
      issues.push({ code: 'custom', input: value, path: ['events', type, ...below], message });
    }
  }
});

type Mistake = { readonly path: readonly (string | number)[]; readonly message: string };

function statesOf({ before, after }: Declared): readonly Mistake[] {
  if (before === undefined) return [];
  if (before === after) return [{ path: ['before'], message: 'is the same place as `after`' }];
  if (after !== undefined) return [];
  return [{ path: ['before'], message: 'needs `after` beside it: where the values are that have taken its place' }];
}

function tooDeep({ attributes, except, arrays, depth }: Declared): readonly Mistake[] {
  const lists = { attributes: attributes === 'all' ? [] : attributes, except, arrays };
  return Object.entries(lists).flatMap(([setting, listed]) =>
    listed.flatMap((text, index) => {
      const levels = text.split(/(?<!\\)\./).length;
      return levels <= depth
        ? []
        : [{ path: [setting, index], message: `goes ${levels} levels down, but depth is ${depth}` }];
    }),
  );
}

export type Declarations = ReadonlyMap<string, Declaration>;

/** Reads facts.yml: by event type, which facts its events state. Throws DeclarationError with file, line and column of each mistake. */
export function readDeclarations(text: string, file = 'facts.yml'): Declarations {
  const { events } = readYamlFile(file, text, factsFile);
  return new Map(
    Object.entries(events).map(([type, { after, before, attributes, except, arrays, depth }]) => [
      type,
      {
        after,
        before,
        attributes: attributes === 'all' ? undefined : attributes,
        except,
        shape: { depth, arrays: new Set(arrays) },
      },
    ]),
  );
}
