import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';

export type NpmNode = {
  readonly executable: string;
  /** The folder of a Node installation, with its headers in include/node. */
  readonly folder: string;
};

/** npm does not give this Node: no package for this machine, or no registry to ask. */
export class NoNodeError extends Error {
  override readonly name = 'NoNodeError';
}

/** Node of a major version, whatever runs here: downloaded from npm once (50 MB), and kept in node_modules/.cache. */
export function nodeFromNpm(major: number): NpmNode {
  const name = `node-${process.platform}-${process.arch}`;
  const kept = join(cacheFolder, `node-${major}`);
  const folder = join(kept, 'node_modules', name);
  const node = { executable: join(folder, 'bin', 'node'), folder };
  if (!existsSync(node.executable)) install(`${name}@${major}`, kept);
  if (existsSync(node.executable)) return node;
  throw new NoNodeError(`${name}@${major} of npm has no bin/node`);
}

function install(spec: string, kept: string): void {
  mkdirSync(dirname(kept), { recursive: true });
  const making = mkdtempSync(`${kept}-`);
  // Without retries: who is offline has to hear of it at once.
  const quick = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--fetch-retries=0'];
  const { status, stderr } = spawnSync('npm', ['install', '--prefix', making, ...quick, spec], { encoding: 'utf8' });
  if (status === 0) replace(making, kept);
  rmSync(making, { recursive: true, force: true });
  if (status !== 0) throw new NoNodeError(`npm gives no ${spec}: ${firstError(stderr ?? '')}`);
}

/** Another process may have been as quick. */
function replace(making: string, kept: string): void {
  if (!existsSync(kept)) renameSync(making, kept);
}

function firstError(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.startsWith('npm error'));
  return (lines.find((line) => !/npm error (code|errno|syscall)/.test(line)) ?? 'npm cannot be run')
    .replace('npm error ', '')
    .trim();
}
