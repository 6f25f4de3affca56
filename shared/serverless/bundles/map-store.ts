import type { S3Client } from '@aws-sdk/client-s3';
import { type MapName, mapFolder, mapKey } from './map-key.ts';
import { supersededBefore } from './superseded.ts';

/** The source maps of functions, in the deployment bucket of their service. */
export type MapStore = {
  /** Again at each deployment: the newest map of a function is that of what runs. */
  put(map: MapName, gzip: Buffer): Promise<void>;
  /** Removes the maps of bundles that were replaced before this time: no log has a line of theirs. */
  prune(of: Omit<MapName, 'id'>, oldestLine: Date): Promise<void>;
};

/** The commands of the SDK, which whoever deploys has loaded. */
type Sdk = Pick<
  typeof import('@aws-sdk/client-s3'),
  'DeleteObjectCommand' | 'ListObjectsV2Command' | 'PutObjectCommand'
>;

export function createMapStore(sdk: Sdk, s3: Pick<S3Client, 'send'>, bucket: string): MapStore {
  return {
    async put(map, gzip) {
      const input = { Bucket: bucket, Key: mapKey(map), Body: gzip, ContentType: 'application/gzip' };
      await s3.send(new sdk.PutObjectCommand(input));
    },
    async prune(of, oldestLine) {
      const { Contents: kept = [] } = await s3.send(
        new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: mapFolder(of) }),
      );
      const maps = kept.flatMap(({ Key: key, LastModified: at }) => (key && at ? [{ key, at }] : []));
      for (const Key of supersededBefore(oldestLine, maps))
        await s3.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key }));
    },
  };
}
