import * as z from 'zod';
import { columnType } from './column-type.ts';

const databaseName = z.string().min(1).max(255);

const column = z.union([
  columnType.transform((type) => ({ type })),
  z.strictObject({
    type: columnType,
    as: z.string().optional(),
    was: z.array(databaseName).optional(),
    dropped: z.boolean().optional(),
  }),
]);

const order = z.array(databaseName).min(1);

const table = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,99}$/, 'a name of lower-case letters, digits and _ is expected, 100 at most')
    .optional(),
  key: z.array(databaseName),
  current: z.enum(['view', 'table']).default('view'),
  columns: z.record(databaseName, z.unknown()),
  layouts: z.array(z.union([order, z.strictObject({ columns: order, until: z.iso.datetime().optional() })])).optional(),
});
export type TableDocument = z.infer<typeof table>;

const folder = z
  .string()
  .regex(/^raw\/db(\/[^/]+)*$/, 'must be raw/db or a folder below it, without / at its end')
  .max(500);

const appended = z
  .array(z.enum(['before', 'timestamp', 'sequence']))
  .refine((all) => new Set(all).size === all.length, 'names one of them twice');

const character = z.string().regex(/^[\x20-\x7e\t]$/, 'must be one character of ASCII');

/** An endpoint of DMS: what its settings say of the files. https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.S3.html */
const source = z.strictObject({
  folder: folder.default('raw/db'),
  transactions: folder.optional(),
  header: z.boolean().default(false),
  op: databaseName.default('Op'),
  op_in_loads: z.boolean().default(false),
  timestamp: databaseName.optional(),
  sequence: databaseName.optional(),
  before_image: databaseName.optional(),
  appended: appended.default(['before', 'timestamp', 'sequence']),
  null: z.string().max(100).default('NULL'),
  delimiter: character.default(','),
  newline: z.enum(['\n', '\r\n']).default('\n'),
  quotes: z.boolean().default(true),
  tables: z.record(z.string().regex(/^[^./]+\.[^/]+$/, 'must be schema.table, as the database has them'), table),
});
export type SourceDocument = z.infer<typeof source>;

export const changesFile = z.strictObject({
  sources: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'a name of lower-case letters, digits and - is expected'),
      source,
    )
    .default({}),
});

/** A column in either of its forms, each read by its own, so that a mistake is told as what it is. */
export function readColumn(given: unknown) {
  const [short, long] = column.options;
  return typeof given === 'string' ? short.safeParse(given) : long.safeParse(given);
}
