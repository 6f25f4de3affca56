import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ReadJson } from './register.ts';

/** The JSON of an object; throws where there is no such object, or it is no JSON. */
export function createReadJson(client: Pick<S3Client, 'send'>): ReadJson {
  return async function readJson({ bucket, key }) {
    const { Body: body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return JSON.parse((await body?.transformToString()) ?? '');
  };
}
