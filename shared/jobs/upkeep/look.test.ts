import { expect, test } from 'vitest';
import { writeAvro } from '../../avro.ts';
import { createLook } from './look.ts';

const list = (manifests: readonly { readonly uri: string; readonly bytes: number }[]) => {
  const field = (name: string, type: string, id: number) => ({ name, type, 'field-id': id });
  const fields = [field('a', 'string', 500), field('b', 'long', 501), field('c', 'int', 502)];
  return writeAvro(
    { type: 'record', name: 'manifest_file', fields },
    {},
    manifests.map(({ uri, bytes }) => ({ a: uri, b: bytes, c: 0 })),
  );
};

const snapshot = { 'snapshot-id': 1, 'timestamp-ms': 0, 'manifest-list': 's3://b/list' };
const metadata = { 'current-snapshot-id': 1, snapshots: [snapshot], 'partition-specs': [{ 'spec-id': 0, fields: [] }] };

function look(file: Buffer | undefined, objects: Readonly<Record<string, Buffer | Error>> = {}) {
  const warned: unknown[] = [];
  const read: string[] = [];
  const at = createLook({
    readMetadata: async () => file,
    readObject: async (uri) => {
      read.push(uri);
      const object = objects[uri];
      if (object instanceof Error) throw object;
      return object;
    },
    log: { warn: (...told) => warned.push(told) },
  });
  return { files: () => at.files('lake', 't'), forgettable: () => at.forgettable('lake', 't'), warned, read };
}

const written = Buffer.from(JSON.stringify(metadata));

test('a table that is not there, or was never written to, has nothing to look at', async () => {
  expect(await look(undefined).files()).toBeUndefined();
  expect(await look(Buffer.from('{}')).files()).toEqual([]);
  expect(await look(Buffer.from('{}')).forgettable()).toEqual({ made: [], ageMs: 432_000_000 });
});

test('metadata that nobody can read is told, and cannot say that something need not be done', async () => {
  const damaged = look(Buffer.from('no json'));
  expect(await damaged.files()).toBeUndefined();
  expect(await damaged.forgettable()).toBeUndefined();
  expect(damaged.warned).toHaveLength(2);
  expect(await look(written, { 's3://b/list': Buffer.from('no avro') }).files()).toBeUndefined();
  expect(await look(written, { 's3://b/list': list([{ uri: 's3://b/gone', bytes: 1 }]) }).files()).toBeUndefined();
});

test("a fault of AWS's is thrown, so that it is looked at again", async () => {
  const fault = Object.assign(new Error('SlowDown'), { $metadata: {} });
  await expect(look(written, { 's3://b/list': fault }).files()).rejects.toThrow('SlowDown');
});

test('more manifests than are quick to read are not read', async () => {
  const large = look(written, { 's3://b/list': list([{ uri: 's3://b/m', bytes: 16_000_001 }]) });
  expect(await large.files()).toBeUndefined();
  const many = Array.from({ length: 501 }, (_, at) => ({ uri: `s3://b/${at}`, bytes: 1 }));
  const split = look(written, { 's3://b/list': list(many) });
  expect(await split.files()).toBeUndefined();
  expect([...large.read, ...split.read]).toEqual(['s3://b/list', 's3://b/list']);
});

test('snapshots that a branch or a tag names are kept, as is the present one', async () => {
  const at = (id: number, ms: number) => ({ 'snapshot-id': id, 'timestamp-ms': ms });
  const refs = { main: { 'snapshot-id': 4 }, audit: { 'snapshot-id': 2 } };
  const snapshots = [at(3, 30), at(1, 10), at(2, 20), at(4, 40)];
  const properties = { 'history.expire.max-snapshot-age-ms': '5000' };
  const file = Buffer.from(JSON.stringify({ 'current-snapshot-id': 4, snapshots, refs, properties }));
  expect(await look(file).forgettable()).toEqual({ made: [10, 30], ageMs: 5_000 });
  const unnamed = Buffer.from(JSON.stringify({ 'current-snapshot-id': 4, snapshots }));
  expect(await look(unnamed).forgettable()).toMatchObject({ made: [10, 20, 30] });
});
