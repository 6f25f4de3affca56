import { createHash } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { DeliveryPorts } from './delivery.ts';

export type ObjectPlaces = {
  readonly rawBucket: string;
  readonly lakeBucket: string;
  /** `rejected/<stage>/<function>/` */
  readonly rejectedPrefix: string;
};

/** The S3 side of a delivery: parked payloads in the raw bucket, rejected messages in the lake bucket. */
export function createObjectPorts(
  client: Pick<S3Client, 'send'>,
  { rawBucket, lakeBucket, rejectedPrefix }: ObjectPlaces,
): Pick<DeliveryPorts, 'park' | 'writeRejects'> {
  return {
    park: async ({ key, body }) => {
      await client.send(
        new PutObjectCommand({ Bucket: rawBucket, Key: key, Body: body, ContentType: 'application/json' }),
      );
    },
    writeRejects: async (rows, now) => {
      const [year, month, day, hour] = new Date(now).toISOString().split(/[-T:]/);
      const body = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      const name = createHash('sha256').update(body).digest('hex').slice(0, 32);
      const key = `${rejectedPrefix}year=${year}/month=${month}/day=${day}/hour=${hour}/${name}.json`;
      await client.send(
        new PutObjectCommand({ Bucket: lakeBucket, Key: key, Body: body, ContentType: 'application/x-ndjson' }),
      );
    },
  };
}
