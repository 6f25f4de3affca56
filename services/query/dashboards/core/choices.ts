import type { Choice, Choices } from './conditions.ts';
import type { Dashboard } from './model.ts';

type Parameters = Dashboard['parameters'];
type Select = Extract<Parameters[string], { type: 'select' }>;

/** What is written for a parameter, or what is wrong with it; `unknown` is none of its values. */
export type ReadChoice = { readonly choice: Choice } | { readonly wrong: string; readonly unknown?: string };

/** Of days, that none are left out, where the file leaves out some. */
const all = 'all';

/** `2026-11-01..2026-11-30` with either end left out, or `all`, of days; `a,b` of texts, with `\,` for a comma within one. */
export function readChoice(parameter: Parameters[string], text: string): ReadChoice {
  return parameter.type === 'date_range' ? readDays(text) : readTexts(text, parameter);
}

/** The text that readChoice reads as this choice; '' where nothing is chosen. */
export function writeChoice(choice: Choice): string {
  if (isTexts(choice)) return choice.map((each) => each.replace(/[\\,]/g, '\\$&')).join(',');
  const { from, to } = choice;
  return from === undefined && to === undefined ? all : `${from ?? ''}..${to ?? ''}`;
}

/** What the file shows where nobody chooses. */
export function usualChoices(parameters: Parameters, today: Date): Choices {
  const usual = Object.entries(parameters).flatMap(([name, each]): readonly [string, Choice][] =>
    each.type === 'date_range' && each.last_days !== undefined ? [[name, lastDays(each.last_days, today)]] : [],
  );
  return Object.fromEntries(usual);
}

/** So many days up to today (UTC). */
export function lastDays(days: number, today: Date): { readonly from: string; readonly to: string } {
  return { from: dayBefore(today, days - 1), to: dayBefore(today, 0) };
}

/** What was chosen, in words: `Days: 2026-11-01 to 2026-11-30`. */
export function choiceTexts({ parameters }: Pick<Dashboard, 'parameters'>, choices: Choices): readonly string[] {
  return Object.entries(parameters).map(([name, { label }]) => `${label}: ${choiceText(choices[name])}`);
}

export function choiceText(choice: Choice | undefined): string {
  if (choice === undefined) return all;
  if (isTexts(choice)) return choice.length === 0 ? all : choice.join(', ');
  const { from, to } = choice;
  return from === undefined && to === undefined ? all : `${from ?? 'the first'} to ${to ?? 'the last'}`;
}

export function isTexts(choice: Choice): choice is readonly string[] {
  return Array.isArray(choice);
}

function readTexts(text: string, { values: known, multiple }: Select): ReadChoice {
  const choice = (text.match(/(?:\\[\\,]|[^,])+/g) ?? []).map((each) => each.replace(/\\([\\,])/g, '$1'));
  const unknown = known === undefined ? undefined : choice.find((each) => !known.includes(each));
  if (unknown !== undefined) return { wrong: `${unknown} is none.`, unknown };
  if (!multiple && choice.length > 1) return { wrong: 'it takes one value.' };
  return { choice };
}

function readDays(text: string): ReadChoice {
  if (text === all) return { choice: {} };
  const [, from = '', to = ''] = /^([^.]*)\.\.([^.]*)$/.exec(text) ?? [];
  const isWrong = (from === '' && to === '') || ![from, to].every((day) => day === '' || isDay(day));
  if (isWrong)
    return {
      wrong:
        'days are written as 2026-11-01..2026-11-30, with both of them; one may be left out, and `all` is every day',
    };
  if (from !== '' && to !== '' && from > to) return { wrong: `${to} is before ${from}` };
  return { choice: { ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) } };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function dayBefore(today: Date, days: number): string {
  return new Date(today.getTime() - days * 86_400_000).toISOString().slice(0, 10);
}
