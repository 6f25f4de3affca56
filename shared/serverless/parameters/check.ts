import type { Declarations } from './declarations.ts';
import { nearMiss } from './near-miss.ts';
import { valueMistake } from './value-mistake.ts';

/** What is wrong with the parameters of a command line, `name=value` each, in a line each. */
export function parameterMistakes(declarations: Declarations, given: readonly string[]): readonly string[] {
  return given.flatMap((each) => {
    const [name = '', ...rest] = each.split('=');
    return mistakeIn(declarations, name, rest.join('=').trimEnd()) ?? [];
  });
}

function mistakeIn(declarations: Declarations, name: string, value: string): string | undefined {
  if (name === 'prefix')
    return `--param prefix is none: the prefix is the environment variable LAKE_PREFIX, for the lake's command line as for deployments. LAKE_PREFIX=${value || 'acme'}`;
  const declaration = Object.hasOwn(declarations, name) ? declarations[name] : undefined;
  if (declaration === undefined) return unknown(name, Object.keys(declarations));
  const mistake = valueMistake(declaration, value);
  return mistake && `--param ${name} ${mistake}. It is: ${declaration.meaning}`;
}

function unknown(name: string, known: readonly string[]): string {
  const meant = nearMiss(name, known);
  const hint = meant === undefined ? '' : ` Was ${meant} meant?`;
  return `--param ${name} is no parameter of this service.${hint} It has: ${known.toSorted().join(', ')}.`;
}

/** What is wrong with the defaults themselves, in a line each. */
export function defaultMistakes(declarations: Declarations): readonly string[] {
  return Object.entries(declarations).flatMap(([name, declaration]) =>
    [declaration.default, declaration.local ?? declaration.default].flatMap((value) => {
      const mistake = valueMistake(declaration, value);
      return mistake === undefined ? [] : [`${name} ${mistake}`];
    }),
  );
}
