import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createSmallCloud, type SmallCloud } from '../iam/small-cloud.ts';
import { createSsm } from './service.ts';

let folder: string;
let local: SmallCloud;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ssm-'));
  local = createSmallCloud({ stateDir: folder, clock: systemClock(() => {}) });
  local.add(createSsm(local.cloud));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (Name: string, Value: string, Overwrite = false) =>
  local.call(admin, 'ssm', 'PutParameter', { Name, Value, Type: 'SecureString', Overwrite });

it('keeps a parameter, its versions, and its secret unless asked to decrypt', async () => {
  await put('/lake/token', 'first');
  await expect(put('/lake/token', 'second')).rejects.toMatchObject({ code: 'ParameterAlreadyExists' });
  expect(await put('/lake/token', 'second', true)).toMatchObject({ Version: 2 });
  const read = (WithDecryption: boolean) =>
    local.call(admin, 'ssm', 'GetParameter', { Name: '/lake/token', WithDecryption });
  expect((await read(true)).Parameter).toMatchObject({ Value: 'second', Version: 2 });
  expect((await read(false)).Parameter?.Value).not.toContain('second');
});

it('finds parameters under a path, page by page', async () => {
  for (const name of ['/a/1', '/a/2', '/a/b/3', '/c']) await put(name, 'x');
  const list = (input: { Recursive?: boolean; NextToken?: string }) =>
    local.call(admin, 'ssm', 'GetParametersByPath', { Path: '/a', MaxResults: 2, ...input });
  const first = await list({ Recursive: true });
  expect(first.Parameters?.map(({ Name }) => Name)).toEqual(['/a/1', '/a/2']);
  const second = await list({ Recursive: true, NextToken: first.NextToken ?? '' });
  expect(second.Parameters?.map(({ Name }) => Name)).toEqual(['/a/b/3']);
  expect(second.NextToken).toBeUndefined();
  expect((await list({})).NextToken).toBeUndefined();
});

it('names what it does not find', async () => {
  await put('/known', 'x');
  const answer = await local.call(admin, 'ssm', 'GetParameters', { Names: ['/known', '/unknown'] });
  expect(answer.InvalidParameters).toEqual(['/unknown']);
  await expect(local.call(admin, 'ssm', 'DeleteParameter', { Name: '/unknown' })).rejects.toMatchObject({
    code: 'ParameterNotFound',
  });
});
