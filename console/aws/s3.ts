import { AwsError, send } from './request.ts';
import { keyIn, objectPath } from './s3-path.ts';

export type Bucket = { readonly name: string; readonly created: string };

type ListedObject = {
  readonly key: string;
  readonly bytes: number;
  /** ISO 8601, as all times here. */
  readonly at: string;
  readonly storageClass: string;
};

export type Listing = {
  /** Prefixes, with the `/` at their end. */
  readonly folders: readonly string[];
  readonly objects: readonly ListedObject[];
  /** Where it goes on. */
  readonly next: string | undefined;
};

export type Version = {
  readonly id: string;
  readonly at: string;
  /** Undefined of the mark that the object was deleted. */
  readonly bytes: number | undefined;
  readonly isLatest: boolean;
};

export type ObjectHead = {
  readonly bytes: number;
  readonly etag: string;
  readonly at: string;
  readonly version: string | undefined;
  readonly storageClass: string;
  /** Headers that say more of it, its own metadata among them. */
  readonly details: readonly (readonly [name: string, value: string])[];
};

export type ObjectPlace = { readonly bucket: string; readonly key: string; readonly version?: string | undefined };

/** Names of the account's buckets, by name. Throws AwsError, as all of these. */
export async function buckets(signal?: AbortSignal): Promise<readonly Bucket[]> {
  const answer = await get('/', {}, signal);
  return all(answer, 'Bucket').map((bucket) => ({ name: text(bucket, 'Name'), created: text(bucket, 'CreationDate') }));
}

export type ListRequest = {
  readonly prefix: string;
  readonly from?: string | undefined;
  /** Whether what lies in folders within is listed, too, instead of the folders. */
  readonly isDeep?: true;
};

/** A page of a folder: at most a thousand of its folders and objects. */
export async function list(
  bucket: string,
  { prefix, from, isDeep }: ListRequest,
  signal?: AbortSignal,
): Promise<Listing> {
  const delimiter = isDeep ? undefined : '/';
  const asked = { 'list-type': '2', 'encoding-type': 'url', delimiter, prefix, 'continuation-token': from };
  const answer = await get(`/${encodeURIComponent(bucket)}`, asked, signal);
  return {
    folders: all(answer, 'CommonPrefixes').map((folder) => keyIn(text(folder, 'Prefix'))),
    objects: all(answer, 'Contents').map((object) => ({
      key: keyIn(text(object, 'Key')),
      bytes: Number(text(object, 'Size')),
      at: text(object, 'LastModified'),
      storageClass: text(object, 'StorageClass') || 'STANDARD',
    })),
    next: text(answer, 'NextContinuationToken') || undefined,
  };
}

/** The newest versions of a key, newest first, at most a thousand of them and of those of keys that begin with it. */
export async function versions({ bucket, key }: ObjectPlace, signal?: AbortSignal): Promise<readonly Version[]> {
  const answer = await get(
    `/${encodeURIComponent(bucket)}`,
    { versions: '', prefix: key, 'encoding-type': 'url' },
    signal,
  );
  const found = [...all(answer, 'Version'), ...all(answer, 'DeleteMarker')].filter(
    (each) => keyIn(text(each, 'Key')) === key,
  );
  return found
    .map((version) => ({
      id: text(version, 'VersionId'),
      at: text(version, 'LastModified'),
      bytes: version.localName === 'Version' ? Number(text(version, 'Size')) : undefined,
      isLatest: text(version, 'IsLatest') === 'true',
    }))
    .toSorted((a, b) => Number(b.isLatest) - Number(a.isLatest) || (a.at < b.at ? 1 : -1));
}

const told =
  /^(?:content-(?:type|encoding|disposition|language)|cache-control|expires|etag|x-amz-(?!request-id|id-2).*)$/;

/** What is known of an object without its content; undefined where there is none. */
export async function head(place: ObjectPlace, signal?: AbortSignal): Promise<ObjectHead | undefined> {
  const response = await send('s3', addressOf(place), { method: 'HEAD', ...(signal && { signal }) });
  if (response.status === 404) return undefined;
  if (!response.ok)
    throw new AwsError(
      `HTTP ${response.status}`,
      refusals[response.status] ?? 'The object cannot be looked at.',
      response.status,
    );
  const { headers } = response;
  return {
    bytes: Number(headers.get('content-length') ?? 0),
    etag: headers.get('etag') ?? '',
    at: new Date(headers.get('last-modified') ?? 0).toISOString(),
    version: headers.get('x-amz-version-id') ?? undefined,
    storageClass: headers.get('x-amz-storage-class') ?? 'STANDARD',
    details: [...headers].filter(([name]) => told.test(name)),
  };
}

const refusals: Readonly<Record<number, string>> = {
  403: 'Access is denied.',
  405: 'This version marks that the object was deleted: it has no content.',
};

export type Span = {
  /** Bytes [from, to). */
  readonly from: number;
  readonly to: number;
  /** What it was when it was looked at: it is refused where another object has taken its place. */
  readonly etag: string;
};

/** A part of an object. */
export async function read(
  place: ObjectPlace,
  { from, to, etag }: Span,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if (to <= from) return new Uint8Array(0);
  const headers = { range: `bytes=${from}-${to - 1}`, 'if-match': etag };
  const response = await send('s3', addressOf(place), { headers, ...(signal && { signal }) });
  if (!response.ok) throw errorOf(await response.text(), response.status);
  return new Uint8Array(await response.arrayBuffer());
}

/** All of an object, as it is. */
export async function download(place: ObjectPlace, signal?: AbortSignal): Promise<Blob> {
  const response = await send('s3', addressOf(place), signal ? { signal } : {});
  if (!response.ok) throw errorOf(await response.text(), response.status);
  // Whatever the object says of itself: a browser that opens it is to save it, not to show it.
  return new Blob([await response.arrayBuffer()], { type: 'application/octet-stream' });
}

function addressOf({ bucket, key, version }: ObjectPlace): string {
  const path = objectPath(bucket, key);
  if (path === undefined)
    throw new AwsError('KeyNotReachable', `No browser can ask for the key ${key}: aws s3api get-object can.`, 400);
  return version === undefined ? path : `${path}?${new URLSearchParams({ versionId: version })}`;
}

async function get(
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  signal?: AbortSignal,
): Promise<Element> {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const search = new URLSearchParams(given).toString();
  const response = await send('s3', search === '' ? path : `${path}?${search}`, signal ? { signal } : {});
  const answer = await response.text();
  if (!response.ok) throw errorOf(answer, response.status);
  return parsed(answer);
}

function errorOf(answer: string, status: number): AwsError {
  const root = parsed(answer);
  const code = text(root, 'Code') || `HTTP ${status}`;
  return new AwsError(code, text(root, 'Message') || code, status);
}

/** Nothing of it is put into the page but as text. */
function parsed(xml: string): Element {
  return new DOMParser().parseFromString(xml, 'application/xml').documentElement;
}

function all(parent: Element, name: string): readonly Element[] {
  return [...parent.getElementsByTagNameNS('*', name)];
}

/** Of a child; '' where there is none. */
function text(parent: Element, name: string): string {
  return [...parent.children].find(({ localName }) => localName === name)?.textContent ?? '';
}
