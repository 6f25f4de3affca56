import { readYamlFile } from '@tributary/shared/yaml-file.ts';
import * as z from 'zod';
import { type ColumnType, plainTypes, readType } from '../types/column-type.ts';
import type { Declarations, DeclaredColumn, DeclaredFiles } from './files.ts';

const columnType = z.string().transform((text, context): ColumnType => {
  const type = readType(text);
  if (isWritable(type)) return type;
  const expected = `${plainTypes.join(', ')}, decimal(p,s), array<…>, map<string,…>, struct<name:…>`;
  context.addIssue({ code: 'custom', message: `${text} is no type that files become: ${expected}` });
  return z.NEVER;
});

function isWritable(type: ColumnType): boolean {
  if (type.kind === 'array') return isWritable(type.element);
  if (type.kind === 'map') return isWritable(type.value);
  return type.kind === 'struct' ? type.fields.every((field) => isWritable(field.type)) : type.kind !== 'other';
}

const columnName = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,127}$/, 'a name of lower-case letters, digits and _ is expected');
const key = z.string().min(1).max(1000);

const columnForm = 'is a type, or { type: …, as: …, sensitive: true }';
const column = z
  .preprocess(
    (said) => (typeof said === 'string' ? { type: said } : said),
    z.strictObject(
      { type: columnType.optional(), as: columnName.optional(), sensitive: z.boolean().default(false) },
      { error: ({ code }) => (code === 'invalid_type' ? columnForm : undefined) },
    ),
  )
  .transform(({ type, as, sensitive }): DeclaredColumn => ({ type, as, isSensitive: sensitive }));
const columns = z.record(key, column).superRefine((all, context) => {
  const names = Object.entries(all).flatMap(([name, { as }]) => (as === undefined ? [] : [[name, as] as const]));
  for (const [name, as] of names)
    if (names.some(([other, same]) => other !== name && same === as) || (as !== name && Object.hasOwn(all, as)))
      context.addIssue({ code: 'custom', path: [name], message: `another column is called ${as} too` });
});

const character = z.string().regex(/^[\x20-\x7e\t]$/, 'must be one character of ASCII');

const headerForm = 'is true, false, or a list of the names of the columns, each once';
const header = z
  .union([z.boolean(), z.array(key)], headerForm)
  .refine((names) => typeof names === 'boolean' || (names.length > 0 && areDistinct(names)), headerForm);

function areDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

// NULL without quotes is null in YAML.
const nullForm = 'is a list of texts between quotes: ["NULL"]';

const files = z
  .strictObject({
    format: z.enum(['json', 'csv', 'parquet', 'avro']).optional(),
    /** `data`, `result.items` */
    records: z
      .string()
      .regex(/^[^.]+(\.[^.]+)*$/, 'is keys with a . between them')
      .optional(),
    encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'latin1']).optional(),
    delimiter: character.optional(),
    quote: character.optional(),
    header: header.optional(),
    null: z.array(z.string(nullForm).max(100), nullForm).default([]),
    columns: columns.default({}),
  })
  .transform(({ null: nulls, columns: declared, records, ...hints }): DeclaredFiles => {
    const given = Object.fromEntries(Object.entries(hints).filter(([, value]) => value !== undefined));
    return {
      hints: { ...given, ...(records === undefined ? {} : { records: records.split('.') }) },
      nulls,
      columns: new Map(Object.entries(declared)),
    };
  });

/** An event type: the names of its payload's columns. */
const event = columns.transform(
  (declared): DeclaredFiles => ({
    hints: { format: 'json' },
    nulls: [],
    columns: new Map(Object.entries(declared)),
    lift: 'payload',
  }),
);

const generationMessage = 'a number after two _ is that of a generation of a table';
const isNoGeneration = (name: string) => !/__\d+$/.test(name);

const tableName = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,127}$/, 'is a table: <source>_<object>, of lower-case letters, digits and _')
  .refine(isNoGeneration, generationMessage);
const eventType = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'is no type of an event, as order_paid')
  .refine(isNoGeneration, generationMessage);

const declarations = z
  .object({ files: z.record(tableName, files).default({}), events: z.record(eventType, event).default({}) })
  .transform(
    (read): Declarations => ({
      files: new Map(Object.entries(read.files)),
      events: new Map(Object.entries(read.events)),
    }),
  );

/** Reads what tables.yml says of files and of events' payloads; throws DeclarationError with file, line and column of each mistake. */
export function readDeclarations(text: string, file = 'tables.yml'): Declarations {
  return readYamlFile(file, text, declarations);
}
