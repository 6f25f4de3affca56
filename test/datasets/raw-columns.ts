import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';

const file = z.object({ tables: z.record(z.string(), z.object({ columns: z.record(z.string(), z.string()) })) });
const text = readFileSync(new URL('../../services/catalog/tables.yml', import.meta.url), 'utf8');
const { tables } = file.parse(parse(text));
const columnsOf = (table: string) => tables[table]?.columns ?? {};

/** What catalog declares of the tables of what landed. */
export const factColumns = columnsOf('facts_{entity}');
export const eventColumns = columnsOf('events_{event_type}');
export const statsColumns = columnsOf('event_stats');
