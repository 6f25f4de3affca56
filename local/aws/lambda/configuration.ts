import { randomUUID } from 'node:crypto';
import type { CreateFunctionRequest, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { notCovered } from '../../kernel/error.ts';
import type { Context } from '../../kernel/operation.ts';
import { roleTrusts } from '../iam/trusted-service.ts';
import type { Code } from './code.ts';
import { functionArn } from './function-name.ts';
import { checkAtMost, invalid } from './refusal.ts';
import type { Configuration } from './store.ts';

/** The settings that CreateFunction and UpdateFunctionConfiguration share. */
export type Settings = Partial<Omit<CreateFunctionRequest, 'FunctionName' | 'Code' | 'Publish' | 'Tags'>>;

const refused = [
  'Layers',
  'ImageConfig',
  'FileSystemConfigs',
  'SnapStart',
  'CodeSigningConfigArn',
  'CapacityProviderConfig',
  'DurableConfig',
  'TenancyConfig',
  'PublishTo',
] as const;

const maxEnvironmentBytes = 4_096;
const reservedVariable =
  /^(AWS_REGION|AWS_DEFAULT_REGION|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|AWS_EXECUTION_ENV|AWS_LAMBDA_.*|_HANDLER|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/;

/** A function's first configuration; throws InvalidParameterValueException, or NotImplemented for what cannot run here. */
export function newConfiguration(name: string, settings: Settings, code: Code, context: Context): Configuration {
  const { Runtime, Handler, Role } = checkSettings(settings);
  if (Runtime === undefined || Handler === undefined || Role === undefined)
    throw invalid('Runtime, Handler and Role are mandatory parameters for functions created with deployment packages.');
  const base: Configuration = {
    FunctionName: name,
    FunctionArn: functionArn(context.cloud, { name }),
    Runtime,
    Handler,
    Role,
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    Version: '$LATEST',
    TracingConfig: { Mode: 'PassThrough' },
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    PackageType: 'Zip',
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    RevisionId: randomUUID(),
    ...code,
  };
  return changedConfiguration(base, settings, context);
}

/** The configuration after a change of settings, with a new revision. */
export function changedConfiguration(base: Configuration, settings: Settings, context: Context): Configuration {
  const { Environment, LoggingConfig, SnapStart: _refused, Layers: _layers, ...rest } = checkSettings(settings);
  const given = Object.fromEntries(
    Object.entries(rest).filter(([key, value]) => value !== undefined && known.has(key)),
  );
  return {
    ...base,
    ...given,
    ...(Environment === undefined ? {} : { Environment: { Variables: { ...Environment.Variables } } }),
    LoggingConfig: LoggingConfig === undefined ? base.LoggingConfig : logging(base, LoggingConfig),
    LastModified: new Date(context.cloud.clock.now()).toISOString().replace('Z', '+0000'),
    RevisionId: randomUUID(),
  };
}

const known: ReadonlySet<string> = new Set([
  'Runtime',
  'Role',
  'Handler',
  'Description',
  'Timeout',
  'MemorySize',
  'VpcConfig',
  'DeadLetterConfig',
  'KMSKeyArn',
  'TracingConfig',
  'Architectures',
  'EphemeralStorage',
]);

/** Throws unless the role exists and trusts Lambda. */
export async function checkRole(roleArn: string, context: Context): Promise<void> {
  if (!(await roleTrusts(context.cloud, roleArn, 'lambda.amazonaws.com')))
    throw invalid('The role defined for the function cannot be assumed by Lambda.');
}

export function toAnswer(configuration: Configuration): FunctionConfiguration {
  const { Environment, ...rest } = configuration;
  return Environment === undefined ? rest : { ...rest, Environment: { Variables: { ...Environment.Variables } } };
}

/** Throws for settings that AWS refuses, and NotImplemented for those that cannot run here. */
export function checkSettings(settings: Settings): Settings {
  for (const key of refused) if (isSet(settings[key])) throw notCovered(`the Lambda function setting ${key}`);
  if (settings.PackageType === 'Image') throw notCovered('Lambda functions from container images');
  checkRuntime(settings.Runtime);
  checkAtMost('timeout', settings.Timeout, 900);
  checkAtMost('memorySize', settings.MemorySize, 10_240);
  checkEnvironment(settings.Environment?.Variables);
  return settings;
}

/** Runtimes that functions may still be created with; the versions before them are AWS's no more. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const runtimes: readonly string[] = ['nodejs18.x', 'nodejs20.x', 'nodejs22.x', 'nodejs24.x'];

const retired = /^nodejs(4\.3(-edge)?|6\.10|8\.10|1[0246]\.x)?$/;

function checkRuntime(runtime: string | undefined): void {
  if (runtime === undefined || runtimes.includes(runtime)) return;
  if (!runtime.startsWith('nodejs')) throw notCovered(`the Lambda runtime ${runtime}`);
  if (!retired.test(runtime))
    throw invalid(
      `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${runtimes.join(', ')}] or be a valid ARN`,
    );
  throw invalid(
    `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
  );
}

function isSet(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function checkEnvironment(variables: Readonly<Record<string, string>> | undefined): void {
  if (variables === undefined) return;
  for (const name of Object.keys(variables)) {
    if (reservedVariable.test(name))
      throw invalid(
        `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${name}`,
      );
  }
  if (Buffer.byteLength(JSON.stringify(variables)) > maxEnvironmentBytes)
    throw invalid(
      'Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.',
    );
}

function logging(base: Configuration, given: NonNullable<Settings['LoggingConfig']>): Configuration['LoggingConfig'] {
  const format = given.LogFormat ?? base.LoggingConfig.LogFormat ?? 'Text';
  if (format === 'Text' && (given.ApplicationLogLevel !== undefined || given.SystemLogLevel !== undefined))
    throw invalid('LoggingConfig: log levels need LogFormat JSON.');
  const levels = {
    ApplicationLogLevel: given.ApplicationLogLevel ?? base.LoggingConfig.ApplicationLogLevel ?? 'INFO',
    SystemLogLevel: given.SystemLogLevel ?? base.LoggingConfig.SystemLogLevel ?? 'INFO',
  };
  return {
    LogFormat: format,
    LogGroup: given.LogGroup ?? base.LoggingConfig.LogGroup,
    ...(format === 'JSON' ? levels : {}),
  };
}
