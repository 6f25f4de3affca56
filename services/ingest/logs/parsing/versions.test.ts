import { gzipSync } from 'node:zlib';
import type { RawObject } from '@tributary/shared/objects/raw-object.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { SupersededError } from '@tributary/shared/objects/superseded-error.ts';
import { createMemoryLake, KilledError, type MemoryLake } from '@tributary/shared/objects/testing/memory-lake.ts';
import { memoryObject } from '@tributary/shared/objects/testing/memory-object.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineReaders } from '../core/haproxy/line-readers.ts';
import { readSettings } from '../core/haproxy/settings.ts';
import { createParseMessage } from '../functions/parse-logs/parse-message.ts';
import { createParseLogs } from './parse-logs.ts';

const source = { bucket: 'raw', key: 'raw/logs/haproxy/year=2026/month=11/day=20/hour=13/object' };
const readers = createLineReaders(readSettings({}));

const line = (hour: number, path: number) =>
  `192.0.2.7:41000 [20/Nov/2026:${10 + hour}:00:17.851] www app/a1 0/0/1/2/3 200 120 - - ---- 1/1/0/0/0 0/0 "GET /${path} HTTP/1.1"`;
const garbage = 'no line';

/** A key whose versions come one after the other, and what is told of it. */
function createKey() {
  const versions: { readonly id: string; readonly bytes: Buffer }[] = [];
  const otherVersions =
    (id: string): RawObject['otherVersions'] =>
    async () => {
      if (versions.at(-1)?.id !== id) throw new SupersededError();
      return versions.slice(0, -1).map((each) => each.id);
    };
  return {
    put: (bytes: Buffer) => versions.push({ id: `v${versions.length}`, bytes }),
    open: async () => {
      const newest = versions.at(-1);
      if (newest === undefined) return undefined;
      return memoryObject(newest.bytes, { versionId: newest.id, otherVersions: otherVersions(newest.id) });
    },
  };
}

const created = {
  id: '1',
  source: 'aws.s3',
  'detail-type': 'Object Created',
  detail: { bucket: { name: source.bucket }, object: { key: source.key, 'version-id': 'any' } },
};

function createParser(lake: MemoryLake, key: ReturnType<typeof createKey>) {
  const queue: unknown[] = [];
  const parse = createParseMessage({
    open: key.open,
    parseLogs: createParseLogs({
      readers,
      salvage: createSalvage(),
      lake,
      sendEvents: async () => undefined,
      lakeBucket: 'lake',
      rejectedPrefix: 'rejected/test/',
      segment: { bytes: 1_000_000, records: 2 },
    }),
    send: async (body) => {
      queue.push(JSON.parse(body));
    },
  });
  return { queue, parse };
}

const contentOf = ({ objects }: MemoryLake) =>
  new Map(
    [...objects]
      .filter(([key]) => !key.startsWith('corrections/'))
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );

type Step =
  | { readonly kind: 'put'; readonly lines: readonly string[]; readonly isZip: boolean }
  | { readonly kind: 'deliver'; readonly killAfter: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('put' as const),
    lines: fc.array(
      fc.oneof(
        fc.tuple(fc.nat(4), fc.nat(9)).map(([hour, path]) => line(hour, path)),
        fc.constant(garbage),
      ),
      { maxLength: 6 },
    ),
    isZip: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('deliver' as const), killAfter: fc.oneof(fc.nat(30), fc.constant(1000)) }),
);

const bytesOf = ({ lines, isZip }: Extract<Step, { kind: 'put' }>) => {
  const text = Buffer.from(lines.map((each) => `${each}\n`).join(''));
  return isZip ? gzipSync(text) : text;
};

async function deliverAll(lake: MemoryLake, key: ReturnType<typeof createKey>, messages: unknown[]): Promise<void> {
  const { parse, queue } = createParser(lake, key);
  queue.push(...messages);
  for (let message = queue.shift(); message !== undefined; message = queue.shift()) await parse(message, () => 0);
}

describe('a key that is put again', () => {
  test('becomes what its newest version becomes, however the events come and whatever was killed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 9 }), async (steps) => {
        const [lake, key] = [createMemoryLake(), createKey()];
        const { parse, queue } = createParser(lake, key);
        key.put(Buffer.from(`${line(0, 0)}\n${garbage}\n${line(1, 0)}\n`));
        queue.push(created);
        for (const each of steps) {
          if (each.kind === 'put') {
            key.put(bytesOf(each));
            queue.push(created);
            continue;
          }
          // The newest message first, so that some come after what they tell of was replaced.
          const message = queue.pop() ?? created;
          lake.killAfter(each.killAfter);
          await parse(message, () => 0).catch((error: unknown) => {
            if (!(error instanceof KilledError)) throw error;
            queue.unshift(message);
          });
          lake.killAfter();
        }
        await deliverAll(lake, key, [...queue, created]);
        const fresh = createMemoryLake();
        await deliverAll(fresh, key, [created]);
        // Of an object without a version before it there are no receipts to remove: the newest alone is left.
        expect(contentOf(lake)).toEqual(contentOf(fresh));
      }),
      { numRuns: 60 },
    );
  });

  test('tells which files of the older version went, and which are new', async () => {
    const [lake, key] = [createMemoryLake(), createKey()];
    key.put(Buffer.from(`${line(0, 1)}\n`));
    await deliverAll(lake, key, [created]);
    key.put(Buffer.from(`${line(1, 1)}\n`));
    await deliverAll(lake, key, [created]);
    const told = [...lake.objects].filter(([each]) => each.startsWith('corrections/haproxy_requests/'));
    expect(told.map(([, body]) => JSON.parse(`${body}`))).toMatchObject([
      { removed: [expect.stringContaining('/hour=10/')], written: [expect.stringContaining('/hour=11/')] },
    ]);
  });

  test('while an older version is being written stops that one, whichever looks first', async () => {
    for (let at = 0; at < 25; at += 1) {
      const [memory, key] = [createMemoryLake(), createKey()];
      key.put(Buffer.from(`${line(0, 1)}\n${garbage}\n`));
      let calls = 0;
      const interrupted = async () => {
        calls += 1;
        if (calls - 1 !== at) return;
        key.put(Buffer.from(`${line(1, 2)}\n`));
        await deliverAll(memory, key, [created]);
      };
      const before =
        <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
        async (...args: A): Promise<R> => {
          await interrupted();
          return call(...args);
        };
      const lake: MemoryLake = {
        ...memory,
        write: before(memory.write),
        writeNew: before(memory.writeNew),
        readText: before(memory.readText),
        list: before(memory.list),
        remove: before(memory.remove),
      };
      const { parse, queue } = createParser(lake, key);
      await parse(created, () => 0).catch(() => queue.push(created));
      await deliverAll(memory, key, queue);
      const rows = [...memory.objects.keys()].filter((each) => each.startsWith('lake/'));
      const isNew = calls > at;
      expect(rows, `at call ${at}`).toEqual([expect.stringContaining(isNew ? '/hour=11/' : '/hour=10/')]);
    }
  });
});
