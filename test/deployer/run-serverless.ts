import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { takeTurn } from '@tributary/cli/deploy.ts';
import type { ServiceName } from '@tributary/cli/service-names.ts';

const run = promisify(execFile);
const serverless = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');

export type Credentials = {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
};

export type Deployment = {
  readonly service: ServiceName;
  readonly endpoint: string;
  readonly credentials: Credentials;
  readonly parameters: Readonly<Record<string, string>>;
};

/** Runs the framework's own command for a service, with a deployer's credentials; gives what it said, or throws with it. */
export async function runServerless(
  command: 'deploy' | 'info' | 'remove',
  { service, endpoint, credentials, parameters }: Deployment,
): Promise<string> {
  const finish = await takeTurn(service);
  const scratch = mkdtempSync(join(tmpdir(), `deployer-${service}-`));
  const options = ['--stage', 'dev', '--region', 'eu-west-1'];
  const given = Object.entries(parameters).flatMap((pair) => ['--param', pair.join('=')]);
  try {
    const { stdout, stderr } = await run(process.execPath, [serverless, command, ...options, ...given], {
      cwd: fileURLToPath(new URL(`../../services/${service}`, import.meta.url)),
      env: {
        PATH: process.env.PATH,
        HOME: scratch,
        TMPDIR: scratch,
        AWS_CONFIG_FILE: devNull,
        AWS_SHARED_CREDENTIALS_FILE: devNull,
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: credentials.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.SecretAccessKey,
        AWS_SESSION_TOKEN: credentials.SessionToken,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        SLS_AWS_MONITORING_FREQUENCY: '200',
        SLS_TELEMETRY_DISABLED: '1',
        SLS_NOTIFICATIONS_MODE: 'off',
      },
    });
    return stdout + stderr;
  } catch (error) {
    throw new Error(`serverless ${command} of ${service}: ${said(error)}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    finish();
  }
}

function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const output = 'stdout' in error && 'stderr' in error ? `${error.stdout}${error.stderr}` : '';
  return output.trimEnd().split('\n').slice(-25).join('\n') || error.message;
}
