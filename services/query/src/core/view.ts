import { fillTemplate, identifier } from '@tributary/shared/sql.ts';
import { readSqlFile } from '@tributary/shared/sql-file.ts';
import * as z from 'zod';

const name = z.string().regex(/^[a-z_][a-z0-9_]*$/);
const header = z.strictObject({ view: name, description: z.string(), reads: z.array(name).min(1) });

/** One file of `views/`. */
export type View = { readonly view: string; readonly reads: readonly string[]; readonly select: string };

/** Reads a file of `views/`; throws, naming the file and the fault, at one that is not as it must be. */
export function readView(file: string, content: string): View {
  const { header: found, sql } = readSqlFile(file, content);
  const read = header.safeParse(found);
  if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
  return { view: read.data.view, reads: read.data.reads, select: sql };
}

/** The statement that puts a view in its place. */
export function createViewSql({ view, select }: View, lakeDatabase: string): string {
  const lake = identifier(lakeDatabase);
  return `CREATE OR REPLACE VIEW ${lake}.${identifier(view)} AS\n${fillTemplate(select, { lake })}`;
}
