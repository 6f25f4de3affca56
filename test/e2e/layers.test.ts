import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { admin } from '@tributary/local/kernel/caller.ts';
import { createJobStore } from '@tributary/shared/jobs/dynamo/job-store.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OwnDatasets, ownDatasets } from '../harness/datasets.ts';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

const layers = 10;
const width = 10;

const nameOf = (layer: number, at: number) => `layer${layer}_${at % width}`;

/** Reads two of the layer before: every one but those of the first is the lower end of a diamond. */
function fileOf(layer: number, at: number): string {
  const reads = layer === 0 ? ['source'] : [nameOf(layer - 1, at), nameOf(layer - 1, at + 1)];
  const rows = reads.map((table) => `SELECT day, n FROM {{lake}}.${table} WHERE {{days}}`).join(' UNION ALL ');
  return `/*
description: Of layer ${layer} the ${at}th
materialized: incremental
partitioned_by: day
unique_key: [day]
event_time: day
columns: {day: date, n: bigint}
*/
SELECT day, sum(n) AS n FROM (${rows}) GROUP BY day
`;
}

const all = Array.from({ length: layers }, (_, layer) => layer).flatMap((layer) =>
  Array.from({ length: width }, (_, at) => [nameOf(layer, at), fileOf(layer, at)] as const),
);

let lake: TestLake;
let own: OwnDatasets;

beforeAll(async () => {
  lake = await startLake();
  const location = `s3://${lake.names.lakeBucket}/iceberg/source/`;
  await lake.ask(
    `CREATE TABLE source (day date, n bigint) PARTITIONED BY (day) LOCATION '${location}' TBLPROPERTIES ('table_type'='ICEBERG')`,
  );
  await change('2026-11-20', 1);
  own = ownDatasets(Object.fromEntries(all));
  await own.deploy(lake);
});
afterAll(async () => {
  await lake?.dispose();
  own?.dispose();
});

/** So much more of a day, told as enrich would tell it. */
async function change(day: string, n: number): Promise<void> {
  await lake.ask(`INSERT INTO source VALUES (DATE '${day}', ${n})`);
}

async function tell(day: string): Promise<void> {
  const detail = { version: '1', database: lake.names.lakeDatabase, table: 'source', cause: 'rows', partitions: [day] };
  await lake.cloud.call(admin, 'events', 'PutEvents', {
    Entries: [
      {
        EventBusName: lake.names.bus,
        Source: 'tributary.enrich',
        DetailType: 'Table Updated',
        Detail: JSON.stringify(detail),
      },
    ],
  });
}

const openStore = () => createJobStore(new DynamoDBClient(lake.client), `${lake.names.prefix}-query-jobs-local`);

/** How many datasets have rows to compute, or are at it. */
async function busy(): Promise<number> {
  const store = openStore();
  const lanes = ['write', 'backfill', 'fill'];
  const work = await Promise.all(
    all.map(async ([name]) => {
      const [units, { run }] = await Promise.all([store.units(name), store.state(name)]);
      return run !== undefined || units.some(({ lane }) => lanes.includes(lane));
    }),
  );
  return work.filter(Boolean).length;
}

const idle = () => eventually(busy, (count) => count === 0, 600_000);

/** How often each dataset's rows were computed. */
async function runs(): Promise<ReadonlyMap<string, number>> {
  const store = openStore();
  const counts = await Promise.all(
    all.map(async ([name]) => {
      const log = await store.log(name, 50);
      return [name, log.filter(({ lane, state }) => lane !== 'create' && state === 'SUCCEEDED').length] as const;
    }),
  );
  return new Map(counts);
}

/** The sum of the last layer: each change of n gives 2^(layers - 1) times n, ${width} times. */
const last = async () => {
  const tables = Array.from({ length: width }, (_, at) => `SELECT n FROM ${nameOf(layers - 1, at)}`);
  const [row] = await lake.query(`SELECT sum(n) FROM (${tables.join(' UNION ALL ')})`).catch(() => []);
  return Number(row?.[0] ?? 0);
};

const expected = (n: number) => n * width * 2 ** (layers - 1);

describe('a hundred datasets in ten layers', () => {
  test('fill themselves from what is there when they are deployed', async () => {
    await eventually(last, (sum) => sum === expected(1), 600_000);
    await idle();
  }, 1_220_000);

  test('settle after one change, each computed once, and a second one the same', async () => {
    for (const [total, day] of [
      [3, '2026-11-20'],
      [7, '2026-11-21'],
    ] as const) {
      const before = await runs();
      const started = Date.now();
      await change(day, day === '2026-11-20' ? 2 : 4);
      await tell(day);
      await eventually(last, (sum) => sum === expected(total), 600_000);
      process.stdout.write(
        `a change went through ${layers} layers in ${((Date.now() - started) / 1000).toFixed(1)} s\n`,
      );
      await idle();
      const after = await runs();
      expect([...after].filter(([name, count]) => count !== (before.get(name) ?? 0) + 1)).toEqual([]);
    }
  }, 1_300_000);
});
