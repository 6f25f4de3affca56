import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { takeTurn } from '@tributary/cli/deploy.ts';
import { serviceNames } from '@tributary/cli/service-names.ts';
import AdmZip from 'adm-zip';
import * as z from 'zod';

export type Unpacked = {
  readonly name: string;
  /** Where its zip is unpacked: Lambda's /var/task. */
  readonly taskRoot: string;
  readonly bundle: string;
  readonly zipBytes: number;
  readonly sources: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

const root = fileURLToPath(new URL('../', import.meta.url));
const run = promisify(execFile);
const template = z.object({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: z.looseObject({}).optional() })),
});
const lambda = z.object({
  FunctionName: z.string(),
  Handler: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});

/** Every function as it is deployed to a stage on AWS: packaged, and unpacked again. */
export async function unpackFunctions(folder: string): Promise<readonly Unpacked[]> {
  const all: Unpacked[] = [];
  for (const service of serviceNames) {
    const packaged = join(folder, service);
    const finish = await takeTurn(service);
    await run(join(root, 'node_modules/.bin/serverless'), ['package', '--stage', 'dev', '--package', packaged], {
      cwd: join(root, 'services', service),
      env: { ...process.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_EC2_METADATA_DISABLED: 'true' },
    }).finally(finish);
    all.push(...unpack(service, packaged));
  }
  return all;
}

function unpack(service: string, packaged: string): readonly Unpacked[] {
  const file = readFileSync(join(packaged, 'cloudformation-template-update-stack.json'), 'utf8');
  const resources = Object.values(template.parse(JSON.parse(file)).Resources);
  return resources
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => {
      const { FunctionName, Handler, Environment } = lambda.parse(Properties);
      const name = FunctionName.replace(`tributary-${service}-dev-`, '');
      const zip = join(packaged, `${name}.zip`);
      const taskRoot = join(packaged, 'unpacked', name);
      new AdmZip(zip).extractAllTo(taskRoot);
      return {
        name,
        taskRoot,
        bundle: join(taskRoot, Handler.replace(/\.[^./]+$/, '.mjs')),
        zipBytes: readFileSync(zip).length,
        sources: sourcesOf(join(packaged, 'maps', name)),
        environment: Object.fromEntries(
          Object.entries(Environment.Variables).map(([key, value]) => [key, standIn(key, value)]),
        ),
      };
    });
}

function sourcesOf(maps: string): readonly string[] {
  const [file = ''] = readdirSync(maps);
  return z.object({ sources: z.array(z.string()) }).parse(JSON.parse(readFileSync(join(maps, file), 'utf8'))).sources;
}

/** What CloudFormation would fill in is some name here, and some address. */
function standIn(key: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return key.endsWith('_URL') ? 'https://sqs.eu-west-1.amazonaws.com/000000000000/queue' : 'some-name';
}
