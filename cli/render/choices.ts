import { readChoice, usualChoices } from '@tributary/query/dashboards/core/choices.ts';
import type { Choice, Choices } from '@tributary/query/dashboards/core/conditions.ts';
import type { Dashboard } from '@tributary/query/dashboards/core/model.ts';
import { near } from '../near.ts';
import { UsageError } from '../usage.ts';

type Parameters = Dashboard['parameters'];

/** What is chosen, `period=2026-11-01..2026-11-30` and `integration=a,b`, and where nothing is the file's own days; throws UsageError. */
export function readChoices({ name, parameters }: Dashboard, given: readonly string[], today: Date): Choices {
  const chosen = given.map((text) => chosenBy(name, parameters, text));
  return { ...usualChoices(parameters, today), ...Object.fromEntries(chosen) };
}

function chosenBy(dashboard: string, parameters: Parameters, text: string): readonly [string, Choice] {
  const [, name = text, value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const parameter = parameters[name];
  if (parameter === undefined)
    throw new UsageError(
      `--choose ${text}: the dashboard ${dashboard} has no parameter ${name}. ${near(name, Object.keys(parameters))} Write it as NAME=VALUE.`,
    );
  const read = readChoice(parameter, value);
  if ('choice' in read) return [name, read.choice];
  const known = parameter.type === 'select' && read.unknown !== undefined ? (parameter.values ?? []) : [];
  const meant = read.unknown === undefined ? '' : ` ${near(read.unknown, known)}`;
  throw new UsageError(`--choose ${text}: ${read.wrong}${meant}`);
}
