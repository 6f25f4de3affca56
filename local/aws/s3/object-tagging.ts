import { type Context, operation } from '../../kernel/operation.ts';

import { findObject } from './find-object.ts';
import { bucketOf, keyOf, onObject } from './permission.ts';
import type { StoredObject } from './record.ts';
import { ruleFor } from './replication/rule-for.ts';
import type { S3 } from './s3.ts';
import { given } from './setting.ts';
import { checkTags } from './tags.ts';
import { versionField } from './version-id.ts';

type ObjectInput = {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
};

const permission = (action: 'Put' | 'Get' | 'Delete') => (input: ObjectInput) => [
  onObject(`${action}Object${input.VersionId === undefined ? '' : 'Version'}Tagging`, input),
];

export const putObjectTagging = (s3: S3) =>
  operation('s3', 'PutObjectTagging', {
    permissions: permission('Put'),
    handle: (input, context) => retag(s3, input, context, checkTags(given(input.Tagging?.TagSet, 'TagSet'), 'Object')),
  });

export const getObjectTagging = (s3: S3) =>
  operation('s3', 'GetObjectTagging', {
    permissions: permission('Get'),
    handle(input, context) {
      const { bucket, object } = find(s3, input, context);
      return { TagSet: [...object.tags], ...versionField(bucket, object) };
    },
  });

export const deleteObjectTagging = (s3: S3) =>
  operation('s3', 'DeleteObjectTagging', {
    permissions: permission('Delete'),
    handle: (input, context) => retag(s3, input, context, []),
  });

function retag(s3: S3, input: ObjectInput, context: Context, tags: StoredObject['tags']) {
  const { bucket, object } = find(s3, input, context);
  const retagged = { ...object, tags };
  const isReplicated = object.replication !== 'REPLICA' && ruleFor(bucket, retagged) !== undefined;
  s3.store.index(bucket.name).put(isReplicated ? { ...retagged, replication: 'PENDING' } : retagged);
  if (isReplicated) s3.replicate({ bucket: bucket.name, key: object.key, versionId: object.versionId });
  return versionField(bucket, object);
}

function find(s3: S3, input: ObjectInput, context: Context) {
  const bucket = s3.store.bucket(bucketOf(input, context));
  const target = { bucket: bucket.name, key: keyOf(input), versionId: input.VersionId };
  return { bucket, object: findObject(s3, context, target) };
}
