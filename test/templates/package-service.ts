import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';

const template = z.object({
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

/** What `serverless package` makes of a service, alone, with no AWS account, credentials or network to ask. */
export async function packageService(service: string, stage: string): Promise<Packaged> {
  const folder = mkdtempSync(join(tmpdir(), `template-${service}-`));
  try {
    await run(join(root, 'node_modules/.bin/serverless'), ['package', '--stage', stage, '--package', folder], {
      cwd: join(root, 'services', service),
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    });
    const zips = readdirSync(folder).filter((file) => file.endsWith('.zip'));
    return {
      template: template.parse(
        JSON.parse(readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8')),
      ),
      zips: Object.fromEntries(zips.map((file) => [file, statSync(join(folder, file)).size])),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
