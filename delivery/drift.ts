import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { stageFileOf } from '@tributary/shared/serverless/stages/files.ts';
import { detectDrift, drifted } from './detect-drift.ts';

/** `tsx delivery/drift.ts --stage dev` compares the stage's stacks with what is there, and ends with 1 where something differs. */
const { stage } = parseArgs({ options: { stage: { type: 'string', default: 'dev' } } }).values;
const region = stageFileOf(stage)?.region ?? process.env.AWS_REGION ?? 'eu-west-1';
const prefix = process.env.LAKE_PREFIX ?? 'tributary';
const services = readdirSync(fileURLToPath(new URL('../services', import.meta.url)));

const client = new CloudFormationClient({ region });
for (const service of services) {
  const stack = `${prefix}-${service}-${stage}`;
  const told = drifted(stack, await detectDrift(client, stack));
  console.log(told.text);
  if (told.isDrifted) process.exitCode = 1;
}
