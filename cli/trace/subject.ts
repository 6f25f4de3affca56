import { UsageError } from '../usage.ts';

/** What is traced: an object of the raw bucket, one of the lake bucket, or the id of a record, a statement or a message. */
export type Subject =
  | { readonly kind: 'raw' | 'lake'; readonly key: string }
  | { readonly kind: 'id'; readonly id: string };

/** Reads a key, `s3://bucket/key` or an id. Throws UsageError for what is in neither bucket. */
export function readSubject(
  text: string,
  { rawBucket, lakeBucket }: { readonly rawBucket: string; readonly lakeBucket: string },
): Subject {
  const [, bucket, path] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(text) ?? [];
  if (bucket !== undefined && bucket !== rawBucket && bucket !== lakeBucket)
    throw new UsageError(`${bucket} is no bucket of this lake: ${rawBucket} and ${lakeBucket} are.`);
  const key = path ?? text;
  if (key.startsWith('raw/')) return { kind: 'raw', key };
  if (key.startsWith('lake/')) return { kind: 'lake', key };
  if (bucket === undefined && /^[^\s"'/]{1,512}$/.test(text)) return { kind: 'id', id: text };
  throw new UsageError(
    'It takes the key of an object below raw/ or lake/ (or s3://…), or the id of a record, a statement or a message.',
  );
}
