import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LockedError, lockFolder } from '@tributary/local/lock.ts';
import { deployEnvironment } from './deploy-environment.ts';
import type { ServiceName } from './service-names.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const turnPollMs = 200;
const turnPatienceMs = 180_000;
const serverless = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');

/** `serverless deploy` ended with an error; `message` holds what it said last. */
export class DeployError extends Error {
  override readonly name = 'DeployError';
}

export type DeployOptions = {
  readonly endpoint: string;
  readonly region: string;
  readonly logDir: string;
  /** Of the service, other than their defaults. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
};

/** Deploys one service to the local cloud with the Serverless Framework's own command; its output goes to `<logDir>/<service>.log`. */
export async function deploy(service: ServiceName, options: DeployOptions): Promise<void> {
  const finish = await takeTurn(service);
  // The framework leaves folders behind, one per function, wherever temporary ones go.
  const scratch = mkdtempSync(join(tmpdir(), `tributary-deploy-${service}-`));
  try {
    await runServerless(service, scratch, options);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    finish();
  }
}

/** The framework packages in the service's own folder: two processes that deploy the same service go one after the other. */
export async function takeTurn(service: ServiceName): Promise<() => void> {
  const folder = join(root, 'node_modules', '.cache', 'tributary', service);
  for (let waited = 0; ; waited += turnPollMs) {
    try {
      return lockFolder(folder);
    } catch (error) {
      if (!(error instanceof LockedError) || waited > turnPatienceMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, turnPollMs));
    }
  }
}

async function runServerless(
  service: ServiceName,
  scratch: string,
  { endpoint, region, logDir, parameters = {}, signal }: DeployOptions,
): Promise<void> {
  mkdirSync(logDir, { recursive: true });
  const logFile = join(logDir, `${service}.log`);
  const log = createWriteStream(logFile, { mode: 0o600 });
  const given = Object.entries(parameters).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  const child = spawn(process.execPath, [serverless, 'deploy', '--stage', 'local', '--region', region, ...given], {
    cwd: join(root, 'services', service),
    env: deployEnvironment(process.env, {
      endpoint,
      region,
      scratch,
      cacheDir: join(root, 'node_modules/.cache/tributary'),
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal === undefined ? {} : { signal }),
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  await new Promise((resolve) => log.end(resolve));
  if (code !== 0)
    throw new DeployError(`serverless deploy of ${service} failed (${logFile}):\n${lastLines(logFile, 25)}`);
}

function lastLines(file: string, count: number): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
