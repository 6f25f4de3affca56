import { prefixMistake } from './name-rules.ts';
import { type NamesFile, readNamesFiles } from './names-files.ts';

export type Names = NamesFile;

export type NamesOf = { readonly stage: string; readonly account: string; readonly prefix?: string };

/** The prefix of all names, for deployments and programs alike: LAKE_PREFIX, as names.yml has it. */
export function lakePrefix({ LAKE_PREFIX: prefix = 'tributary' }: NodeJS.ProcessEnv = process.env): string {
  const mistake = prefixMistake(prefix);
  if (mistake !== undefined) throw new Error(mistake);
  return prefix;
}

/** The lake's names, by the very file that the serverless.yml files read (for programs: functions get theirs by environment). */
export function readNames({ stage, account, prefix = lakePrefix() }: NamesOf): Names {
  const { names, defaults } = readNamesFiles();
  const variables: Readonly<Record<string, string>> = {
    'self:custom.names.prefix': prefix,
    'sls:stage': stage,
    'AWS::AccountId': account,
  };
  const resolve = (value: string): string =>
    value.replace(/\$\{(?:param:)?([^}]*)\}/g, (_, name: string) => variables[name] ?? defaults.get(name) ?? name);
  return {
    prefix,
    rawBucket: resolve(names.rawBucket),
    lakeBucket: resolve(names.lakeBucket),
    athenaBucket: resolve(names.athenaBucket),
    rawDatabase: resolve(names.rawDatabase),
    lakeDatabase: resolve(names.lakeDatabase),
    bus: resolve(names.bus),
    alarmsTopic: resolve(names.alarmsTopic),
    workGroup: resolve(names.workGroup),
    datasetsWorkGroup: resolve(names.datasetsWorkGroup),
    enrichWorkGroup: resolve(names.enrichWorkGroup),
    analystsWorkGroup: resolve(names.analystsWorkGroup),
    crmCatalog: resolve(names.crmCatalog),
    haproxyLogGroup: resolve(names.haproxyLogGroup),
    eventStream: resolve(names.eventStream),
  };
}
