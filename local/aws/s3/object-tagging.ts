import { type Context, operation } from '../../kernel/operation.ts';
import { checkTags } from './attributes.ts';
import { findObject } from './find-object.ts';
import { bucketOf, keyOf, onObject } from './permission.ts';
import type { StoredObject } from './record.ts';
import type { S3 } from './s3.ts';

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
    handle: (input, context) => retag(s3, input, context, checkTags(input.Tagging?.TagSet ?? [], 10)),
  });

export const getObjectTagging = (s3: S3) =>
  operation('s3', 'GetObjectTagging', {
    permissions: permission('Get'),
    handle(input, context) {
      const object = find(s3, input, context);
      return { TagSet: [...object.tags], ...versionField(object) };
    },
  });

export const deleteObjectTagging = (s3: S3) =>
  operation('s3', 'DeleteObjectTagging', {
    permissions: permission('Delete'),
    handle: (input, context) => retag(s3, input, context, []),
  });

function retag(s3: S3, input: ObjectInput, context: Context, tags: StoredObject['tags']) {
  const object = find(s3, input, context);
  s3.store.index(bucketOf(input, context)).put({ ...object, tags });
  return versionField(object);
}

function find(s3: S3, input: ObjectInput, context: Context): StoredObject {
  return findObject(s3, context, { bucket: bucketOf(input, context), key: keyOf(input), versionId: input.VersionId });
}

function versionField({ versionId }: StoredObject) {
  return versionId === 'null' ? {} : { VersionId: versionId };
}
