import { expect, test } from 'vitest';
import { newestBelow } from './newest-object.ts';

/** A bucket of keys and the seconds at which they were written, listed so many at once. */
function bucketOf(objects: Readonly<Record<string, number>>, pageSize = 1_000) {
  const listed: string[] = [];
  type Input = { readonly Prefix: string; readonly ContinuationToken?: string };
  const send = async ({ input }: { readonly input: Input }): Promise<object> => {
    const { Prefix, ContinuationToken = '0' } = input;
    listed.push(Prefix);
    const below = Object.keys(objects).filter((key) => key.startsWith(Prefix));
    const ends = (key: string) => key.indexOf('/', Prefix.length);
    const entries = [...new Set(below.map((key) => (ends(key) < 0 ? key : key.slice(0, ends(key) + 1))))].toSorted();
    const from = Number(ContinuationToken);
    const shown = entries.slice(from, from + pageSize);
    return {
      Contents: shown
        .filter((key) => key in objects)
        .map((Key) => ({ Key, LastModified: new Date((objects[Key] ?? 0) * 1_000) })),
      CommonPrefixes: shown.filter((key) => !(key in objects)).map((each) => ({ Prefix: each })),
      NextContinuationToken: from + pageSize < entries.length ? String(from + pageSize) : undefined,
    };
  };
  return { listed, send };
}

test('of folders that are times only the last is looked into, of sources each', async () => {
  const s3 = bucketOf({
    'raw/logs/a/year=2025/month=12/x': 9,
    'raw/logs/a/year=2026/month=01/y': 1,
    'raw/logs/a/year=2026/month=02/z': 2,
    'raw/logs/b/2026/03/w': 3,
  });
  expect(await newestBelow(s3, 'raw', 'raw/logs/')).toEqual({
    newest: { key: 'raw/logs/b/2026/03/w', at: 3_000 },
    isCut: false,
  });
  expect(s3.listed).not.toContain('raw/logs/a/year=2025/');
  expect(s3.listed).toContain('raw/logs/a/year=2026/month=02/');
});

test('objects beside folders count, whatever their names', async () => {
  const s3 = bucketOf({ 'raw/db/shop/LOAD1.csv': 7, 'raw/db/shop/region=eu/x': 5, 'raw/db/shop/region=us/x': 6 });
  expect((await newestBelow(s3, 'raw', 'raw/db/')).newest).toEqual({ key: 'raw/db/shop/LOAD1.csv', at: 7_000 });
});

test('a folder of more than three pages is not listed to its end, and that is said', async () => {
  const objects = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`f/${String(at).padStart(3, '0')}`, at]));
  const whole = await newestBelow(bucketOf(objects, 20), 'raw', 'f/');
  expect(whole).toEqual({ newest: { key: 'f/039', at: 39_000 }, isCut: false });
  const s3 = bucketOf(objects, 10);
  expect(await newestBelow(s3, 'raw', 'f/')).toEqual({ newest: { key: 'f/029', at: 29_000 }, isCut: true });
  expect(s3.listed).toHaveLength(3);
});

test('a search ends after so many listings, however many folders there are', async () => {
  const objects = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`raw/events/type${at}/x`, at]));
  const s3 = bucketOf(objects);
  expect(await newestBelow(s3, 'raw', 'raw/events/')).toMatchObject({ isCut: true });
  expect(s3.listed.length).toBeLessThanOrEqual(60);
});

test('where nothing lies there is no newest', async () => {
  expect(await newestBelow(bucketOf({}), 'raw', 'raw/saas/')).toEqual({ newest: undefined, isCut: false });
});
