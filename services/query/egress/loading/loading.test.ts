import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DatabaseError, databaseError, failureOfLoad, NeedsAllError } from './load-errors.ts';
import { batchesOf, type Row, readRows } from './rows.ts';
import { createReadSecret } from './secret.ts';
import { tlsOf } from './tls.ts';

const filesOf = (files: Readonly<Record<string, string>>, chunk = 3) => ({
  list: async () => Object.keys(files),
  open: async (name: string) => {
    const zipped = gzipSync(files[name] ?? '');
    const pieces = Array.from({ length: Math.ceil(zipped.length / chunk) }, (_, at) =>
      zipped.subarray(at * chunk, (at + 1) * chunk),
    );
    return Readable.from(pieces);
  },
});

async function all<T>(values: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

describe('rows', () => {
  test('are read from all files, in the order of the columns, wherever their bytes are cut', async () => {
    const files = filesOf({ a: '{"n":"1","t":"é😀"}\n{"t":null,"n":"2"}\n', b: '', c: '{"t":"\\n"}' });
    expect(await all(readRows(files, 's3://b/x/', ['t', 'n']))).toEqual([
      ['é😀', '1'],
      [null, '2'],
      ['\n', null],
    ]);
  });

  test('are refused where a value is no text', async () => {
    await expect(all(readRows(filesOf({ a: '{"n":9007199254740993}\n' }), 's3://b/x/', ['n']))).rejects.toThrow();
  });

  test('of a file that cannot be read to its end are an error, never fewer', async () => {
    const cut = { list: async () => ['a'], open: async () => Readable.from([gzipSync('{"n":"1"}\n').subarray(0, 20)]) };
    await expect(all(readRows(cut, 's3://b/x/', ['n']))).rejects.toThrow('unexpected end');
    const broken = {
      list: async () => ['a'],
      open: async () =>
        new Readable({
          read() {
            this.destroy(new Error('socket hang up'));
          },
        }),
    };
    await expect(all(readRows(broken, 's3://b/x/', ['n']))).rejects.toThrow('socket hang up');
  });

  test('come in batches within their limits, one that is too large alone', async () => {
    const rows: readonly Row[] = [['aa'], ['b'], ['c'], ['dddddd'], [null]];
    const batches = await all(batchesOf(Readable.from(rows.map((row) => row)), { maxRows: 2, maxCharacters: 3 }));
    expect(batches).toEqual([[['aa'], ['b']], [['c']], [['dddddd']], [[null]]]);
  });
});

describe('a secret', () => {
  const read = (SecretString: string) =>
    createReadSecret({ send: async () => ({ $metadata: {}, SecretString }) })('reporting');

  test('is read in plain words and in those of Secrets Manager', async () => {
    const plain = { host: 'h', port: 3306, user: 'u', password: 'p', database: 'd' };
    expect(await read(JSON.stringify(plain))).toMatchObject(plain);
    const managed = { host: 'h', port: '3306', username: 'u', password: 'p', dbname: 'd', engine: 'mysql' };
    expect(await read(JSON.stringify(managed))).toMatchObject(plain);
  });

  test.each(['hunter2', '{"password":"hunter2"}', '{"host":"h","user":"u","password":"hunter2"}'])(
    'that lacks something is told without a word of it: %s',
    async (content) => {
      const error = await read(content).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(DatabaseError);
      expect(String(error)).toContain('The secret reporting is not {"host"');
      expect(String(error)).not.toContain('hunter2');
    },
  );
});

test('databases are spoken to by TLS, but on loopback', () => {
  expect(tlsOf({ tls: 'verify' }, { host: 'db.example.com' })).toEqual({ rejectUnauthorized: true });
  expect(tlsOf({ tls: 'verify' }, { host: 'db.example.com', ca: 'PEM' })).toEqual({
    rejectUnauthorized: true,
    ca: 'PEM',
  });
  expect(tlsOf({ tls: 'encrypt' }, { host: '10.0.0.1' })).toEqual({ rejectUnauthorized: false });
  expect(tlsOf({ tls: 'off' }, { host: 'db' })).toBeUndefined();
  for (const host of ['localhost', '127.0.0.1', '::1']) expect(tlsOf({ tls: 'verify' }, { host })).toBeUndefined();
  expect(tlsOf({ tls: 'verify' }, { host: '127.0.0.1.example.com' })).toBeDefined();
});

describe('an error of a database', () => {
  const of = (code: string | undefined, message: string) =>
    Object.assign(new Error(message), code === undefined ? {} : { code });

  test.each([
    ['ECONNREFUSED', true],
    ['PROTOCOL_CONNECTION_LOST', true],
    ['ER_LOCK_DEADLOCK', true],
    ['40P01', true],
    ['57P01', true],
    ['ER_DATA_TOO_LONG', false],
    ['22P02', false],
    ['28P01', false],
    ['ER_ACCESS_DENIED_ERROR', false],
  ])('%s may pass: %s', (code, retryable) => {
    expect(failureOfLoad(databaseError(of(code, 'no'), 'p'))).toMatchObject({ retryable, message: `${code}: no` });
  });

  test('never has the password', () => {
    expect(databaseError(of('X', 'cannot log in with hunter2'), 'hunter2').message).toBe('X: cannot log in with …');
  });

  test('of a connection that nobody answered at any address says which', () => {
    expect(databaseError(new AggregateError([new Error('connect ECONNREFUSED ::1:1')]), 'p').message).toContain(
      '::1:1',
    );
  });
});

test('what a load came to is said by its error', () => {
  expect(failureOfLoad(new NeedsAllError('x'))).toMatchObject({ needsAll: true, retryable: true });
  expect(failureOfLoad(new Error('SlowDown'))).toEqual({ category: 'system', message: 'SlowDown', retryable: true });
});
