import type { ServerSideEncryption } from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/operation.ts';
import { invalidArgument } from './fault.ts';
import type { BucketRecord, EncryptionRecord } from './record.ts';

export type EncryptionInput = {
  readonly ServerSideEncryption?: ServerSideEncryption | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
};

const header = 'x-amz-server-side-encryption';

/** With what an object is encrypted: what its writer says, else the bucket's default. */
export function readEncryption(input: EncryptionInput, bucket: BucketRecord): EncryptionRecord {
  const rule = bucket.encryption.Rules?.[0];
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  const algorithm = input.ServerSideEncryption ?? byDefault?.SSEAlgorithm ?? 'AES256';
  if (input.SSEKMSKeyId !== undefined && input.ServerSideEncryption?.startsWith('aws:kms') !== true)
    throw invalidArgument(
      `Server Side Encryption with AWS KMS managed key requires HTTP header ${header} : aws:kms`,
      header,
      input.ServerSideEncryption,
    );
  if (algorithm === 'AES256') return { algorithm };
  const keyId = input.SSEKMSKeyId ?? byDefault?.KMSMasterKeyID;
  const bucketKey = input.BucketKeyEnabled ?? rule?.BucketKeyEnabled;
  return {
    algorithm,
    ...(keyId !== undefined && { keyId }),
    ...(bucketKey !== undefined && { bucketKey }),
  };
}

/** How an answer says with what an object is encrypted. */
export function encryptionFields({ algorithm, keyId, bucketKey }: EncryptionRecord) {
  return {
    ServerSideEncryption: algorithm,
    ...(keyId !== undefined && { SSEKMSKeyId: keyId }),
    ...(bucketKey !== undefined && { BucketKeyEnabled: bucketKey }),
  };
}

/** A reader does not say how an object is encrypted: S3 knows. */
export function refuseEncryptionHeader({ http }: Context): void {
  const given = http?.headers[header];
  if (given !== undefined)
    throw invalidArgument(`${header} header is not supported for this operation.`, header, given);
}
