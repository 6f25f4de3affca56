import { compile } from './core/compile.ts';
import type { Compiled } from './core/compiled.ts';
import { scheduleRules } from './core/schedule-rules.ts';
import { type TablePattern, tablePattern } from './core/table-pattern.ts';
import { readHeaders } from './read-headers.ts';

type Listening = { readonly tables: TablePattern; readonly schedules: ReturnType<typeof scheduleRules> };

/** What the folders of this service declare, and what plan listens to; throws MistakesError with all that is not as it must be. */
export function compileSql(service: string): Compiled & Listening {
  const compiled = compile(readHeaders(service));
  return { ...compiled, tables: tablePattern(compiled), schedules: scheduleRules(compiled.datasets) };
}
