import { readChoice, usualChoices, writeChoice } from '@tributary/query/dashboards/core/choices.ts';
import type { Choice, Choices } from '@tributary/query/dashboards/core/conditions.ts';
import type { Dashboard } from '@tributary/query/dashboards/core/model.ts';

type Parameters = Dashboard['parameters'];

/** What an address chooses; what it says wrongly is not heeded, and told in a line each. */
export type Chosen = { readonly choices: Choices; readonly wrong: readonly string[] };

export function chosenIn(query: URLSearchParams, parameters: Parameters, today: Date): Chosen {
  const read = [...query].map(([name, text]) => {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    const found = parameter === undefined ? { wrong: 'there is no such filter.' } : readChoice(parameter, text);
    return { name, text, found };
  });
  const chosen = read.flatMap(({ name, found }): readonly [string, Choice][] =>
    'choice' in found ? [[name, found.choice]] : [],
  );
  return {
    choices: { ...usualChoices(parameters, today), ...Object.fromEntries(chosen) },
    wrong: read.flatMap(({ name, text, found }) => ('wrong' in found ? [`${name}=${text}: ${found.wrong}`] : [])),
  };
}

/** The query of an address that chooses the same; what the file shows anyway is left out. */
export function queryOf(parameters: Parameters, choices: Choices, today: Date): Readonly<Record<string, string>> {
  const usual = written(parameters, usualChoices(parameters, today));
  const own = Object.entries(written(parameters, choices));
  return Object.fromEntries(own.filter(([name, text]) => (usual[name] ?? '') !== text));
}

/** The same for whoever opens it on another day: the file's own days are named, too. */
export function lastingQueryOf(parameters: Parameters, choices: Choices): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(written(parameters, choices)).filter(([, text]) => text !== ''));
}

/** Texts by parameter, '' for everything, unless the file leaves something out. */
function written(parameters: Parameters, choices: Choices): Readonly<Record<string, string>> {
  const texts = Object.entries(parameters).map(([name, parameter]) => {
    const choice = choices[name];
    const text = choice === undefined ? '' : writeChoice(choice);
    const isAll = parameter.type === 'date_range' && parameter.last_days === undefined && text === 'all';
    return [name, isAll ? '' : text] as const;
  });
  return Object.fromEntries(texts);
}

/** What makes the same as a file, on a command line. */
export function commandOf(name: string, query: Readonly<Record<string, string>>, out: string): string {
  const chosen = Object.entries(query).map(([parameter, text]) => ` --choose ${quoted(`${parameter}=${text}`)}`);
  return `npx lake render ${name}${chosen.join('')} --out ${out}`;
}

function quoted(text: string): string {
  return /^[\w.,=:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
