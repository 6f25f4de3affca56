import type { ObjectFile } from '../../../kernel/objects.ts';
import type { Permission } from '../../../kernel/permission.ts';
import type { S3Location } from '../catalog/location.ts';
import { denied } from '../denied.ts';
import type { Run } from '../run.ts';

type Access = Pick<Run, 'cloud' | 'caller' | 'objects'>;

/**
 * The visible files under a folder, in key order: names that begin with `_` or `.`, and folder markers, are hidden. What is
 * archived (Glacier Flexible Retrieval, Deep Archive) is passed over without a word, as Athena does it.
 */
export function listFiles(access: Access, { bucket, key }: S3Location): readonly ObjectFile[] {
  permitList(access, bucket, key);
  return access.objects
    .list(bucket, key)
    .filter((file) => file.archived !== true && isVisible(file.key.slice(key.length)));
}

const isVisible = (path: string) =>
  path !== '' && !path.endsWith('/') && path.split('/').every((part) => !/^[_.]/.test(part));

/** Whether anything at all lies under a folder. */
export function isEmpty(access: Access, { bucket, key }: S3Location): boolean {
  permitList(access, bucket, key);
  return access.objects.list(bucket, key).length === 0;
}

/** Refuses unless the caller may read each object. */
export function permitRead(access: Access, bucket: string, keys: readonly string[]): void {
  for (const key of keys) permit(access, { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}` });
}

function permitList(access: Access, bucket: string, prefix: string): void {
  permit(access, { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}`, conditions: { 's3:prefix': prefix } });
}

function permit({ cloud, caller }: Access, permission: Permission): void {
  try {
    cloud.authorize(caller, permission);
  } catch (error) {
    throw denied(error);
  }
}
