/** What S3 would have told of an object (`size` in bytes), for a queue that awaits it. */
export function objectCreatedMessage(bucket: string, key: string, size?: number): string {
  return JSON.stringify({
    id: key,
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: bucket }, object: { key, size } },
  });
}
