import { parse } from 'yaml';
import * as z from 'zod';
import { kindNames } from './kinds.ts';

const value = z.union([z.string(), z.number()]);
const common = {
  /** What it is for, in a line. */
  meaning: z.string().min(1),
  default: value,
  /** The default at the stage local. */
  local: value.optional(),
};

const declaration = z.union([
  z.strictObject({ ...common, number: z.tuple([z.number().int(), z.number().int()]) }),
  z.strictObject({ ...common, oneOf: z.array(z.string()).min(2) }),
  z.strictObject({ ...common, text: z.enum(kindNames) }),
]);

/** A parameter of a service: what it is for, its defaults, and which values it takes. */
export type Declaration = Readonly<z.infer<typeof declaration>>;
export type Declarations = Readonly<Record<string, Declaration>>;

const file = z.record(z.string().regex(/^[a-z][a-zA-Z0-9]*$/, 'must be a camelCase name'), declaration);

/** Reads a parameters.yml; an error names the file and the parameter. */
export function readDeclarations(text: string, path: string): Declarations {
  const read = file.safeParse(parse(text) ?? {});
  if (read.success) return read.data;
  const mistakes = read.error.issues.map(({ path: [name = 'it'], message }) => `${String(name)}: ${message}`);
  throw new Error(
    `${path}: ${mistakes.join('; ')}. A parameter has a camelCase name, a meaning, a default, perhaps another one for the stage local, and one of number: [least, most], oneOf: [words], text: ${kindNames.join(' | ')}`,
  );
}
