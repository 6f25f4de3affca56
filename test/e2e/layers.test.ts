import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { admin } from '@tributary/local/kernel/caller.ts';
import { createJobStore } from '@tributary/shared/jobs/dynamo/job-store.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OwnDatasets, ownDatasets } from '../harness/datasets.ts';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { untilQuiet } from '../harness/quiet.ts';

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

/** The lanes whose runs compute rows. */
const lanes = ['write', 'backfill', 'fill'];

/** How many datasets have rows to compute, or are at it. */
async function busy(): Promise<number> {
  const store = openStore();
  const work = await Promise.all(
    all.map(async ([name]) => {
      const [units, { run }] = await Promise.all([store.units(name), store.state(name)]);
      return run !== undefined || units.some(({ lane }) => lanes.includes(lane));
    }),
  );
  return work.filter(Boolean).length;
}

const idle = () => eventually(busy, (count) => count === 0, 600_000);

/** By dataset the statements that have computed its rows, whatever came of them. */
async function statements(names = all.map(([name]) => name)): Promise<ReadonlyMap<string, readonly string[]>> {
  const store = openStore();
  const found = await Promise.all(
    names.map(async (name) => {
      const log = await store.log(name, 50);
      return [name, log.filter(({ lane }) => lanes.includes(lane)).map(({ state }) => state)] as const;
    }),
  );
  return new Map(found);
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
    await untilQuiet(idle, async () => [...(await statements()).values()].flat().length);
  }, 1_220_000);

  test('settle after one change, each computed once by one statement, and after a second one the same', async () => {
    for (const [total, day, n] of [
      [3, '2026-11-20', 2],
      [7, '2026-11-21', 4],
    ] as const) {
      const before = await statements();
      await change(day, n);
      await tell(day);
      const lowest = Array.from({ length: width }, (_, at) => nameOf(layers - 1, at));
      const ran = (name: string, now: readonly string[] = []) => now.length > (before.get(name) ?? []).length;
      await eventually(
        () => statements(lowest),
        (now) => lowest.every((name) => ran(name, now.get(name))),
        600_000,
      );
      await idle();
      expect(await last()).toBe(expected(total));
      const once = [...before].map(([name, states]) => [name, ['SUCCEEDED', ...states]]);
      expect([...(await statements())]).toEqual(once);
    }
  }, 1_300_000);
});
