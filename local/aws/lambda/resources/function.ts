import AdmZip from 'adm-zip';
import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { type Provisioned, resourceType } from '../../../kernel/resource.ts';
import { flag, integer, tagMap, tags } from './scalar.ts';

const code = z.strictObject({
  S3Bucket: z.string().optional(),
  S3Key: z.string().optional(),
  S3ObjectVersion: z.string().optional(),
  ZipFile: z.string().optional(),
});

const schema = z.strictObject({
  FunctionName: z.string().optional(),
  Code: code,
  Handler: z.string(),
  Runtime: z.templateLiteral(['nodejs', z.enum(['18.x', '20.x', '22.x', '24.x'])]),
  Role: z.string(),
  Description: z.string().optional(),
  Timeout: integer.optional(),
  MemorySize: integer.optional(),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()).optional() }).optional(),
  Tags: tags.optional(),
  ReservedConcurrentExecutions: integer.optional(),
  Architectures: z.array(z.enum(['x86_64', 'arm64'])).optional(),
  PackageType: z.literal('Zip').optional(),
  EphemeralStorage: z.strictObject({ Size: integer }).optional(),
  TracingConfig: z.strictObject({ Mode: z.enum(['Active', 'PassThrough']) }).optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string().optional() }).optional(),
  KmsKeyArn: z.string().optional(),
  VpcConfig: z
    .strictObject({
      SecurityGroupIds: z.array(z.string()).optional(),
      SubnetIds: z.array(z.string()).optional(),
      Ipv6AllowedForDualStack: flag.optional(),
    })
    .optional(),
  LoggingConfig: z
    .strictObject({
      LogFormat: z.enum(['Text', 'JSON']).optional(),
      LogGroup: z.string().optional(),
      ApplicationLogLevel: z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']).optional(),
      SystemLogLevel: z.enum(['DEBUG', 'INFO', 'WARN']).optional(),
    })
    .optional(),
});

type Properties = z.infer<typeof schema>;

export const functionResource = resourceType('AWS::Lambda::Function', {
  schema,
  replaceOn: ['FunctionName', 'PackageType'],
  async create(properties, request, context) {
    const FunctionName = properties.FunctionName ?? request.generatedName.slice(0, 64);
    const answer = await context.cloud.call(context.caller, 'lambda', 'CreateFunction', {
      FunctionName,
      Code: source(properties),
      Tags: { ...request.tags, ...tagMap(properties.Tags) },
      ...settings(properties),
    });
    await reserve(FunctionName, properties, context);
    return provisioned(FunctionName, answer.FunctionArn);
  },
  async update(current, properties, request, context) {
    const FunctionName = current.physicalId;
    const { cloud, caller } = context;
    await cloud.call(caller, 'lambda', 'UpdateFunctionCode', { FunctionName, ...source(properties) });
    const answer = await cloud.call(caller, 'lambda', 'UpdateFunctionConfiguration', {
      FunctionName,
      ...cleared,
      ...settings(properties),
    });
    await cloud.call(caller, 'lambda', 'TagResource', {
      Resource: answer.FunctionArn,
      Tags: { ...request.tags, ...tagMap(properties.Tags) },
    });
    await reserve(FunctionName, properties, context);
    return provisioned(FunctionName, answer.FunctionArn);
  },
  async remove(current, _properties, context) {
    await context.cloud.call(context.caller, 'lambda', 'DeleteFunction', { FunctionName: current.physicalId });
  },
});

/** What a property that a template no longer has goes back to. */
const cleared = {
  Description: '',
  Timeout: 3,
  MemorySize: 128,
  Environment: { Variables: {} },
  DeadLetterConfig: { TargetArn: '' },
  TracingConfig: { Mode: 'PassThrough' as const },
  VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
};

function settings(properties: Properties) {
  const {
    FunctionName: _name,
    Code: _code,
    Tags: _tags,
    ReservedConcurrentExecutions: _reserved,
    ...rest
  } = properties;
  const { KmsKeyArn, Environment, ...settings } = rest;
  return {
    ...settings,
    ...(KmsKeyArn === undefined ? {} : { KMSKeyArn: KmsKeyArn }),
    ...(Environment?.Variables === undefined ? {} : { Environment: { Variables: Environment.Variables } }),
  };
}

function source({ Code, Handler }: Properties) {
  const { ZipFile, ...object } = Code;
  if (ZipFile === undefined) return object;
  const zip = new AdmZip();
  zip.addFile(`${Handler.split('.')[0] ?? 'index'}.js`, Buffer.from(ZipFile));
  return { ZipFile: zip.toBuffer() };
}

async function reserve(FunctionName: string, properties: Properties, { cloud, caller }: Context): Promise<void> {
  const reserved = properties.ReservedConcurrentExecutions;
  if (reserved === undefined) await cloud.call(caller, 'lambda', 'DeleteFunctionConcurrency', { FunctionName });
  else
    await cloud.call(caller, 'lambda', 'PutFunctionConcurrency', {
      FunctionName,
      ReservedConcurrentExecutions: reserved,
    });
}

function provisioned(physicalId: string, arn: string | undefined): Provisioned {
  return { physicalId, attributes: { Arn: arn ?? '' } };
}
