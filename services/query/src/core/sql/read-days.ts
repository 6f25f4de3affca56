import { unknownReference } from './references.ts';
import { type Column, type Scope, scopesOf } from './scope.ts';
import type { Days, Walk } from './walk.ts';
import { conditionOffset, type Word } from './words.ts';

/** `{{days}}` becomes a condition on columns, which have to be there, once, and of a type that it can bound. */
export function readDays({ words, days, mistakes }: Walk, offset: number | undefined, scope: Scope): void {
  const word = words.get((offset ?? 0) - conditionOffset);
  if (word?.name !== 'days' || days === undefined) return;
  const [why] = days.columns.flatMap((column) => wrongColumn(word, column, days, scope) ?? []);
  if (why !== undefined) mistakes.push({ line: word.line, column: word.column, message: `${meant(days)}: ${why}` });
}

function meant({ columns, isTime }: Days): string {
  if (isTime) return `{{days}} bounds ${columns.join(', ')}, the event_time`;
  return `without event_time {{days}} bounds the folders' columns ${columns.join(', ')}`;
}

function wrongColumn(word: Word, column: string, days: Days, scope: Scope): string | undefined {
  const name = { text: column, offset: word.offset, line: word.line, column: word.column };
  const twice = ambiguous(column, scope);
  if (twice !== undefined) return twice;
  const unknown = unknownReference([name], scope);
  if (unknown !== undefined)
    return days.isTime ? unknown : `${unknown}. Name the column of time of what is read as event_time`;
  return wrongType(column, days, scope);
}

/** The columns of a name that the innermost SELECT with a FROM has, as far as they are known. */
function having(
  name: string,
  scope: Scope,
): readonly { readonly alias: string | undefined; readonly column: Column }[] {
  const own = scopesOf(scope).find(({ relations }) => relations.length > 0);
  return (own?.relations ?? []).flatMap(({ alias, columns: { list } }) =>
    list.filter((column) => column.name === name).map((column) => ({ alias, column })),
  );
}

function ambiguous(name: string, scope: Scope): string | undefined {
  const found = having(name, scope);
  if (found.length < 2) return undefined;
  const aliases = found.map(({ alias }) => alias ?? 'a subquery').join(' and ');
  return `${aliases} have it: read each of them in a SELECT of its own, with {{days}} in it`;
}

function wrongType(name: string, { types }: Days, scope: Scope): string | undefined {
  const [found] = having(name, scope);
  const type = found?.column.type;
  if (type === undefined || types.includes(type)) return undefined;
  return `${name} is a ${type}, and has to be a ${types.join(' or ')}`;
}
