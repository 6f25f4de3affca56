import * as z from 'zod';
import { readYamlFile } from '../../yaml-file.ts';
import type { Declarations } from '../parameters/declarations.ts';
import { nearMiss } from '../parameters/near-miss.ts';
import { valueMistake } from '../parameters/value-mistake.ts';

/** The parameters of each service, by its folder. */
export type Declared = Readonly<Record<string, Declarations>>;
export type StageFile = Readonly<z.infer<ReturnType<typeof stageFile>>>;

/** The section whose values are of each service that has the parameter. */
export const everywhere = 'everywhere';

/** Reads a stage's file; an error lists each mistake with file, line and column. */
export function readStageFile(file: string, text: string, declared: Declared): StageFile {
  return readYamlFile(file, text, stageFile(declared));
}

const value = z.union([z.string(), z.number()]);

/** What a file of `stages/` says. */
const stageFile = (declared: Declared) =>
  z.strictObject({
    /** No other account is deployed to. */
    account: z
      .string()
      .regex(/^\d{12}$/, 'must be twelve digits in quotes')
      .exactOptional(),
    region: z
      .string()
      .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'must be a region, like eu-west-1')
      .exactOptional(),
    /** Values of parameters, by service or `everywhere`. */
    parameters: z
      .record(z.string(), z.record(z.string(), value))
      .default({})
      .superRefine((sections, context) => {
        for (const { path, message } of mistakesIn(sections, declared))
          context.addIssue({ code: 'custom', path: [...path], message });
      }),
  });

type Sections = Readonly<Record<string, Readonly<Record<string, string | number>>>>;
type Mistake = { readonly path: readonly string[]; readonly message: string };

function mistakesIn(sections: Sections, declared: Declared): readonly Mistake[] {
  return Object.entries(sections).flatMap(([section, values]): readonly Mistake[] => {
    const of = declarationsOfSection(section, declared);
    if (of.length === 0) return [{ path: [section], message: noSection(Object.keys(declared)) }];
    return Object.entries(values).flatMap(([name, given]) => {
      const message = mistakeIn(of, name, given);
      return message === undefined ? [] : [{ path: [section, name], message }];
    });
  });
}

function declarationsOfSection(section: string, declared: Declared): readonly Declarations[] {
  if (section === everywhere) return Object.values(declared);
  const own = Object.hasOwn(declared, section) ? declared[section] : undefined;
  return own === undefined ? [] : [own];
}

function mistakeIn(of: readonly Declarations[], name: string, given: string | number): string | undefined {
  const found = of.flatMap((declarations) => (Object.hasOwn(declarations, name) ? [declarations[name]] : []));
  if (found.length > 0) return found.flatMap((each) => (each && valueMistake(each, given)) ?? [])[0];
  const meant = nearMiss(name, of.flatMap(Object.keys));
  return `there is no such parameter${meant === undefined ? '' : `; was ${meant} meant?`} (docs/parameters.md)`;
}

function noSection(services: readonly string[]): string {
  return `must be ${everywhere} or a service: ${services.join(', ')}`;
}
