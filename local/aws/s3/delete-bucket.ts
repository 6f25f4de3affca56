import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { forgetUpload } from './multipart.ts';
import { bucketOf, onBucket } from './permission.ts';
import type { S3 } from './s3.ts';

export const deleteBucket = (s3: S3) =>
  operation('s3', 'DeleteBucket', {
    permissions: (input) => [onBucket('DeleteBucket', input.Bucket)],
    handle(input, context) {
      const { name, versioning } = s3.store.bucket(bucketOf(input, context));
      if (s3.store.index(name).size > 0)
        throw new AwsError(
          'BucketNotEmpty',
          versioning === undefined
            ? 'The bucket you tried to delete is not empty'
            : 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
          409,
          { BucketName: name },
        );
      for (const upload of [...s3.store.uploads.values()])
        if (upload.bucket === name) forgetUpload(s3, upload.uploadId);
      s3.store.removeBucket(name);
      return {};
    },
  });
