import { readSqlFile } from '@tributary/shared/sql-file.ts';
import type { View } from '@tributary/shared/views/view.ts';
import * as z from 'zod';
import { tableName } from './table-name.ts';

const name = z.string().regex(/^[a-z_][a-z0-9_]*$/, 'a name of lower-case letters, digits and _ is expected');
const header = z.strictObject({ view: name, description: z.string(), reads: z.array(tableName).min(1) });

/** Reads a file of `views/`; throws, naming the file and the place of each fault, at one that is not as it must be. */
export function readView(file: string, content: string): View {
  const { header: read, sql } = readSqlFile(file, content, header);
  return { view: read.view, reads: read.reads, select: sql };
}
