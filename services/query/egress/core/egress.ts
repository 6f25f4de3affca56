import * as z from 'zod';

const column = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, 'a name of lower-case letters, digits and _ is expected');

// Names beside it (`_lake_new_<table>`) stand in PostgreSQL's 63 bytes, too.
const table = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,47}$/, 'a name of at most 48 lower-case letters, digits and _ is expected');

const common = {
  /** Tells several destinations of a dataset apart; without it what `to` says. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, 'a name of at most 32 lower-case letters, digits and - is expected')
    .optional(),
  /** Only these; without it all. */
  columns: z.array(column).min(1).optional(),
};

const database = {
  ...common,
  /** `upsert`: rows of the changed partitions, by unique_key; `swap`: a new table takes the old one's place. */
  mode: z.enum(['upsert', 'swap']).default('upsert'),
  table,
  /** Of Secrets Manager: its name, of JSON with host, port, user, password, database, and `ca` where its authority is not one of the public ones. */
  secret: z.string().regex(/^[\w/+=.@-]{1,200}$/, 'the name of a secret of Secrets Manager is expected'),
  /** `verify`: encrypted, and it is the host; `encrypt`: encrypted; `off`: neither. Hosts of loopback have none in any case. */
  tls: z.enum(['verify', 'encrypt', 'off']).default('verify'),
};

const mysql = z.strictObject({ to: z.literal('mysql'), ...database });
const postgresql = z.strictObject({ to: z.literal('postgresql'), ...database, schema: table.default('public') });

const name63 = (what: string) =>
  z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, `${what} of at most 63 lower-case letters, digits and _ is expected`);

/** Rows go there by the Data API: Redshift reads the files itself, and no function waits. */
const redshift = z
  .strictObject({
    to: z.literal('redshift'),
    ...common,
    mode: database.mode,
    table: table.refine((name) => !name.startsWith('_lake_'), 'names that begin with _lake_ are for egress itself'),
    schema: table.default('public'),
    database: name63('the name of a database'),
    /** Of Redshift Serverless. */
    workgroup: z
      .string()
      .regex(/^[a-z0-9-]{3,64}$/, 'the name of a workgroup is expected')
      .optional(),
    /** Of a provisioned cluster: its identifier. */
    cluster: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,62}$/, 'the identifier of a cluster is expected')
      .optional(),
    /** Of a cluster: whom temporary credentials are for; without it, and without a secret, the function's own role is the user. */
    dbUser: name63('the name of a user').optional(),
    secret: database.secret.optional(),
    /** How rows travel. */
    format: z.enum(['parquet', 'json']).default('parquet'),
  })
  .check((context) => {
    const { workgroup, cluster, dbUser, secret } = context.value;
    const wrong = (path: string, message: string) => {
      context.issues.push({ code: 'custom', input: context.value, path: [path], message });
    };
    if ((workgroup === undefined) === (cluster === undefined))
      wrong('workgroup', 'either `workgroup` (Redshift Serverless) or `cluster` is expected, and one of them');
    if (dbUser !== undefined && cluster === undefined) wrong('dbUser', 'is of a cluster: a workgroup has none');
    if (dbUser !== undefined && secret !== undefined) wrong('dbUser', 'is in the secret: give one of them');
  });

const prefix = z
  .string()
  .max(200)
  .regex(/^[\w-]+(\/[\w=-]+)*\/?$/, 'folders such as exports/usage/ are expected')
  .transform((text) => `${text.replace(/\/$/, '')}/`);

const s3 = z
  .strictObject({
    to: z.literal('s3'),
    ...common,
    /** `lake`: below `egress/` of the lake's bucket; `other`: the bucket of the parameter `egressBucket`. */
    bucket: z.enum(['lake', 'other']).default('lake'),
    prefix,
    /** `csv`: as UNLOAD writes text: no header, no quotes. */
    format: z.enum(['parquet', 'json', 'csv']).default('parquet'),
    delimiter: z.string().length(1).optional(),
    /** `table`: all rows at each version; `partitions`: those of the partitions that changed. */
    of: z.enum(['table', 'partitions']).default('table'),
  })
  .refine((read) => read.delimiter === undefined || read.format === 'csv', {
    path: ['delimiter'],
    message: 'is of csv alone',
  });

const destination = z.discriminatedUnion('to', [mysql, postgresql, redshift, s3], {
  error: (issue) => `${toOf(issue.input)} is none that a dataset is copied to: mysql, postgresql, redshift and s3 are`,
});

/** `egress:` of a dataset's header: where a copy of it goes after each publication. */
export const egress = z.array(destination).check((context) => {
  const names = context.value.map(nameOf);
  for (const [at, name] of names.entries())
    if (names.indexOf(name) !== at)
      context.issues.push({
        code: 'custom',
        input: name,
        path: [at, 'name'],
        message: `two destinations are called ${name}: give one of them another \`name\``,
      });
});

export type Destination = z.infer<typeof destination>;
export type DatabaseDestination = Extract<Destination, { to: 'mysql' | 'postgresql' }>;
export type RedshiftDestination = Extract<Destination, { to: 'redshift' }>;
export type S3Destination = Extract<Destination, { to: 's3' }>;

/** Unique among the destinations of a dataset. */
export function nameOf({ name, to }: Pick<Destination, 'name' | 'to'>): string {
  return name ?? to;
}

function toOf(input: unknown): string {
  const read = z.object({ to: z.string() }).safeParse(input);
  return read.success ? `\`to: ${read.data.to}\`` : 'what has no `to`';
}
