import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { stageFileOf } from '@tributary/shared/serverless/stages/files.ts';
import { eventsOf } from './stack-events.ts';
import { explain } from './why-it-failed.ts';

/**
 * `tsx delivery/deploy.ts --stage dev SERVICE…` deploys the services one after the other, by the framework's own command. The first that
 * fails ends it: what CloudFormation says of it is told, and which services are as they were.
 */
const { values, positionals: services } = parseArgs({
  options: { stage: { type: 'string', default: 'dev' } },
  allowPositionals: true,
});
const stage = values.stage;
const region = stageFileOf(stage)?.region ?? process.env.AWS_REGION ?? 'eu-west-1';
const prefix = process.env.LAKE_PREFIX ?? 'tributary';
const serverless = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');

for (const [index, service] of services.entries()) {
  const started = new Date();
  if ((await deploy(service)) === 0) continue;
  const stack = `${prefix}-${service}-${stage}`;
  const events = await eventsOf(new CloudFormationClient({ region }), stack, started);
  const untouched = services.slice(index + 1);
  console.error(explain({ stack, events, untouched }));
  process.exitCode = 1;
  break;
}

function deploy(service: string): Promise<number | null> {
  const child = spawn(process.execPath, [serverless, 'deploy', '--stage', stage, '--region', region], {
    cwd: fileURLToPath(new URL(`../services/${service}`, import.meta.url)),
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
}
