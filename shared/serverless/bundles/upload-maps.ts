import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Hooks } from '../framework.ts';
import { functionsAt } from './functions-at.ts';
import { createMapStore, type MapStore } from './map-store.ts';
import type { Packaging } from './packaging.ts';

const dayMs = 86_400_000;

/** Brings the maps of what is deployed into the deployment bucket, and removes those whose logs are gone. */
export function uploadMaps(framework: Packaging): Hooks {
  const { service, serviceDir } = framework;
  const provider = framework.getProvider('aws');
  const upload = async () => {
    if (service.provider.shouldNotDeploy) return;
    // Loaded where something is deployed: packaging alone does not wait for the SDK.
    const sdk = await import('@aws-sdk/client-s3');
    const s3 = new sdk.S3Client(await provider.getAwsSdkV3Config());
    const store = createMapStore(sdk, s3, await provider.getServerlessDeploymentBucketName());
    const oldestLine = new Date(Date.now() - service.provider.logRetentionInDays * dayMs);
    const functions = functionsAt(framework).map((name) => ({
      service: service.service,
      stage: provider.getStage(),
      name,
      folder: join(serviceDir, '.serverless', 'maps', name),
    }));
    await Promise.all(functions.map((each) => bring(store, each, oldestLine)));
  };
  return { 'after:aws:deploy:deploy:uploadArtifacts': upload, 'before:deploy:function:deploy': upload };
}

type Brought = { readonly service: string; readonly stage: string; readonly name: string; readonly folder: string };

async function bring(store: MapStore, { folder, ...of }: Brought, oldestLine: Date): Promise<void> {
  for (const file of existsSync(folder) ? readdirSync(folder) : [])
    await store.put({ ...of, id: file.replace(/\.map$/, '') }, gzipSync(readFileSync(join(folder, file))));
  await store.prune(of, oldestLine);
}
