import type { PackagedFunction, Packaging, Warn } from '../bundles/packaging.ts';
import type { ZipFile } from '../bundles/zip.ts';
import type { Hooks } from '../framework.ts';
import { buildForLambda } from './build-native.ts';
import { findInstalled, type Installed, installedBinary, nativeModules, scriptsOf } from './installed.ts';

/** The files of the native modules that a function names, for its zip; none of a module that cannot be had, which is told once. */
export type NativeFiles = (lambda: PackagedFunction) => readonly ZipFile[];

/** Node's name of a processor → AWS's. */
const architectures: ReadonlyMap<string, string> = new Map([
  ['x64', 'x86_64'],
  ['arm64', 'arm64'],
]);

/** The processor that native modules are built for: this machine's where it is Linux. */
export function builtFor(platform: string, processor: string): string | undefined {
  return platform === 'linux' ? architectures.get(processor) : undefined;
}

/** `native: [zlib-sync]` of a function.yml: the function deploys with the architecture of what is built here. */
export function nativeArchitecture({ configSchemaHandler, service }: Packaging): Hooks {
  configSchemaHandler.defineFunctionProperties('aws', {
    properties: { native: { type: 'array', items: { enum: [...nativeModules.keys()] } } },
  });
  return {
    initialize() {
      const architecture = builtFor(process.platform, process.arch);
      if (architecture === undefined) return;
      for (const name of service.getAllFunctions()) {
        const lambda = service.getFunction(name);
        if (lambda.native !== undefined) lambda.architecture ??= architecture;
      }
    },
  };
}

/** At the stage local a function runs on the Node that runs here, and has the binary that `npm ci` made for it; elsewhere one for Lambda. */
export function createNativeFiles(framework: Packaging, warn: Warn): NativeFiles {
  const known = new Map<string, readonly ZipFile[]>();
  const filesOf = (name: string): readonly ZipFile[] => {
    const files = known.get(name) ?? tell(name, warn, () => moduleFiles(framework, name));
    known.set(name, files);
    return files;
  };
  return ({ native = [] }) => native.flatMap(filesOf);
}

function tell(name: string, warn: Warn, files: () => readonly ZipFile[]): readonly ZipFile[] {
  try {
    return files();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn(`${name} is not in the zips: ${reason}. The functions do without it, more slowly.`);
    return [];
  }
}

function moduleFiles(framework: Packaging, name: string): readonly ZipFile[] {
  const module = findInstalled(name, framework.serviceDir);
  if (module === undefined) throw new Error('npm has not installed it here');
  const isLocal = framework.getProvider('aws').getStage() === 'local';
  const content = isLocal ? installedHere(module) : builtHere(module, framework.service.provider.runtime);
  return [...scriptsOf(module), { path: module.binary, content }].map((file) => ({
    path: `node_modules/${name}/${file.path}`,
    content: file.content,
  }));
}

function installedHere(module: Installed): Buffer {
  const binary = installedBinary(module);
  if (binary === undefined) throw new Error('npm has not built it here, which takes a C++ compiler, make and Python');
  return binary;
}

function builtHere(module: Installed, runtime: string): Buffer {
  if (builtFor(process.platform, process.arch) === undefined)
    throw new Error(`it is built on Linux (x64 or arm64), and this is ${process.platform} (${process.arch})`);
  const [, major] = /^nodejs(\d+)\.x$/.exec(runtime) ?? [];
  if (major === undefined) throw new Error(`${runtime} is no version of Node`);
  return buildForLambda(module, Number(major));
}
