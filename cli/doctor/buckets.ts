import {
  GetBucketEncryptionCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Names } from '@tributary/shared/names.ts';
import { deployment, type Finding, ok, unless, wrong } from './finding.ts';

type Sends = Pick<S3Client, 'send'>;

/** Whether the lake's buckets are there, and are as they were deployed. */
export async function bucketFindings(
  s3: Sends,
  { rawBucket, lakeBucket, athenaBucket }: Pick<Names, 'rawBucket' | 'lakeBucket' | 'athenaBucket'>,
  flags: string,
): Promise<readonly Finding[]> {
  return Promise.all([
    look(s3, { bucket: rawBucket, isVersioned: true, mend: deployment('ingest', flags) }),
    look(s3, { bucket: lakeBucket, isVersioned: false, mend: deployment('catalog', flags) }),
    look(s3, { bucket: athenaBucket, isVersioned: false, mend: deployment('query', flags) }),
  ]);
}

type Wanted = { readonly bucket: string; readonly isVersioned: boolean; readonly mend: string };

async function look(s3: Sends, { bucket, isVersioned, mend }: Wanted): Promise<Finding> {
  const head = () => s3.send(new HeadBucketCommand({ Bucket: bucket }));
  if ((await unless(['NotFound', 'NoSuchBucket'], head)) === undefined) return wrong(bucket, 'is not there', mend);
  const faults = (
    await Promise.all([
      isVersioned ? versioning(s3, bucket) : undefined,
      encryption(s3, bucket),
      notifications(s3, bucket),
      privacy(s3, bucket),
    ])
  ).filter((fault) => fault !== undefined);
  const all = `${isVersioned ? 'versioned, ' : ''}encrypted, private, tells EventBridge`;
  return faults.length === 0 ? ok(bucket, all) : wrong(bucket, faults.join('; '), mend);
}

async function versioning(s3: Sends, Bucket: string): Promise<string | undefined> {
  const { Status: status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
  return status === 'Enabled' ? undefined : 'does not keep versions: what is put again is lost';
}

async function encryption(s3: Sends, Bucket: string): Promise<string | undefined> {
  const ask = () => s3.send(new GetBucketEncryptionCommand({ Bucket }));
  const found = await unless(['ServerSideEncryptionConfigurationNotFoundError'], ask);
  const rules = found?.ServerSideEncryptionConfiguration?.Rules ?? [];
  return rules.length > 0 ? undefined : 'is not encrypted';
}

async function notifications(s3: Sends, Bucket: string): Promise<string | undefined> {
  const found = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  return found.EventBridgeConfiguration === undefined
    ? 'does not tell EventBridge: nothing that lands is read'
    : undefined;
}

async function privacy(s3: Sends, Bucket: string): Promise<string | undefined> {
  const ask = () => s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  const { BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets } =
    (await unless(['NoSuchPublicAccessBlockConfiguration'], ask))?.PublicAccessBlockConfiguration ?? {};
  const isClosed = BlockPublicAcls && BlockPublicPolicy && IgnorePublicAcls && RestrictPublicBuckets;
  return isClosed ? undefined : 'could be made public: not all public access is blocked';
}
