import { readYamlFile } from '@tributary/shared/yaml-file.ts';
import * as z from 'zod';

export type Crawler = {
  readonly name: string;
  /** All of one bucket. */
  readonly bucket: 'raw' | 'lake';
  readonly folders: readonly string[];
  readonly database: 'raw' | 'lake';
  readonly prefix: string;
  /** Glue's expression; undefined for a crawler that is started by hand. */
  readonly schedule: string | undefined;
};

/** With prefix, stage and region it is the name of a role, which has 64 characters at most. */
const name = z
  .string()
  .regex(/^[a-z](?:-?[a-z0-9]){0,19}$/, 'a name of at most 20 lower-case letters, digits and - is expected');

/** Tables lie at one level of a bucket: a folder below another table's, or above, would make other tables of the same files. */
const folder = z
  .string()
  .regex(
    /^(?:raw\/(?:files|saas)\/[\w.-]+\/(?:[\w.-]+\/)?|lake\/(?:[a-z0-9_]+\/)?)$/,
    'raw/files/<source>/, raw/saas/<source>/, with or without <object>/, or lake/, with or without <table>/, is expected',
  );

const schedules: Readonly<Record<string, string>> = { nightly: 'cron(0 1 * * ? *)', hourly: 'cron(0 * * * ? *)' };

/** Crawlers start every 5 minutes at most. https://docs.aws.amazon.com/glue/latest/dg/monitor-data-warehouse-schedule.html */
const schedule = z
  .string()
  .regex(
    /^(?:nightly|hourly|cron\((?:[\w*?/,#-]+ ){5}[\w*?/,#-]+\))$/,
    'nightly, hourly or cron(0 1 * * ? *) is expected',
  )
  .refine((text) => !/^cron\((?:\*|\*\/[1-4]|0\/[1-4]) /.test(text), 'is every 5 minutes at most');

const crawler = z
  .strictObject({
    folders: z
      .array(folder)
      .min(1)
      .refine((all) => new Set(all).size === all.length, 'names a folder twice'),
    database: z.enum(['raw', 'lake']),
    prefix: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,40}$/, 'lower-case letters, digits and _ are expected')
      .default(''),
    schedule: schedule.optional(),
  })
  .superRefine(({ folders }, context) => {
    if (new Set(folders.map(bucketOf)).size > 1)
      context.addIssue({ code: 'custom', path: ['folders'], message: 'are of one bucket: make two crawlers' });
  });

const file = z.strictObject({ crawlers: z.record(name, crawler).default({}) });

/** Reads the text of crawlers.yml; throws DeclarationError with file, line and column of each mistake. */
export function readCrawlers(text: string, fileName = 'crawlers.yml'): readonly Crawler[] {
  const { crawlers } = readYamlFile(fileName, text, file);
  return Object.entries(crawlers).map(([id, { folders, database, prefix, schedule: when }]) => ({
    ...{ name: id, folders, database, prefix, bucket: bucketOf(folders[0] ?? '') },
    schedule: when === undefined ? undefined : (schedules[when] ?? when),
  }));
}

function bucketOf(path: string): Crawler['bucket'] {
  return path.startsWith('lake/') ? 'lake' : 'raw';
}
