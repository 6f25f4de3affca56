import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { takeTurn } from '@tributary/cli/deploy.ts';
import type { ServiceName } from '@tributary/cli/service-names.ts';
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
      Metadata: z.unknown().optional(),
      UpdateReplacePolicy: z.string().optional(),
    }),
  ),
  Outputs: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

export type Template = z.infer<typeof template>;
export type Packaged = {
  readonly template: Template;
  readonly templateFile: string;
  readonly zips: Readonly<Record<string, number>>;
};
/** Parameters of a deployment, and a name for them: what is packaged with them is made once a run. */
export type Parameters = { readonly name: string; readonly values: Readonly<Record<string, string>> };

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** What `serverless package` makes of a service, alone, with no AWS account, credentials or network to ask; made once a run. */
export async function packageService(
  service: ServiceName,
  stage: string,
  { name, values }: Parameters = { name: 'default', values: {} },
): Promise<Packaged> {
  const options = ['--stage', stage, ...Object.entries(values).flatMap((pair) => ['--param', pair.join('=')])];
  const folder = await oncePerRun(`packaged-${service}-${stage}-${name}`, (empty) =>
    runServerless(service, options, empty),
  );
  const templateFile = join(folder, 'cloudformation-template-update-stack.json');
  const zips = readdirSync(folder).filter((file) => file.endsWith('.zip'));
  return {
    template: template.parse(JSON.parse(readFileSync(templateFile, 'utf8'))),
    templateFile,
    zips: Object.fromEntries(zips.map((file) => [file, statSync(join(folder, file)).size])),
  };
}

async function runServerless(service: ServiceName, options: readonly string[], folder: string): Promise<void> {
  const finish = await takeTurn(service);
  // The framework leaves folders behind, one per function, wherever temporary ones go.
  const scratch = mkdtempSync(join(tmpdir(), `template-${service}-`));
  try {
    await run(join(root, 'node_modules/.bin/serverless'), ['package', ...options, '--package', folder], {
      cwd: join(root, 'services', service),
      env: {
        ...withoutAws(process.env),
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

/** Whatever this machine needs to reach npm (certificates, a proxy), and no account. */
function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));
}
