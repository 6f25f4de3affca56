import { ParameterError } from '@tributary/shared/deployment/parameter-error.ts';
import type { Source } from '../declaration/changes.ts';
import { dmsAccess } from './access.ts';
import { dmsAlarms } from './alarms.ts';
import { shared, sourceEndpoint, targetEndpoint } from './endpoints.ts';
import type { DmsSettings } from './settings.ts';
import { tableMappings } from './table-mappings.ts';
import { taskSettings } from './task-settings.ts';

type Resources = Readonly<Record<string, object>>;
/** `<service>-<stage>`, with which names begin, and what the secret is called. */
type Names = { readonly name: string; readonly secretName: string };

/**
 * DMS for the sources of changes.yml: one database, which they all are of; for each source, as its settings are those of an endpoint, a target
 * and a replication. CloudFormation makes them, and starts none: `aws dms start-replication` does.
 */
export function dmsResources(declared: readonly Source[], settings: DmsSettings, names: Names): Resources {
  const sources = chosen(declared, settings.sources);
  const replications = sources.map((source) => ({ source: source.name, id: `DmsReplication${idOf(source.name)}` }));
  return {
    ...dmsAccess(sources, settings, names.secretName),
    [shared.source]: sourceEndpoint(settings, names.name),
    [shared.subnets]: {
      Type: 'AWS::DMS::ReplicationSubnetGroup',
      Properties: {
        ReplicationSubnetGroupIdentifier: `${names.name}-dms`,
        ReplicationSubnetGroupDescription: 'Where DMS reads the database whose changes land in the lake',
        SubnetIds: settings.network.subnetIds,
      },
    },
    ...Object.fromEntries(sources.flatMap((source) => ofSource(source, settings, names.name))),
    ...dmsAlarms(replications, names.name),
  };
}

function chosen(declared: readonly Source[], wanted: readonly string[]): readonly Source[] {
  const unknown = wanted.find((name) => !declared.some((source) => source.name === name));
  const known = declared.map(({ name }) => name).join(', ');
  if (unknown !== undefined)
    throw new ParameterError('dmsSources', wanted.join(','), `of the sources of changes.yml: ${known}`);
  const sources = wanted.length === 0 ? declared : declared.filter(({ name }) => wanted.includes(name));
  if (sources.length === 0)
    throw new Error('changes.yml declares no source, and dmsHost names a database: declare its tables');
  for (const { name, tables, format } of sources) {
    if (tables.length === 0) throw new Error(`changes.yml: sources.${name} has no table that DMS could read`);
    if (format.op !== 'Op') throw new Error(`changes.yml: sources.${name}.op: DMS calls that column Op`);
  }
  return sources;
}

function ofSource(source: Source, settings: DmsSettings, name: string): readonly (readonly [string, object])[] {
  const id = idOf(source.name);
  const identifier = `${name}-${source.name}`.replace(/-+/g, '-').replace(/-$/, '');
  const target = `DmsTarget${id}`;
  return [
    [target, targetEndpoint(source, settings, `${identifier}-target`)],
    [
      `DmsReplication${id}`,
      {
        Type: 'AWS::DMS::ReplicationConfig',
        Properties: {
          ReplicationConfigIdentifier: identifier,
          ReplicationType: 'full-load-and-cdc',
          SourceEndpointArn: { Ref: shared.source },
          TargetEndpointArn: { Ref: target },
          ComputeConfig: {
            MinCapacityUnits: settings.capacity.least,
            MaxCapacityUnits: settings.capacity.most,
            ReplicationSubnetGroupId: { Ref: shared.subnets },
            VpcSecurityGroupIds: settings.network.securityGroupIds,
          },
          TableMappings: tableMappings(source),
          ReplicationSettings: taskSettings(settings.lobKilobytes),
        },
      },
    ],
  ];
}

/** Logical ids have letters and digits only. */
function idOf(name: string): string {
  return name.replace(
    /(^|-)([a-z0-9]?)/g,
    (_, dash: string, first: string) => `${dash === '' ? '' : 'Dash'}${first.toUpperCase()}`,
  );
}
