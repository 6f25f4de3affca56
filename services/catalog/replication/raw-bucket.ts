import { versionedBucket } from '@tributary/shared/serverless/versioned-bucket.ts';

/** The raw bucket of an account without ingest: what is in it are replicas, with the versions that they have in the account they come from. */
export function rawBucket(name: string, replicas: object): Readonly<Record<string, object>> {
  return versionedBucket('RawBucket', { name, statements: [replicas] });
}
