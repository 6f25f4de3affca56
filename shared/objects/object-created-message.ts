/** What S3 would have told of an object, for a queue that awaits it. */
export function objectCreatedMessage(bucket: string, key: string): string {
  return JSON.stringify({
    id: key,
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: bucket }, object: { key } },
  });
}
