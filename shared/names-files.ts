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
  alarmsTopic: z.string(),
  workGroup: z.string(),
  datasetsWorkGroup: z.string(),
  enrichWorkGroup: z.string(),
  analystsWorkGroup: z.string(),
  crmCatalog: z.string(),
  haproxyLogGroup: z.string(),
  eventStream: z.string(),
});

const parametersFile = z.record(z.string(), z.object({ default: z.coerce.string() }));

export type NamesFile = Readonly<z.infer<typeof namesFile>>;

export type NamesFiles = {
  readonly names: NamesFile;
  /** Of parameters, by their names. */
  readonly defaults: ReadonlyMap<string, string>;
};

/** names.yml, its variables unresolved, and what parameters.yml gives for them. A bundle of `lake` holds the answer instead of the reader. */
export function readNamesFiles(): NamesFiles {
  const parameters = parametersFile.parse(readYaml('./parameters.yml'));
  return {
    names: namesFile.parse(readYaml('./names.yml')),
    defaults: new Map(Object.entries(parameters).map(([name, parameter]) => [name, parameter.default])),
  };
}

function readYaml(name: string): unknown {
  return parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}
