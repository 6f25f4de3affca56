import { SqlError } from '../../../sql/error.ts';

export type S3Location = { readonly bucket: string; readonly key: string };

/** Reads `s3://bucket/key`; `s3a` and `s3n` are the same to Hive. */
export function parseLocation(uri: string): S3Location {
  const found = /^s3[an]?:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri);
  if (!found) throw new SqlError('INVALID_TABLE_PROPERTY', `Not an S3 location: '${uri}'`);
  return { bucket: found[1] ?? '', key: found[2] ?? '' };
}

/** A location as a folder: its key ends in a slash, unless it is the whole bucket. */
export function folder(uri: string): S3Location {
  const { bucket, key } = parseLocation(uri);
  return { bucket, key: key === '' || key.endsWith('/') ? key : `${key}/` };
}

export const uriOf = ({ bucket, key }: S3Location) => `s3://${bucket}/${key}`;

export const withSlash = (uri: string) => (uri.endsWith('/') ? uri : `${uri}/`);
