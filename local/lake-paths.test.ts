import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { testCloud } from './aws/glue/test-cloud.ts';
import { answerLake } from './lake-paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'console-'));
const cloud = testCloud(folder);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function ask(method: string, body?: unknown): Promise<{ status: number | undefined; body: unknown }> {
  const path = '/_lake/faults';
  const http = {
    method,
    path,
    query: new URLSearchParams(),
    headers: {},
    body: Readable.from([JSON.stringify(body) ?? '']),
  };
  const answer = await answerLake({ cloud, services: [], page: async () => undefined }, path, http);
  return { status: answer?.status, body: JSON.parse(String(answer?.body)) };
}

test('a fault is switched on with what it says, and nothing beside it', async () => {
  const slow = { at: 'athena:run', kind: 'slow', match: 'MERGE', factor: 10, leastMs: 1000 };
  const added = await ask('POST', slow);
  expect(added.status).toBe(201);
  expect((await ask('GET')).body).toEqual([{ id: expect.any(String), ...slow }]);
  expect((await ask('DELETE')).body).toEqual([]);
});

test.each([
  { at: 'athena:run', kind: 'slow' },
  { at: 'athena:run', kind: 'slow', factor: 0.5 },
  { at: 'sqs:deliver', kind: 'duplicate', leastMs: 100 },
  { at: 'athena:run', kind: 'slower', factor: 2 },
  undefined,
])('%o is no fault', async (fault) => {
  expect((await ask('POST', fault)).status).toBe(400);
  expect(cloud.faults.list()).toEqual([]);
});
