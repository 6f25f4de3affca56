import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type ServiceName, takeTurn } from '@tributary/cli/deploy.ts';
import * as z from 'zod';
import { oncePerRun } from '../harness/once.ts';

export const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      Condition: z.string().optional(),
      DeletionPolicy: z.string().optional(),
    }),
  ),
  Outputs: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

export type Template = z.infer<typeof template>;
export type Packaged = { readonly template: Template; readonly zips: Readonly<Record<string, number>> };

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** What `serverless package` makes of a service, alone, with no AWS account, credentials or network to ask; made once a run. */
export async function packageService(service: ServiceName, stage: string): Promise<Packaged> {
  const folder = await oncePerRun(`packaged-${service}-${stage}`, (empty) => runServerless(service, stage, empty));
  const zips = readdirSync(folder).filter((file) => file.endsWith('.zip'));
  return {
    template: template.parse(
      JSON.parse(readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8')),
    ),
    zips: Object.fromEntries(zips.map((file) => [file, statSync(join(folder, file)).size])),
  };
}

async function runServerless(service: ServiceName, stage: string, folder: string): Promise<void> {
  const finish = await takeTurn(service);
  // The framework leaves folders behind, one per function, wherever temporary ones go.
  const scratch = mkdtempSync(join(tmpdir(), `template-${service}-`));
  try {
    await run(join(root, 'node_modules/.bin/serverless'), ['package', '--stage', stage, '--package', folder], {
      cwd: join(root, 'services', service),
      env: {
        PATH: process.env.PATH,
        HOME: scratch,
        TMPDIR: scratch,
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    finish();
  }
}
