import type { Message } from '@tributary/shared/sqs.ts';
import { describe, expect, test } from 'vitest';
import { type Enrichment, readEnrichment } from '../../core/enrichment.ts';
import { createEnrich } from './enrich.ts';
import type { Batch } from './merge-batch.ts';

const enrichment: Enrichment = readEnrichment(
  'e.sql',
  `/*
table: enriched
description: for this test
source: requests
key: id
time: at
partitioned_by: day(at)
columns: { id: string, at: timestamp }
*/
SELECT id, at FROM {{source}} WHERE {{batch}}`,
);

const message = (id: string, key: string, receiveCount = 1): Message => ({
  id,
  receiveCount,
  body: {
    id,
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'lake' }, object: { key, size: 10 } },
  },
});
const keyOf = (hour: string, name: string) => `lake/requests/year=2026/month=11/day=20/hour=${hour}/${name}.parquet`;

function setUp({ registered = ['13', '14'], after = 0, fail = false } = {}) {
  const batches: Batch[] = [];
  const waits: number[] = [];
  let asked = 0;
  const enrich = createEnrich({
    enrichments: [enrichment],
    mergeBatch: async (batch) => {
      batches.push(batch);
      if (fail) throw new Error('USER_ERROR');
    },
    findPartitions: async () => {
      asked += 1;
      return new Set(asked > after ? registered.map((hour) => `2026/11/20/${hour}`) : []);
    },
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
    },
    log: { warn: () => undefined, error: () => undefined },
    count: () => undefined,
  });
  return { batches, waits, run: (...messages: Message[]) => enrich(messages, () => 60_000) };
}

describe('enrich', () => {
  test('merges the objects of a batch in one statement, each once', async () => {
    const { batches, run } = setUp();
    const unfinished = await run(
      message('1', keyOf('14', 'b')),
      message('2', keyOf('13', 'a'), 3),
      message('3', keyOf('13', 'a')),
    );
    expect([...unfinished]).toEqual([]);
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatchObject({
      objects: [{ key: keyOf('13', 'a') }, { key: keyOf('14', 'b') }],
      receiveCount: 3,
    });
  });

  test('waits for the catalog to register a partition', async () => {
    const { batches, waits, run } = setUp({ after: 2 });
    expect([...(await run(message('1', keyOf('13', 'a'))))]).toEqual([]);
    expect(waits).toEqual([250, 500]);
    expect(batches).toHaveLength(1);
  });

  test('merges what is registered and gives the rest back', async () => {
    const { batches, run } = setUp({ registered: ['13'] });
    expect([...(await run(message('1', keyOf('13', 'a')), message('2', keyOf('15', 'b'))))]).toEqual(['2']);
    expect(batches[0]?.objects).toHaveLength(1);
  });

  test('gives back the messages of a batch that fails, duplicates too', async () => {
    const { run } = setUp({ fail: true });
    expect([...(await run(message('1', keyOf('13', 'a')), message('2', keyOf('13', 'a'))))]).toEqual(['1', '2']);
  });

  test('lets no unreadable message hold up the others', async () => {
    const { batches, run } = setUp();
    const bad = { ...message('bad', ''), body: { detail: {} } };
    const homeless = message('homeless', 'lake/requests/x.parquet');
    expect([...(await run(bad, homeless, message('1', keyOf('13', 'a'))))]).toEqual(['bad', 'homeless']);
    expect(batches).toHaveLength(1);
  });

  test('ignores objects of other tables', async () => {
    const { batches, run } = setUp();
    expect([...(await run(message('1', 'lake/other/year=2026/x.parquet')))]).toEqual([]);
    expect(batches).toEqual([]);
  });
});
