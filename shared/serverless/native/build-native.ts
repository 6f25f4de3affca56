import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unfitForAmazonLinux } from './amazon-linux.ts';
import { cacheFolder } from './cache-folder.ts';
import type { Installed } from './installed.ts';
import { nodeFromNpm } from './node-from-npm.ts';

/** A native module cannot be built here for Lambda; the message says why. */
export class NotBuiltError extends Error {
  override readonly name = 'NotBuiltError';
}

/**
 * The binary of an installed module, built by this machine for a major version of Node on Lambda, and kept. A binary of V8's own interface (nan)
 * loads in one major version of Node only: what `npm ci` has built for the Node that develops is no use to another.
 */
export function buildForLambda(module: Installed, major: number): Buffer {
  const kept = join(cacheFolder, 'native', `${module.name}-${module.version}-node${major}-${process.arch}`);
  const binary = join(kept, module.binary);
  if (!existsSync(binary)) build(module, kept, headersOf(major));
  const content = readFileSync(binary);
  const unfit = unfitForAmazonLinux(content);
  if (unfit !== undefined) throw new NotBuiltError(unfit);
  return content;
}

function build(module: Installed, kept: string, nodedir: string): void {
  mkdirSync(dirname(kept), { recursive: true });
  const making = mkdtempSync(`${kept}-`);
  try {
    const { name, version, folder, dependencies } = module;
    const manifest = { private: true, dependencies: { [name]: version }, allowScripts: { [name]: true } };
    writeFileSync(join(making, 'package.json'), JSON.stringify(manifest));
    for (const each of [{ name, folder }, ...dependencies])
      cpSync(each.folder, join(making, 'node_modules', each.name), { recursive: true });
    rebuild(module, making, nodedir);
    mkdirSync(join(making, dirname(module.binary)), { recursive: true });
    renameSync(join(making, 'node_modules', name, module.binary), join(making, module.binary));
    rmSync(join(making, 'node_modules'), { recursive: true });
    if (!existsSync(kept)) renameSync(making, kept);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** As `npm ci` builds it (node-gyp, which comes with npm), with the headers of another Node. */
function rebuild({ name, binary }: Installed, folder: string, nodedir: string): void {
  const built = join(folder, 'node_modules', name, binary);
  rmSync(built, { force: true });
  const { status, stderr } = spawnSync('npm', ['rebuild', '--prefix', folder, name], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, npm_config_nodedir: nodedir },
  });
  if (status !== 0 || !existsSync(built))
    throw new NotBuiltError(`npm rebuild ${name} fails: ${lastWords(stderr ?? '')}`);
}

function lastWords(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.replace(/^npm error (gyp ERR! )?/, '').trim());
  return lines.find((line) => /error:|not found|Could not|no such/i.test(line)) ?? 'npm cannot be run';
}

/** A folder with include/node of this major version: that of the Node that runs, or one from npm. */
function headersOf(major: number): string {
  const running = dirname(dirname(process.execPath));
  return majorOf(running) === major ? running : nodeFromNpm(major).folder;
}

function majorOf(folder: string): number | undefined {
  const file = join(folder, 'include', 'node', 'node_version.h');
  if (!existsSync(file)) return undefined;
  return Number(/#define NODE_MAJOR_VERSION (\d+)/.exec(readFileSync(file, 'utf8'))?.[1]);
}
