import { NormalizedSchema } from '@smithy/core/schema';
import type { ServiceName } from '../kernel/sdk.ts';

export type Protocol = 'json' | 'query' | 'rest-xml' | 'rest-json';

/** An operation as the SDK's own schema describes it; `http` where the protocol binds it to a method and a path. */
export type OperationModel = {
  readonly name: string;
  readonly http?: { readonly method: string; readonly uri: string; readonly status: number };
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** The members that the model requires. */
  readonly required: readonly string[];
};

export type ServiceModel = {
  readonly name: ServiceName;
  readonly protocol: Protocol;
  readonly xmlNamespace: string;
  readonly operations: ReadonlyMap<string, OperationModel>;
};

type Source = {
  readonly protocol: Protocol;
  readonly xmlNamespace?: string;
  readonly load: () => Promise<Readonly<Record<string, unknown>>>;
};

const sources: Readonly<Record<ServiceName, Source>> = {
  athena: { protocol: 'json', load: () => import('@aws-sdk/client-athena') },
  cloudformation: {
    protocol: 'query',
    xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    load: () => import('@aws-sdk/client-cloudformation'),
  },
  dynamodb: { protocol: 'json', load: () => import('@aws-sdk/client-dynamodb') },
  events: { protocol: 'json', load: () => import('@aws-sdk/client-eventbridge') },
  firehose: { protocol: 'json', load: () => import('@aws-sdk/client-firehose') },
  glue: { protocol: 'json', load: () => import('@aws-sdk/client-glue') },
  iam: {
    protocol: 'query',
    xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    load: () => import('@aws-sdk/client-iam'),
  },
  kinesis: { protocol: 'json', load: () => import('@aws-sdk/client-kinesis') },
  kms: { protocol: 'json', load: () => import('@aws-sdk/client-kms') },
  lakeformation: { protocol: 'rest-json', load: () => import('@aws-sdk/client-lakeformation') },
  lambda: { protocol: 'rest-json', load: () => import('@aws-sdk/client-lambda') },
  logs: { protocol: 'json', load: () => import('@aws-sdk/client-cloudwatch-logs') },
  monitoring: {
    protocol: 'json',
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    load: () => import('@aws-sdk/client-cloudwatch'),
  },
  'redshift-data': { protocol: 'json', load: () => import('@aws-sdk/client-redshift-data') },
  s3: {
    protocol: 'rest-xml',
    xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    load: () => import('@aws-sdk/client-s3'),
  },
  's3-control': {
    protocol: 'rest-xml',
    xmlNamespace: 'http://awss3control.amazonaws.com/doc/2018-08-20/',
    load: () => import('@aws-sdk/client-s3-control'),
  },
  secretsmanager: { protocol: 'json', load: () => import('@aws-sdk/client-secrets-manager') },
  ses: { protocol: 'rest-json', load: () => import('@aws-sdk/client-sesv2') },
  sns: {
    protocol: 'query',
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    load: () => import('@aws-sdk/client-sns'),
  },
  sqs: { protocol: 'json', load: () => import('@aws-sdk/client-sqs') },
  ssm: { protocol: 'json', load: () => import('@aws-sdk/client-ssm') },
  sts: {
    protocol: 'query',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    load: () => import('@aws-sdk/client-sts'),
  },
};

export function isServiceName(name: string): name is ServiceName {
  return Object.hasOwn(sources, name);
}

const models = new Map<ServiceName, Promise<ServiceModel>>();

/** The service's model, read from the SDK package on first use (50–150 ms) and kept. */
export function serviceModel(name: ServiceName): Promise<ServiceModel> {
  const known = models.get(name);
  if (known !== undefined) return known;
  const model = readModel(name, sources[name]);
  models.set(name, model);
  return model;
}

async function readModel(name: ServiceName, source: Source): Promise<ServiceModel> {
  const sdk = await source.load();
  const operations = Object.values(sdk)
    .filter(isOperationSchema)
    .map((schema) => operationModel(schema));
  return {
    name,
    protocol: source.protocol,
    xmlNamespace: source.xmlNamespace ?? '',
    operations: new Map(operations.map((operation) => [operation.name, operation])),
  };
}

/** The SDK's static schemas are arrays: 9, namespace, name, traits, input, output (@smithy/types, StaticOperationSchema). */
type OperationSchema = readonly [9, string, string, unknown, SchemaRef, SchemaRef];
type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

function isOperationSchema(value: unknown): value is OperationSchema {
  return Array.isArray(value) && value[0] === 9 && typeof value[2] === 'string';
}

function operationModel([, , name, traits, input, output]: OperationSchema): OperationModel {
  const inputSchema = NormalizedSchema.of(input);
  const http = httpTrait(traits);
  return {
    name,
    ...(http === undefined ? {} : { http }),
    input: inputSchema,
    output: NormalizedSchema.of(output),
    required: requiredMembers(inputSchema),
  };
}

function httpTrait(traits: unknown): OperationModel['http'] {
  if (typeof traits !== 'object' || traits === null || !('http' in traits) || !Array.isArray(traits.http))
    return undefined;
  const [method, uri, status] = traits.http;
  return { method: String(method), uri: String(uri), status: Number(status) };
}

/** A static structure is 3, namespace, name, traits, member names, member schemas, how many of the first are required. */
function requiredMembers(input: NormalizedSchema): readonly string[] {
  if (!input.isStructSchema()) return [];
  const schema: unknown = input.getSchema();
  if (!Array.isArray(schema) || !Array.isArray(schema[4]) || typeof schema[6] !== 'number') return [];
  return schema[4].slice(0, schema[6]).map(String);
}
