/**
 * The path of an object in path style. All of the key is one segment, its slashes percent-encoded: a browser takes the steps `.` and `..` of
 * a path as ways to go, also where they are written `%2e`, and so would ask for another object. Undefined for the keys `.` and `..` themselves.
 */
export function objectPath(bucket: string, key: string): string | undefined {
  if (key === '.' || key === '..') return undefined;
  return `/${encodeURIComponent(bucket)}/${encodeURIComponent(key)}`;
}

/** A key as a listing with `encoding-type=url` writes it. */
export function keyIn(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', '%20'));
}

/** `s3://bucket/key`, of which the key may be empty; undefined for any other text. */
export function readS3Uri(uri: string): { readonly bucket: string; readonly key: string } | undefined {
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? [];
  return bucket === undefined ? undefined : { bucket, key };
}
