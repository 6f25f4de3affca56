import { versionedBucket } from '@tributary/shared/serverless/versioned-bucket.ts';
import { replicationConfiguration } from './replication-configuration.ts';
import type { Settings } from './settings.ts';

/** The lake bucket, where catalog is in the other account only: what is parsed here goes there from it. */
export function lakeBucket(settings: Settings): Readonly<Record<string, object>> {
  const bucket = settings.buckets.find(({ id }) => id === 'LakeBucket');
  if (bucket === undefined) return {};
  return versionedBucket('LakeBucket', {
    name: bucket.name,
    lifecycle: [olderVersions],
    properties: { ReplicationConfiguration: replicationConfiguration(settings, 'LakeBucket') },
  });
}

/** S3 lets nothing go that is not replicated yet, whatever this says. */
const olderVersions = {
  Id: 'older-versions',
  Status: 'Enabled',
  Prefix: '',
  NoncurrentVersionExpiration: { NoncurrentDays: 1 },
  ExpiredObjectDeleteMarker: true,
};
