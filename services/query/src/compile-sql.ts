import { compile } from './core/compile.ts';
import type { Compiled } from './core/compiled.ts';
import { type TablePattern, tablePattern } from './core/table-pattern.ts';
import { readHeaders } from './read-headers.ts';

/** What the folders of this service declare, and which tables plan listens to; throws MistakesError with all that is not as it must be. */
export function compileSql(service: string): Compiled & { readonly tables: TablePattern } {
  const compiled = compile(readHeaders(service));
  return { ...compiled, tables: tablePattern(compiled) };
}
