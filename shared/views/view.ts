import * as z from 'zod';
import { fillTemplate, identifier } from '../sql.ts';

/** A view, and the tables that its SELECT reads as `{{lake}}.…` and `{{raw}}.…`. */
export const view = z.object({
  view: z.string(),
  reads: z.array(z.object({ database: z.enum(['lake', 'raw']), table: z.string() })),
  select: z.string(),
});
export type View = z.infer<typeof view>;

/** The names of the two databases on AWS. */
export type Databases = { readonly lake: string; readonly raw: string };

/** The statement that puts a view in its place. */
export function createViewSql({ view: name, select }: View, { lake, raw }: Databases): string {
  const databases = { lake: identifier(lake), raw: identifier(raw) };
  return `CREATE OR REPLACE VIEW ${databases.lake}.${identifier(name)} AS\n${fillTemplate(select, databases)}`;
}
