import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import * as z from 'zod';
import { type Unpacked, unpackFunctions } from './cold-functions.ts';
import { buildRival } from './cold-rival.ts';
import { startSecrets } from './cold-secrets.ts';
import { lambdaNode } from './lambda-node.ts';
import { machine } from './machine.ts';

const rounds = 9;
const run = promisify(execFile);

const measured = z.object({ loadMs: z.number(), loadBytes: z.number(), errorMs: z.number(), errorBytes: z.number() });
type Measured = z.infer<typeof measured>;
type Contender = { readonly bundle: string; readonly cwd: string; readonly environment: Unpacked['environment'] };

/** What a cold start costs: loading a function's bundle and its first error, beside an empty handler and one written by hand. */
export async function coldBenchmark(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-cold-'));
  const secrets = await startSecrets();
  try {
    const node = lambdaNode();
    const probe = await buildProbe(folder);
    const functions = await unpackFunctions(folder);
    const { stdout: version } = await run(node, ['--version']);
    const measure = (all: readonly Contender[]) =>
      measureAll(all, (contender) => measureOne({ node, probe, endpoint: secrets.endpoint }, contender));
    console.log(`${machine()}; functions on Node ${version.trim()}; medians of ${rounds}, CPU time of all threads`);
    console.log('function: bundle, zip | loading, memory (by hand) | first error, memory (by hand); by hand: bundle');
    const empty = join(folder, 'empty.mjs');
    writeFileSync(empty, "export const handler = async () => { throw new Error('no'); };\n");
    console.log(`(empty): ${describe(await measure([{ bundle: empty, cwd: folder, environment: {} }]))}`);
    for (const each of functions) {
      const rival = await buildRival(each.name, each.sources, folder);
      const ours = { bundle: each.bundle, cwd: each.taskRoot, environment: each.environment };
      const both = await measure([ours, { bundle: rival, cwd: folder, environment: {} }]);
      const zip = `zip ${(each.zipBytes / 1000).toFixed(0)} kB`;
      console.log(`${each.name}: ${kilobytes(each.bundle)}, ${zip} | ${describe(both)}; by hand: ${kilobytes(rival)}`);
    }
  } finally {
    secrets.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function buildProbe(folder: string): Promise<string> {
  const outfile = join(folder, 'probe.mjs');
  const entry = fileURLToPath(new URL('./rounds/cold.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'error' });
  return outfile;
}

/** In turns, so that neighbours on the machine slow all alike; of each the medians. */
async function measureAll(
  all: readonly Contender[],
  measureOnce: (contender: Contender) => Promise<Measured>,
): Promise<readonly Measured[]> {
  const runs = all.map((): Measured[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [at, contender] of all.entries()) runs[at]?.push(await measureOnce(contender));
  return runs.map((each) => ({
    loadMs: median(each.map(({ loadMs }) => loadMs)),
    loadBytes: median(each.map(({ loadBytes }) => loadBytes)),
    errorMs: median(each.map(({ errorMs }) => errorMs)),
    errorBytes: median(each.map(({ errorBytes }) => errorBytes)),
  }));
}

type Run = { readonly node: string; readonly probe: string; readonly endpoint: string };

async function measureOne({ node, probe, endpoint }: Run, contender: Contender): Promise<Measured> {
  const { stdout } = await run(node, [probe, contender.bundle], {
    cwd: contender.cwd,
    env: {
      ...contender.environment,
      LAMBDA_TASK_ROOT: contender.cwd,
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL: endpoint,
    },
  });
  return measured.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function describe([ours, byHand]: readonly Measured[]): string {
  if (ours === undefined) return '';
  const beside = (text: string) => (byHand === undefined ? '' : ` (${text})`);
  const load = `${ms(ours.loadMs)}, ${mb(ours.loadBytes)}${byHand ? beside(`${ms(byHand.loadMs)}, ${mb(byHand.loadBytes)}`) : ''}`;
  const error = `${ms(ours.errorMs)}, ${mb(ours.errorBytes)}${byHand ? beside(ms(byHand.errorMs)) : ''}`;
  return `${load} | ${error}`;
}

const ms = (value: number) => `${value.toFixed(0)} ms`;
const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
const kilobytes = (file: string) => `${(statSync(file).size / 1000).toFixed(0)} kB`;
