import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import * as z from 'zod';
import { isDeployed, servicesChanged } from './services-changed.ts';
import { changedPackages, type Sources, sourcesOf } from './source-graph.ts';

/**
 * Prints the services that changed since a commit, as JSON, and on standard error why. Without `--since`, or where git does not know the
 * commit, all of them: too many is only slow, as the framework deploys nothing where nothing changed.
 */
const { since = '', stage = 'dev' } = parseArgs({
  options: { since: { type: 'string' }, stage: { type: 'string' } },
}).values;

const root = fileURLToPath(new URL('../', import.meta.url));
const services = readdirSync(`${root}services`);
const git = (...args: readonly string[]) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 27 });

const changed = isKnown(since) ? await changedSince(since) : new Map(services.map((name) => [name, 'never deployed']));
for (const [name, reason] of changed) console.error(`${name}: ${reason}`);
console.log(JSON.stringify([...changed.keys()]));

function isKnown(commit: string): boolean {
  if (!/^[0-9a-f]{7,40}$/.test(commit)) return false;
  try {
    git('cat-file', '-e', `${commit}^{commit}`);
    return true;
  } catch {
    return false;
  }
}

async function changedSince(commit: string): Promise<ReadonlyMap<string, string>> {
  const files = git('diff', '--name-only', '--no-renames', commit, 'HEAD').split('\n').filter(Boolean);
  const lock = 'package-lock.json';
  const packages = files.includes(lock)
    ? changedPackages(git('show', `${commit}:${lock}`), readFileSync(`${root}${lock}`, 'utf8'))
    : new Set<string>();
  const sources = await Promise.all(
    services.map(async (name): Promise<[string, Sources]> => [name, await sourcesOf(root, entryPoints(name))]),
  );
  return servicesChanged({ files, packages }, new Map(sources), stage);
}

/** All code of a service, and what packages it: the plugin's, and the modules that stand for others in bundles. */
function entryPoints(service: string): readonly string[] {
  const code = git('ls-files', `services/${service}`, 'shared/serverless').split('\n').filter(isDeployed);
  const { alias } = z
    .object({ alias: z.record(z.string(), z.string()) })
    .parse(parse(readFileSync(`${root}shared/esbuild.yml`, 'utf8')));
  const standIns = Object.values(alias).map((name) => name.replace('@tributary/', ''));
  return [...code.filter((file) => file.endsWith('.ts')), ...standIns];
}
