import { z } from 'zod';
import { SqlError } from '../../../sql/error.ts';
import { parseTypeName } from '../../../sql/parse-type-name.ts';
import type { Column } from '../../../sql/plan.ts';
import { typeName } from '../../../sql/type-name.ts';

export type View = {
  readonly sql: string;
  readonly catalog: string;
  readonly database: string;
  readonly columns: readonly Column[];
};

const stored = z.object({
  originalSql: z.string(),
  catalog: z.string().optional(),
  schema: z.string().optional(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
});

/** Writes a view as Athena keeps it in a Glue table's ViewOriginalText. */
export function writeView(view: View): string {
  const content = {
    originalSql: view.sql,
    catalog: view.catalog,
    schema: view.database,
    columns: view.columns.map(({ name, type }) => ({ name, type: typeName(type) })),
  };
  return `/* Presto View: ${Buffer.from(JSON.stringify(content)).toString('base64')} */`;
}

/** Reads ViewOriginalText; `database` is where the view lies, for a text that does not say its own. */
export function readView(text: string, database: string): View {
  const encoded = /^\/\* Presto View: ([A-Za-z0-9+/=]+) \*\/$/.exec(text.trim())?.[1];
  if (encoded === undefined) throw invalid('it was not made by Athena or Presto');
  const { originalSql, catalog, schema, columns } = stored.parse(decode(encoded));
  return {
    sql: originalSql,
    catalog: (catalog ?? 'awsdatacatalog').toLowerCase(),
    database: schema ?? database,
    columns: columns.map(({ name, type }) => ({ name, type: parseTypeName(type) })),
  };
}

function decode(encoded: string): unknown {
  try {
    return JSON.parse(Buffer.from(encoded, 'base64').toString());
  } catch {
    throw invalid('its text is damaged');
  }
}

const invalid = (why: string) => new SqlError('INVALID_VIEW', `The view cannot be read: ${why}`);
