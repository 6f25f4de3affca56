import { type GetObjectCommandInput, S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { createOpenRaw, type RawCalls } from './raw-objects.ts';
import { SupersededError } from './superseded-error.ts';

const key = { bucket: 'raw', key: 'raw/logs/haproxy/a' };

type Stored = { readonly id: string | undefined; readonly body: string | null; readonly at?: number };

const failure = (name: string, httpStatusCode: number) =>
  new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode }, message: name });

/** A key's versions, the newest first; a body of null is a delete marker. `asked`: the versions that were read. */
function callsOf(versions: Stored[], refusal = failure('AccessDenied', 403)): RawCalls & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  const get = async ({ VersionId, IfMatch, Range }: GetObjectCommandInput) => {
    asked.push(VersionId ?? IfMatch);
    const found = VersionId === undefined ? versions[0] : versions.find(({ id }) => id === VersionId);
    const whole = found?.body ?? null;
    if (found === undefined || whole === null) throw refusal;
    const body = Range === undefined ? whole : rangeOf(whole, Range);
    return {
      Body: { transformToByteArray: async () => Buffer.from(body) },
      ContentRange: Range?.replace('bytes=', 'bytes ').concat(`/${whole.length}`),
      VersionId: found.id,
      ETag: `"${whole}"`,
      LastModified: new Date(found.at ?? 5),
    };
  };
  const told = versions.map(({ id, body }, at) => ({
    Key: key.key,
    VersionId: id ?? 'null',
    IsLatest: at === 0,
    ...(body === null ? {} : { ETag: `"${body}"` }),
  }));
  const list = async () => ({
    Versions: [...told.filter(({ ETag }) => ETag), { Key: `${key.key}b`, VersionId: 'b', IsLatest: true, ETag: '"b"' }],
    DeleteMarkers: told.filter(({ ETag }) => ETag === undefined),
  });
  return { get, list, asked };
}

function rangeOf(whole: string, range: string): string {
  const [, from = 0, to = 0] = (/=(\d+)-(\d+)/.exec(range) ?? []).map(Number);
  if (from >= whole.length) throw failure('InvalidRange', 416);
  return whole.slice(from, to + 1);
}

function s3Of(versions: Stored[], refusal?: S3ServiceException) {
  const { asked, ...calls } = callsOf(versions, refusal);
  return { open: createOpenRaw(calls), asked };
}

async function textOf(read: ReturnType<typeof s3Of>, offset = 0): Promise<string> {
  const object = await read.open(key, offset);
  const { bytes = Buffer.from('gone') } = (await object?.readRange(offset, 100)) ?? {};
  return `${bytes}`;
}

describe('an object of the raw bucket', () => {
  test('is the newest version of its key, and the same throughout', async () => {
    const versions = [
      { id: 'v2', body: 'second', at: 7 },
      { id: 'v1', body: 'first' },
    ];
    const { open, asked } = s3Of(versions);
    const object = await open(key, 0);
    expect(object).toMatchObject({ versionId: 'v2', modifiedAt: 7 });
    versions.unshift({ id: 'v3', body: 'third', at: 8 });
    expect(`${(await object?.readRange(2, 3))?.bytes}`).toBe('con');
    expect(asked).toEqual([undefined, 'v2']);
    expect((await s3Of(versions).open(key, 0))?.which).not.toBe(object?.which);
  });

  test('knows its other versions, and whether one is newer', async () => {
    const versions: Stored[] = [
      { id: 'v2', body: 'b' },
      { id: 'v1', body: 'a' },
      { id: 'd', body: null },
      { id: undefined, body: '0' },
    ];
    expect(await (await s3Of(versions).open(key, 0))?.otherVersions()).toEqual(['v1', undefined]);
  });

  test('that was replaced while it was read says so', async () => {
    const versions = [{ id: 'v1', body: 'a' }];
    let now: Stored = { id: 'v1', body: 'a' };
    const { get } = callsOf(versions);
    const open = createOpenRaw({
      get,
      list: async () => ({ Versions: [{ Key: key.key, VersionId: now.id, ETag: `"${now.body}"`, IsLatest: true }] }),
    });
    const object = await open(key, 0);
    expect(await object?.otherVersions()).toEqual([]);
    now = { id: 'v2', body: 'b' };
    await expect(object?.otherVersions()).rejects.toThrow(SupersededError);
  });

  test('without versions is known by its content', async () => {
    const { open, asked } = s3Of([{ id: 'null', body: 'text' }]);
    const object = await open(key, 0);
    expect(object?.versionId).toBeUndefined();
    await object?.readRange(1, 2);
    expect(asked).toEqual([undefined, '"text"']);
  });

  test('is gone where its key is, or where the newest of it is a delete marker, whichever S3 says', async () => {
    for (const refusal of [failure('AccessDenied', 403), failure('NoSuchKey', 404)]) {
      expect(await s3Of([], refusal).open(key, 0)).toBeUndefined();
      expect(
        await s3Of(
          [
            { id: 'd', body: null },
            { id: 'v1', body: 'a' },
          ],
          refusal,
        ).open(key, 0),
      ).toBeUndefined();
    }
  });

  test('that may not be read is an error', async () => {
    const denied = createOpenRaw({
      get: async () => Promise.reject(failure('AccessDenied', 403)),
      list: async () => ({ Versions: [{ Key: key.key, VersionId: 'v1', ETag: '"a"', IsLatest: true }] }),
    });
    await expect(denied(key, 0)).rejects.toThrow('AccessDenied');
  });

  test('in an archive is no bad data: the error says what it is, and how to have it read', async () => {
    const { list } = callsOf([]);
    const archived = createOpenRaw({ get: async () => Promise.reject(failure('InvalidObjectState', 403)), list });
    await expect(archived(key, 0)).rejects.toThrow(/raw\/logs\/haproxy\/a is archived.*restore-object --bucket raw/);
  });

  test('without bytes has none, and one that is shorter now is read from its beginning', async () => {
    expect(await textOf(s3Of([{ id: 'v1', body: '' }]))).toBe('');
    const object = await s3Of([{ id: 'v2', body: 'short' }]).open(key, 50);
    expect(`${(await object?.readRange(0, 100))?.bytes}`).toBe('short');
  });
});
