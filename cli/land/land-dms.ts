import { createReadStream, statSync } from 'node:fs';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { declaredChanges } from '../declared-changes.ts';
import { namesOf, type Target } from '../target.ts';
import type { Progress } from '../terminal/progress.ts';
import { UsageError } from '../usage.ts';
import { type DmsFile, DmsFolderError, orderDmsFiles, type TableFolder } from './dms-file.ts';

/** Which keys the files get, in the order in which they are to land; throws UsageError where that cannot be told. */
export function planDmsFiles(files: readonly string[], to: string | undefined): readonly DmsFile[] {
  try {
    return orderDmsFiles(files, { to, folders: to === undefined ? declaredFolders() : [] });
  } catch (error) {
    throw error instanceof DmsFolderError ? new UsageError(error.message) : error;
  }
}

/** Puts the files into the raw bucket, one after the other: which load a file of changes follows is told by when they arrive. */
export async function landDmsFiles(target: Target, files: readonly DmsFile[], progress: Progress): Promise<void> {
  const { rawBucket } = await namesOf(target);
  const s3 = new S3Client({ ...target.client, forcePathStyle: target.client.endpoint !== undefined });
  for (const { file, key } of files) {
    progress.running(`${file} to ${key}`);
    const Body = createReadStream(file);
    const input = { Bucket: rawBucket, Key: key, Body, ContentLength: statSync(file).size };
    await s3.send(new PutObjectCommand(input)).catch((error: unknown) => {
      throw error instanceof Error && error.name === 'NoSuchBucket' ? noBucket(rawBucket) : error;
    });
    progress.done(`${file} is ${key}`);
  }
}

function noBucket(name: string): Error {
  return new Error(`There is no bucket ${name}: deploy services/ingest first (npm start does so on this machine).`);
}

function declaredFolders(): readonly TableFolder[] {
  return declaredChanges().sources.flatMap(({ folder, transactions, tables }) => [
    ...tables.map(({ schema, table }) => ({ folder: `${folder}/${schema}/${table}`, path: `${schema}/${table}` })),
    ...(transactions === undefined ? [] : [{ folder: transactions, path: transactions }]),
  ]);
}
