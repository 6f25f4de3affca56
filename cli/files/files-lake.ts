import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import type { Names } from '@tributary/shared/names.ts';
import { flagsOf } from '../jobs/flags.ts';
import { namesOf, type Target, type TargetFlags, targetOf } from '../target.ts';

/** A lake as commands of files and their tables see it. */
export type FilesLake = {
  readonly target: Target;
  readonly names: Names;
  readonly s3: S3Client;
  readonly glue: GlueClient;
  /** As another command takes them: ` --stage prod`. */
  readonly flags: string;
};

export async function openFilesLake(flags: TargetFlags): Promise<FilesLake> {
  return filesLakeAt(targetOf(flags), flagsOf(flags));
}

export async function filesLakeAt(target: Target, flags: string): Promise<FilesLake> {
  const { client } = target;
  return {
    target,
    names: await namesOf(target),
    s3: new S3Client({ ...client, forcePathStyle: client.endpoint !== undefined }),
    glue: new GlueClient(client),
    flags,
  };
}
