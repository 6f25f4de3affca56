import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { type Report, report, reportKey } from '@tributary/catalog/files/reconciling/report.ts';

export type ReadReport = (table: string) => Promise<Report | undefined>;

/** What reconcile has last found of tables of files. */
export function createReadReport(s3: Pick<S3Client, 'send'>, bucket: string): ReadReport {
  return async (table) => {
    try {
      const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: reportKey(table) }));
      return report.parse(JSON.parse((await body?.transformToString()) ?? ''));
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };
}
