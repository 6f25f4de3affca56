import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { prefixMistake } from './name-rules.ts';

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

const defaults = z.record(z.string(), z.object({ default: z.string() }));

export type Names = Readonly<z.infer<typeof namesFile>>;

export type NamesOf = { readonly stage: string; readonly account: string; readonly prefix?: string };

/** The prefix of all names, for deployments and programs alike: LAKE_PREFIX, as names.yml has it. */
export function lakePrefix({ LAKE_PREFIX: prefix = 'tributary' }: NodeJS.ProcessEnv = process.env): string {
  const mistake = prefixMistake(prefix);
  if (mistake !== undefined) throw new Error(mistake);
  return prefix;
}

/** The lake's names, by the very file that the serverless.yml files read (for programs: functions get theirs by environment). */
export function readNames({ stage, account, prefix = lakePrefix() }: NamesOf): Names {
  const file = namesFile.parse(readYaml('./names.yml'));
  const parameters = defaults.parse(readYaml('./parameters.yml'));
  const variables: Readonly<Record<string, string>> = {
    'self:custom.names.prefix': prefix,
    'sls:stage': stage,
    'AWS::AccountId': account,
  };
  const resolve = (value: string): string =>
    value.replace(
      /\$\{(?:param:)?([^}]*)\}/g,
      (_, name: string) => variables[name] ?? parameters[name]?.default ?? name,
    );
  return namesFile.parse({
    ...Object.fromEntries(Object.entries(file).map(([name, value]) => [name, resolve(value)])),
    prefix,
  });
}

function readYaml(name: string): unknown {
  return parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}
