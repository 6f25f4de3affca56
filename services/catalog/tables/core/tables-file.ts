import { fillTemplate } from '@tributary/shared/sql.ts';
import { parse } from 'yaml';
import * as z from 'zod';

const columnName = z.string().regex(/^[a-z_][a-z0-9_]*$/, 'must be a snake_case name');

// One table, or, where a folder's name is left open as {name}, one per folder.
const tableName = z
  .string()
  .regex(/^[a-z_][a-z0-9_]*(?:\{[a-z_]+\})?$/, 'must be a snake_case name, {open} at its end');

const declaredTable = z.strictObject({
  prefix: z.string().regex(/^[^/{]+\/(?:[^/{]+\/)*(?:\{[a-z_]+\}\/)?$/, 'begins without and ends with /, {open} last'),
  database: z.enum(['raw', 'lake']),
  format: z.literal('json'),
  /** The folders below the table's: `year=2026/…`, or Firehose's `2026/…`. Without them all that lies below is the table. */
  partitions: z.array(columnName).default([]),
  /** How many tables an open name may make. */
  limit: z.number().int().positive().optional(),
  columns: z.record(columnName, z.string().min(1)),
});

type DeclaredTable = z.infer<typeof declaredTable>;

/** `tables.yml`: tables whose columns cannot be read from their files. */
export const tablesFile = z.strictObject({
  tables: z.record(tableName, declaredTable).superRefine((tables, context) => {
    for (const [name, table] of Object.entries(tables)) {
      for (const message of mistakesIn(name, table)) context.addIssue({ code: 'custom', path: [name], message });
    }
  }),
  // Of the slice files.
  files: z.unknown().optional(),
  events: z.unknown().optional(),
});

/** Reads the file's text for a stage; throws ZodError. */
export function readTables(text: string, stage: string): DeclaredTables {
  return tablesFile.parse(parse(fillTemplate(text, { stage }))).tables;
}

export type DeclaredTables = z.infer<typeof tablesFile>['tables'];

function mistakesIn(name: string, { prefix, partitions, limit, columns }: DeclaredTable): readonly string[] {
  const open = openPart(name);
  return [
    ...(open === openPart(prefix) ? [] : ['name and prefix leave different parts open']),
    ...((open === undefined) === (limit === undefined) ? [] : ['a limit is for an open name, which needs one']),
    ...partitions.filter((partition) => partition in columns).map((each) => `${each} is a column and a partition`),
  ];
}

/** `{event_type}` of `events_{event_type}`. */
export function openPart(text: string): string | undefined {
  return /\{[a-z_]+\}/.exec(text)?.[0];
}
