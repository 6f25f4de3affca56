import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Hooks } from '../framework.ts';
import type { NativeFiles } from '../native/native.ts';
import { bundleId } from './bundle-id.ts';
import { compiledFiles } from './compiled-files.ts';
import { declaredAsJson } from './declared.ts';
import { functionsAt } from './functions-at.ts';
import { waitingMapOf, waitingMaps } from './maps-apart.ts';
import type { PackagedFunction, Packaging } from './packaging.ts';
import { rewriteZip, type ZipFile } from './zip.ts';

/** Finishes what serverless-esbuild has zipped: what is declared as JSON, native modules, the bundle's id, and its map by that id. */
export function finishArtifacts(framework: Packaging, nativeFiles: NativeFiles): Hooks {
  const { service, serviceDir } = framework;
  const finish = () => {
    for (const name of functionsAt(framework)) {
      const lambda = service.getFunction(name);
      const id = finishZip(serviceDir, lambda, [...compiledFiles(service.custom), ...nativeFiles(lambda)]);
      lambda.environment = { ...lambda.environment, BUNDLE: id };
      keepMap(waitingMapOf(serviceDir, lambda.handler), join(serviceDir, '.serverless', 'maps', name, `${id}.map`));
    }
    rmSync(waitingMaps(serviceDir), { recursive: true, force: true });
  };
  return { 'after:package:createDeploymentArtifacts': finish, 'after:deploy:function:packageFunction': finish };
}

function finishZip(serviceDir: string, lambda: PackagedFunction, added: readonly ZipFile[]): string {
  const artifact = lambda.package?.artifact;
  const bundlePath = lambda.handler.replace(/\.[^./]+$/, '.mjs');
  if (artifact === undefined) throw new Error(`${lambda.handler} has not been packaged`);
  let id: string | undefined;
  rewriteZip(resolve(serviceDir, artifact), (files) => {
    const bundle = files.find(({ path }) => path === bundlePath);
    id = bundle && bundleId(bundle.content);
    return [...declaredAsJson(files), ...added];
  });
  if (id === undefined) throw new Error(`${artifact} has no ${bundlePath}`);
  return id;
}

function keepMap(waiting: string, kept: string): void {
  rmSync(dirname(kept), { recursive: true, force: true });
  mkdirSync(dirname(kept), { recursive: true });
  copyFileSync(waiting, kept);
}
