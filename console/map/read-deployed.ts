import * as z from 'zod/mini';
import { describeDelivery, listDeliveries, listStreams } from '../aws/delivery.ts';
import { listRules, listTargets } from '../aws/events.ts';
import { type GlueTable, tablesOf } from '../aws/glue.ts';
import { grantsOf } from '../aws/iam.ts';
import { type EventSource, type LambdaFunction, listEventSources, listFunctions, onFailureOf } from '../aws/lambda.ts';
import { listLogGroups, subscriptionsOf } from '../aws/logs.ts';
import { AwsError } from '../aws/request.ts';
import { attributesOf, listQueues } from '../aws/sqs.ts';
import { ask } from '../lake/api.ts';
import { type Lake, lake } from '../lake/names.ts';
import type {
  Deployed,
  DeployedDelivery,
  DeployedFunction,
  DeployedQueue,
  DeployedRule,
  DeployedTable,
} from './deployed.ts';
import { nameOfArn, servedBy } from './patterns.ts';

export type LakeDeployed = { readonly deployed: Deployed; readonly lake: Lake };

/** Asks AWS what is deployed of this lake: what its names begin with, and what these are joined to. */
export async function readDeployed(): Promise<LakeDeployed> {
  const known = await lake();
  const { prefix, bus } = known.names;
  const isOwn = (name: string) => name.startsWith(`${prefix}-`) && name.split('-').includes(known.stage);
  const [calls, rules, subscriptions, deliveries, streams, queues, tables] = await Promise.all([
    readCalls(isOwn),
    Promise.all([readRules('default', isOwn), readRules(bus, isOwn)]),
    readSubscriptions(),
    readDeliveries(isOwn),
    listStreams(),
    readQueues(prefix, isOwn),
    readTables(known),
  ]);
  const own = streams.filter(({ StreamName }) => isOwn(StreamName));
  const deployed = {
    ...{ ...calls, ...tables, subscriptions, deliveries, queues, rules: rules.flat() },
    streams: own.map(({ StreamName: name, StreamARN: arn }) => ({ name, arn })),
  };
  return { deployed, lake: known };
}

/** Of what is deployed only what comes and goes while data flows. */
export async function readTables({ names }: Lake): Promise<Pick<Deployed, 'tables' | 'graph'>> {
  const databases = [names.rawDatabase, names.lakeDatabase];
  const [tables, graph] = await Promise.all([Promise.all(databases.map(deployedTables)), ask('graph', graphSchema)]);
  return { tables: tables.flat(), graph: graph.nodes };
}

const graphSchema = z.object({
  nodes: z.array(
    z.object({
      name: z.string(),
      service: z.nullable(z.string()),
      kind: z.string(),
      layer: z.number(),
      state: z.string(),
      reads: z.array(z.string()),
    }),
  ),
});

async function readCalls(
  isOwn: (name: string) => boolean,
): Promise<Pick<Deployed, 'functions' | 'sources' | 'grants'>> {
  const [listed, mappings] = await Promise.all([listFunctions(), listEventSources()]);
  const own = listed.filter(({ FunctionName }) => isOwn(FunctionName));
  const roles = [...new Set(own.map(({ Role }) => nameOfArn(Role)))];
  const read = await Promise.all(roles.map(async (role) => [role, await grantsOf(role)] as const));
  const grants = Object.fromEntries(read);
  const sources = mappings.filter(({ State }) => State !== 'Disabled').flatMap(sourceOf);
  const told = new Set(sources.flatMap(({ arn, onFailure }) => [arn, onFailure]));
  const functions = own.map((each) => {
    const sent = servedBy(grants[nameOfArn(each.Role)] ?? [], 'sqs:SendMessage');
    return described(
      each,
      sent.some((queue) => !told.has(queue)),
    );
  });
  return { functions: await Promise.all(functions), sources, grants };
}

/** Lambda's own word on calls that it gave up is asked for where the role lets it put them into a queue that no function reads. */
async function described(each: LambdaFunction, isGivingUp: boolean): Promise<DeployedFunction> {
  const { FunctionName: name, FunctionArn: arn, Role, DeadLetterConfig, LoggingConfig } = each;
  const onFailure = DeadLetterConfig?.TargetArn ?? (isGivingUp ? await onFailureOf(name) : undefined);
  return {
    ...{ name, arn, role: nameOfArn(Role), logGroup: LoggingConfig?.LogGroup ?? `/aws/lambda/${name}` },
    ...(onFailure === undefined ? {} : { onFailure }),
  };
}

function sourceOf({ FunctionArn, EventSourceArn, Queues = [], DestinationConfig }: EventSource) {
  const onFailure = DestinationConfig?.OnFailure?.Destination;
  if (EventSourceArn === undefined) return [];
  return [
    {
      ...{ functionArn: FunctionArn, arn: EventSourceArn, queues: Queues },
      ...(onFailure === undefined ? {} : { onFailure }),
    },
  ];
}

async function readRules(bus: string, isOwn: (name: string) => boolean): Promise<readonly DeployedRule[]> {
  const rules = (await listRules(bus)).filter(({ Name }) => isOwn(Name));
  return Promise.all(
    rules.map(async ({ Name, State, EventPattern, ScheduleExpression }) => ({
      ...{ name: Name, bus, isEnabled: State !== 'DISABLED', targets: await listTargets(bus, Name) },
      ...(ScheduleExpression === undefined ? {} : { schedule: ScheduleExpression }),
      ...(EventPattern === undefined ? {} : { pattern: EventPattern }),
    })),
  );
}

/** AWS's own groups, as those of functions, are ends and not ways. */
async function readSubscriptions(): Promise<Deployed['subscriptions']> {
  const groups = (await listLogGroups()).filter((name) => !name.startsWith('/aws/'));
  const read = groups.map(async (group) => ({ group, destinations: await subscriptionsOf(group) }));
  return (await Promise.all(read)).filter(({ destinations }) => destinations.length > 0);
}

async function readDeliveries(isOwn: (name: string) => boolean): Promise<readonly DeployedDelivery[]> {
  const names = (await listDeliveries()).filter(isOwn);
  return Promise.all(
    names.map(async (name) => {
      const { DeliveryStreamARN: arn, Source, Destinations } = await describeDelivery(name);
      const to = Destinations[0]?.ExtendedS3DestinationDescription;
      const stream = Source?.KinesisStreamSourceDescription?.KinesisStreamARN;
      const processors = (to?.ProcessingConfiguration?.Processors ?? [])
        .filter(({ Type }) => Type === 'Lambda')
        .flatMap(({ Parameters = [] }) => Parameters.filter(({ ParameterName }) => ParameterName === 'LambdaArn'))
        .map(({ ParameterValue }) => ParameterValue.replace(/:\$LATEST$/, ''));
      const bucket = nameOfArn(to?.BucketARN ?? '');
      return {
        ...{ name, arn, processors, bucket, prefix: to?.Prefix ?? '' },
        ...(stream === undefined ? {} : { stream }),
      };
    }),
  );
}

async function readQueues(prefix: string, isOwn: (name: string) => boolean): Promise<readonly DeployedQueue[]> {
  const urls = (await listQueues(`${prefix}-`)).filter((url) => isOwn(url.slice(url.lastIndexOf('/') + 1)));
  return Promise.all(
    urls.map(async (url) => {
      const { QueueArn = '', RedrivePolicy } = await attributesOf(url);
      const redrive = RedrivePolicy === undefined ? undefined : redriveSchema.parse(JSON.parse(RedrivePolicy));
      return {
        ...{ name: nameOfArn(QueueArn), arn: QueueArn, url },
        ...(redrive === undefined ? {} : { deadLetters: redrive.deadLetterTargetArn }),
      };
    }),
  );
}

const redriveSchema = z.object({ deadLetterTargetArn: z.string() });

async function deployedTables(database: string): Promise<readonly DeployedTable[]> {
  const tables = await tablesOf(database).catch(noneWhereMissing);
  return tables.map(({ Name, TableType, Parameters, StorageDescriptor }) => {
    const location = StorageDescriptor.Location.replace(/^s3:\/\//, '');
    const kind = TableType === 'VIRTUAL_VIEW' ? 'view' : Parameters.table_type === 'ICEBERG' ? 'iceberg' : 'files';
    return { ...{ database, name: Name, kind }, ...(location === '' ? {} : { location }) };
  });
}

/** A database that is not there yet has no tables. */
function noneWhereMissing(error: unknown): readonly GlueTable[] {
  if (error instanceof AwsError && error.code === 'EntityNotFoundException') return [];
  throw error;
}
