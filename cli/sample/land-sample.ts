import type { S3Client } from '@aws-sdk/client-s3';
import type { Changes } from '@tributary/ingest/changes/core/declaration/changes.ts';
import type { PatientProgress } from '../terminal/patient-progress.ts';
import { type ChangesSample, landChanges, readChangesSample } from './changes.ts';

type Landing = { readonly changes: Changes; readonly progress: PatientProgress };

/** Lands the sample's files of DMS, of the tables that are declared, unless an earlier start has brought them all. */
export async function landSample(s3: S3Client, bucket: string, { changes, progress }: Landing): Promise<ChangesSample> {
  const sample = readChangesSample(changes);
  if (sample.files.length === 0) return sample;
  await landChanges(s3, bucket, sample);
  progress.done(`${sample.files.length} files of the sample, as DMS wrote them, are in ${bucket}/raw/db`);
  return sample;
}
