import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';

const namesFile = z.object({
  prefix: z.string(),
  rawBucket: z.string(),
  lakeBucket: z.string(),
  athenaBucket: z.string(),
  rawDatabase: z.string(),
  lakeDatabase: z.string(),
  bus: z.string(),
  workGroup: z.string(),
  datasetsWorkGroup: z.string(),
  enrichWorkGroup: z.string(),
  crmCatalog: z.string(),
  haproxyLogGroup: z.string(),
  eventStream: z.string(),
});

export type Names = Readonly<z.infer<typeof namesFile>>;

export type NamesOf = { readonly stage: string; readonly account: string; readonly prefix?: string };

/** The lake's names, by the very file that the serverless.yml files read (for programs: functions get theirs by environment). */
export function readNames({ stage, account, prefix = 'tributary' }: NamesOf): Names {
  const file = namesFile.parse(parse(readFileSync(new URL('./names.yml', import.meta.url), 'utf8')));
  const variables: Readonly<Record<string, string>> = {
    'self:custom.names.prefix': prefix,
    'sls:stage': stage,
    'AWS::AccountId': account,
  };
  // Any other variable has its default beside it: ${param:name, 'default'}
  const resolve = (value: string): string =>
    value.replace(/\$\{([^}]*)\}/g, (_, name: string) => variables[name] ?? name.split("'")[1] ?? name);
  return namesFile.parse({
    ...Object.fromEntries(Object.entries(file).map(([name, value]) => [name, resolve(value)])),
    prefix,
  });
}
