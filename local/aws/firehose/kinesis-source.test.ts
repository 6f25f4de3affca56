import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { createKinesis } from '../kinesis/service.ts';
import { createTestFirehose, until } from './test-stream.ts';

let firehose: ReturnType<typeof createTestFirehose>;
let stateDir: string;
const StreamName = 'source';
const KinesisStreamARN = `arn:aws:kinesis:eu-west-1:000000000000:stream/${StreamName}`;
const RoleARN = 'arn:aws:iam::000000000000:role/from-kinesis';

beforeEach(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'firehose-source-'));
  begin();
  await firehose.testing.cloud.call(admin, 'kinesis', 'CreateStream', { StreamName, ShardCount: 2 });
});
afterEach(() => firehose.testing.end());

function begin(dir = stateDir): void {
  firehose = createTestFirehose(dir);
  firehose.testing.add(createKinesis(firehose.testing.cloud));
}

const create = () =>
  firehose.create(
    { Prefix: 'out/!{timestamp:yyyy}/', ErrorOutputPrefix: 'bad/!{firehose:error-output-type}/' },
    {
      DeliveryStreamType: 'KinesisStreamAsSource',
      KinesisStreamSourceConfiguration: { KinesisStreamARN, RoleARN },
    },
  );

const send = (...texts: readonly string[]) =>
  firehose.testing.cloud.call(admin, 'kinesis', 'PutRecords', {
    StreamName,
    Records: texts.map((text) => ({ Data: Buffer.from(`${text};`), PartitionKey: text })),
  });

const seen = () => firehose.texts('out/').join('').split(';').slice(0, -1).sort();

test('a delivery stream reads what comes after its creation, each record once, from all shards', async () => {
  await send('before');
  await new Promise((go) => setTimeout(go, 20));
  firehose.start();
  await create();
  const names = Array.from({ length: 200 }, (_one, n) => `r${n}`);
  await send(...names);
  await until(() => seen().length >= 200);
  expect(seen()).toEqual([...names].sort());
  await expect(firehose.put('direct')).rejects.toThrow('not permitted on KinesisStreamAsSource');
});

test('it reads as its source role, and goes on when that may read again', async () => {
  firehose.testing.deny(({ action }, caller) => caller.kind === 'role' && action === 'kinesis:GetRecords');
  firehose.start();
  await create();
  await send('a');
  await until(() => firehose.testing.logged.some((line) => line.includes('cannot be read')));
  expect(seen()).toEqual([]);
  firehose.testing.deny(() => false);
  await until(() => seen().length > 0);
  expect(seen()).toEqual(['a']);
});

test('after a restart it goes on where it stood', async () => {
  const first = firehose.start();
  await create();
  await send('a', 'b');
  await until(() => seen().length === 2);
  await first.stop?.();
  await send('c');
  firehose.objects.length = 0;
  firehose.start();
  await until(() => seen().length > 0);
  expect(seen()).toEqual(['c']);
});

test('a process that is killed at any moment leaves what another one delivers', async () => {
  const left: { dir: string; sent: readonly string[]; delivered: readonly string[] }[] = [];
  firehose.start();
  await create();
  for (let n = 0; n < 8; n += 1) {
    await send(...Array.from({ length: 20 }, (_one, i) => `${n}.${i}`));
    await new Promise((go) => setTimeout(go, n * 40));
    const dir = mkdtempSync(join(tmpdir(), 'firehose-killed-'));
    cpSync(stateDir, dir, { recursive: true });
    const sent = Array.from({ length: (n + 1) * 20 }, (_one, i) => `${Math.floor(i / 20)}.${i % 20}`);
    left.push({ dir, sent, delivered: seen() });
  }
  for (const { dir, sent, delivered } of left) {
    await firehose.testing.end();
    begin(dir);
    firehose.start();
    await until(() => sent.every((name) => delivered.includes(name) || seen().includes(name)));
  }
});
