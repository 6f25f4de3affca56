import type { Choice, Choices } from '@tributary/query/dashboards/core/conditions.ts';
import type { Dashboard } from '@tributary/query/dashboards/core/model.ts';
import { near } from '../near.ts';
import { UsageError } from '../usage.ts';

type Parameters = Dashboard['parameters'];

/** What is chosen, `period=2026-11-01..2026-11-30` and `integration=a,b`, and where nothing is the file's own days; throws UsageError. */
export function readChoices({ name, parameters }: Dashboard, given: readonly string[], today: Date): Choices {
  const chosen = given.map((text) => readChoice(name, parameters, text));
  const usual = Object.entries(parameters).flatMap(([parameter, each]): readonly [string, Choice][] =>
    each.type === 'date_range' && each.last_days !== undefined
      ? [[parameter, { from: dayBefore(today, each.last_days - 1), to: dayBefore(today, 0) }]]
      : [],
  );
  return Object.fromEntries([...usual, ...chosen]);
}

function readChoice(dashboard: string, parameters: Parameters, text: string): readonly [string, Choice] {
  const [, name = text, value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const parameter = parameters[name];
  if (parameter === undefined)
    throw new UsageError(
      `--choose ${text}: the dashboard ${dashboard} has no parameter ${name}. ${near(name, Object.keys(parameters))} Write it as NAME=VALUE.`,
    );
  return [name, parameter.type === 'date_range' ? daysOf(text, value) : textsOf(text, value, parameter)];
}

type Select = Extract<Parameters[string], { type: 'select' }>;

function textsOf(text: string, value: string, { values: known, multiple }: Select): readonly string[] {
  const values = value.split(',').filter((each) => each !== '');
  const unknown = known === undefined ? undefined : values.find((each) => !known.includes(each));
  if (unknown !== undefined)
    throw new UsageError(`--choose ${text}: ${unknown} is none. ${near(unknown, known ?? [])}`);
  if (!multiple && values.length > 1) throw new UsageError(`--choose ${text}: it takes one value.`);
  return values;
}

function daysOf(text: string, value: string): Choice {
  const [, from = '', to = ''] = /^([^.]*)\.\.([^.]*)$/.exec(value) ?? [];
  const isWrong = (from === '' && to === '') || ![from, to].every((day) => day === '' || isDay(day));
  if (isWrong)
    throw new UsageError(
      `--choose ${text}: days are written as 2026-11-01..2026-11-30, with both of them; one may be left out`,
    );
  if (from !== '' && to !== '' && from > to) throw new UsageError(`--choose ${text}: ${to} is before ${from}`);
  return { ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function dayBefore(today: Date, days: number): string {
  return new Date(today.getTime() - days * 86_400_000).toISOString().slice(0, 10);
}

/** What was chosen, in words: `Days: 2026-11-01 to 2026-11-30`. */
export function choiceTexts({ parameters }: Dashboard, choices: Choices): readonly string[] {
  return Object.entries(parameters).map(([name, { label }]) => `${label}: ${choiceText(choices[name])}`);
}

function choiceText(choice: Choice | undefined): string {
  if (choice === undefined) return 'all';
  if (!('length' in choice)) return `${choice.from ?? 'the first'} to ${choice.to ?? 'the last'}`;
  return choice.length === 0 ? 'all' : choice.join(', ');
}
