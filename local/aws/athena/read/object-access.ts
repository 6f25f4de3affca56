import type { ObjectFile } from '../../../kernel/objects.ts';
import type { S3Location } from '../catalog/location.ts';
import { denied } from '../denied.ts';
import type { Run } from '../run.ts';

type Access = Pick<Run, 'cloud' | 'caller' | 'objects'>;

/** The visible files under a folder, in key order: names that begin with `_` or `.`, and folder markers, are hidden. */
export function listFiles(access: Access, { bucket, key }: S3Location): readonly ObjectFile[] {
  permit(access, 's3:ListBucket', bucket, undefined, { 's3:prefix': key });
  return access.objects.list(bucket, key).filter((file) => isVisible(file.key.slice(key.length)));
}

const isVisible = (path: string) =>
  path !== '' && !path.endsWith('/') && path.split('/').every((part) => !/^[_.]/.test(part));

/** Whether anything at all lies under a folder. */
export function isEmpty(access: Access, { bucket, key }: S3Location): boolean {
  permit(access, 's3:ListBucket', bucket, undefined, { 's3:prefix': key });
  return access.objects.list(bucket, key).length === 0;
}

/** Refuses unless the caller may read each object. */
export function permitRead(access: Access, bucket: string, keys: readonly string[]): void {
  for (const key of keys) permit(access, 's3:GetObject', bucket, key);
}

function permit(
  { cloud, caller }: Access,
  action: string,
  bucket: string,
  key?: string,
  conditions: Readonly<Record<string, string>> = {},
): void {
  const resource = key === undefined ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`;
  try {
    cloud.authorize(caller, { action, resource, conditions });
  } catch (error) {
    throw denied(error);
  }
}
