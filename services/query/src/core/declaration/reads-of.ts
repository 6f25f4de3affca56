import type { TableName } from '../table-name.ts';
import type { HeaderOfFile } from './read-header.ts';

/**
 * What a file comes after, as it is written: by its header, or each table that its SELECT names. For who only looks; packaging reads the SELECT by
 * the grammar.
 */
export function readsOf({ header, sql }: Pick<HeaderOfFile, 'header' | 'sql'>): readonly TableName[] {
  const { after } = header.data;
  if (after !== undefined) return after;
  const named = [...sql.matchAll(/\{\{(lake|raw)\}\}\.([a-z_][a-z0-9_]*)/g)];
  const found = new Map(
    named.map(([text, database, table = '']) => [
      text,
      { database: database === 'raw' ? 'raw' : 'lake', table } as const,
    ]),
  );
  return [...found.values()];
}
