import { hrefOf, type Route } from '../app/route.ts';
import { readS3Uri } from '../aws/s3-path.ts';

/** What of S3 a page shows. */
export type Place =
  | { readonly kind: 'buckets' }
  | { readonly kind: 'folder'; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'object'; readonly bucket: string; readonly key: string; readonly version: string | undefined }
  /** A path as people type it: a folder or an object. */
  | { readonly kind: 'either'; readonly bucket: string; readonly path: string };

export function placeOf({ path, query }: Pick<Route, 'path' | 'query'>): Place {
  const [bucket, ...rest] = path;
  if (bucket === undefined) return { kind: 'buckets' };
  const key = query.get('key');
  if (key !== null) return { kind: 'object', bucket, key, version: query.get('version') ?? undefined };
  const prefix = query.get('prefix');
  if (prefix !== null || rest.length === 0) return { kind: 'folder', bucket, prefix: prefix ?? '' };
  return { kind: 'either', bucket, path: rest.join('/') };
}

/** The address of a folder: readable where a browser leaves it as it is, else with the prefix in the query. */
export function folderHref(bucket: string, prefix: string): string {
  if (prefix === '') return hrefOf('objects', [bucket]);
  const steps = prefix.split('/');
  const isPlain = steps.at(-1) === '' && steps.slice(0, -1).every((step) => !/^\.{0,2}$/.test(step));
  return isPlain ? hrefOf('objects', [bucket, ...steps.slice(0, -1)]) : hrefOf('objects', [bucket], { prefix });
}

/** The address of an object; `more`: how it is shown. */
export function objectHref(bucket: string, key: string, more: readonly (readonly [string, string])[] = []): string {
  const search = new URLSearchParams([['key', key], ...more.map(([name, value]) => [name, value])]);
  return `${hrefOf('objects', [bucket])}?${search}`;
}

/** Where `s3://bucket/prefix/` is shown; undefined for what is no such address. */
export function folderOfUri(uri: string): string | undefined {
  const read = readS3Uri(uri);
  if (read === undefined) return undefined;
  return folderHref(read.bucket, read.key === '' || read.key.endsWith('/') ? read.key : `${read.key}/`);
}

export type Step = { readonly name: string; readonly href: string };

/** The ways up from a key or prefix, the bucket first. A step without a name is said as it is: `/`. */
export function stepsOf(bucket: string, key: string): readonly Step[] {
  const steps = key.split('/').slice(0, -1);
  const folders = steps.map((name, at) => {
    return { name: name === '' ? '/' : name, href: folderHref(bucket, `${steps.slice(0, at + 1).join('/')}/`) };
  });
  return [{ name: bucket, href: folderHref(bucket, '') }, ...folders];
}

/** The last part of a key, with its slash where it is a folder's. */
export function nameOf(key: string): string {
  const name = /[^/]*\/?$/.exec(key)?.[0] ?? '';
  return name === '' ? key : name;
}
