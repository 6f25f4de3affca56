import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { deployEnvironment } from '@tributary/cli/deploy-environment.ts';
import { localRegion } from '@tributary/cli/target.ts';
import type { TestLake } from './lake.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const serverless = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');

/** What of the project services are packaged with. */
const beside = ['node_modules', 'shared', 'stages', 'package.json', 'tsconfig.json'];

/** A copy of services/query that has these files in `datasets/`, by name, and no others, and no dashboards; `deploy` brings it into a lake that runs. */
export type OwnDatasets = {
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly remove: (name: string) => void;
  readonly deploy: (lake: Pick<TestLake, 'endpoint'>) => Promise<void>;
  readonly dispose: () => void;
};

export function ownDatasets(files: Readonly<Record<string, string>>): OwnDatasets {
  const folder = mkdtempSync(join(tmpdir(), 'datasets-'));
  const query = join(folder, 'services', 'query');
  mkdirSync(join(folder, 'services'));
  for (const name of beside) symlinkSync(join(root, name), join(folder, name));
  const from = join(root, 'services', 'query');
  const left = ['.serverless', 'datasets', 'views', 'node_modules'].map((name) => join(from, name));
  // Dashboards show datasets that are not there then
  const isDashboard = (source: string) => dirname(source) === join(from, 'dashboards') && source.endsWith('.yml');
  cpSync(from, query, { recursive: true, filter: (source) => !left.includes(source) && !isDashboard(source) });
  mkdirSync(join(query, 'datasets'));
  const write: OwnDatasets['write'] = (texts) => {
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(query, 'datasets', `${name}.sql`), text);
  };
  write(files);
  return {
    write,
    remove: (name) => rmSync(join(query, 'datasets', `${name}.sql`)),
    async deploy({ endpoint }) {
      const scratch = mkdtempSync(join(folder, 'scratch-'));
      const cacheDir = join(root, 'node_modules/.cache/tributary');
      const env = deployEnvironment(process.env, { endpoint, region: localRegion, scratch, cacheDir });
      const args = [serverless, 'deploy', '--stage', 'local', '--region', localRegion];
      await run(process.execPath, args, { cwd: query, env, maxBuffer: 2 ** 26 }).catch((error: unknown) => {
        const said =
          error instanceof Error && 'stdout' in error && 'stderr' in error ? [error.stdout, error.stderr] : [];
        throw new Error(`serverless deploy of query: ${[error, ...said].join('\n').slice(-4_000)}`);
      });
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
