import type { Cloud } from '../../kernel/cloud.ts';
import type { Configuration } from './store.ts';

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
};

/** The whole environment of a function's process, by the names that AWS gives it; nothing comes from the local cloud's own. */
export function functionEnvironment(
  cloud: Cloud,
  configuration: Configuration,
  process: { readonly logStream: string; readonly taskRoot: string; readonly credentials: Credentials },
): Record<string, string> {
  const logging = configuration.LoggingConfig;
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    // AWS's own user has this home, which is not there either: nothing is read in the developer's.
    HOME: '/home/sbx_user1051',
    AWS_ENDPOINT_URL: cloud.endpoint,
    // The X-Ray daemon does not exist here; the SDK's recorder stays quiet for traces that are not sampled.
    AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
    ...configuration.Environment?.Variables,
    AWS_REGION: cloud.region,
    AWS_DEFAULT_REGION: cloud.region,
    AWS_ACCESS_KEY_ID: process.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: process.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: process.credentials.sessionToken,
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: configuration.FunctionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.MemorySize),
    AWS_LAMBDA_FUNCTION_VERSION: configuration.Version,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logging.LogGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: process.logStream,
    ...(logging.LogFormat === 'JSON'
      ? { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: logging.ApplicationLogLevel ?? 'INFO' }
      : {}),
    LAMBDA_TASK_ROOT: process.taskRoot,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    _HANDLER: configuration.Handler,
  };
}
