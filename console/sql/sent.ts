import { type Placed, placed } from './editor/places.ts';
import type { Run, Sent } from './use-run.ts';

/** Where in the editor's text the mistake is that Athena told; undefined where it told no place. */
export function mistakeOf({ error, sent, execution }: Run, text: string): Placed | undefined {
  if (error === undefined) return undefined;
  const of = sent ?? foundIn(text, execution?.Query);
  return of && placed(error.message, of);
}

/** A statement that was run elsewhere, where the text has it. */
function foundIn(text: string, sql: string | undefined): Sent | undefined {
  const from = sql === undefined ? -1 : text.indexOf(sql);
  return sql === undefined || from < 0 ? undefined : { sql, from, before: '' };
}
