import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningCloud, startCloud } from '@tributary/local/cloud.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import type { Dataset } from '@tributary/query/src/core/dataset.ts';
import { athenaOf } from '@tributary/query/test/local-athena.ts';
import { createStatements } from '@tributary/query/test/statement-lake.ts';
import type { Athena } from '@tributary/shared/athena.ts';
import { expect } from 'vitest';
import { athenaOverTrino } from './athena-over-trino.ts';
import { startTrino, type Trino } from './trino.ts';

/** What a statement of the jobs was, how it ended, and the rows that they read of it. */
type Ran = { readonly sql: string; state?: string; written?: number | undefined; rows?: unknown };

export type OneLake = Awaited<ReturnType<typeof startOne>>;

/** Two lakes with the same datasets: the statements of one run on the local Athena, those of the other on a real Trino over its Glue and S3. */
export async function startTwoLakes(datasets: () => readonly Dataset[]) {
  const clouds = await Promise.all([startOn(), startOn()]);
  const [first, second] = clouds;
  if (first === undefined || second === undefined) throw new Error('no two clouds');
  const trino = await startTrino(second.running.endpoint);
  return {
    duckdb: await startOne(first.running, datasets),
    trino: await startOne(second.running, datasets, trino),
    engine: trino,
    async stop() {
      await trino.stop();
      for (const { running, stateDir } of clouds) {
        await running.stop();
        rmSync(stateDir, { recursive: true, force: true });
      }
    },
  };
}

export type TwoLakes = Awaited<ReturnType<typeof startTwoLakes>>;

/** Does the same in both lakes, one after the other; gives what each says. */
export async function inBoth<T>({ duckdb, trino }: TwoLakes, act: (lake: OneLake) => Promise<T>) {
  return [await act(duckdb), await act(trino)] as const;
}

/** That both lakes ran the same statements, which ended alike and gave the same rows, and that these tables hold the same. */
export async function expectAlike(lakes: TwoLakes, tables: readonly Pick<Dataset, 'table' | 'columns'>[]) {
  expect(lakes.trino.ran.map(({ sql }) => sql)).toEqual(lakes.duckdb.ran.map(({ sql }) => sql));
  expect(lakes.trino.ran.map(settled)).toEqual(lakes.duckdb.ran.map(settled));
  for (const { table, columns } of tables) {
    const texts = Object.entries(columns).map(([name, type]) => textOf(`"${name}"`, type));
    const order = texts.map((_, at) => at + 1).join(', ');
    const [ours, theirs] = await inBoth(lakes, async ({ rows }) => ({
      count: await rows(`SELECT count(*) FROM lake.${table}`),
      first: await rows(`SELECT ${texts.join(', ')} FROM lake.${table} ORDER BY ${order} LIMIT 900`),
    }));
    expect(theirs, table).toEqual(ours);
    expect(ours.first, table).not.toEqual([]);
  }
}

/** 0 and -0 are one value, of which a table may have either. */
function textOf(column: string, type: string): string {
  if (type.startsWith('map')) return `json_format(CAST(${column} AS json))`;
  return `CAST(${type === 'double' ? `${column} + 0E0` : column} AS varchar)`;
}

/** Of some rows that are shown as examples it is open which. */
function settled({ sql, rows, ...ran }: Ran) {
  return { ...ran, sql, rows: sql.endsWith('LIMIT 3') && Array.isArray(rows) ? rows.length : rows };
}

async function startOn() {
  const stateDir = mkdtempSync(join(tmpdir(), 'trino-datasets-'));
  return { stateDir, running: await startCloud({ stateDir, port: 0 }) };
}

async function startOne({ cloud }: RunningCloud, datasets: () => readonly Dataset[], trino?: Trino) {
  const lake = { cloud };
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
  await cloud.call(admin, 's3', 'CreateBucket', { Bucket: 'bucket', CreateBucketConfiguration });
  const local = athenaOf(lake);
  const athena = trino === undefined ? local : athenaOverTrino(local, trino);
  const ran: Ran[] = [];
  const recorded = recording(athena, ran);
  // Names of staged tables come of it: the same in both lakes.
  const ids = Array.from({ length: 1_000 }, (_, at) => `run-${at}`).values();
  const statements = await createStatements(datasets, { lake, athena: recorded, newId: () => ids.next().value ?? '' });
  return {
    ...statements,
    ran,
    put: async (Key: string, Body: string) =>
      void (await cloud.call(admin, 's3', 'PutObject', { Bucket: 'bucket', Key, Body })),
    /** Runs a statement as the jobs do, and gives its rows as GetQueryResults does. */
    async run(sql: string) {
      const id = await recorded.startQuery({ sql, token: crypto.randomUUID(), workGroup: 'primary', database: 'lake' });
      for (;;) {
        const { state, failure } = await recorded.getQuery(id);
        if (failure) throw new Error(`${failure.message} of ${sql}`);
        if (state === 'SUCCEEDED') break;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return recorded.getRows(id, 999);
    },
  };
}

function recording(athena: Athena, ran: Ran[]): Athena {
  const byId = new Map<string, Ran>();
  const of = (id: string, told: Partial<Ran>) => Object.assign(byId.get(id) ?? {}, told);
  return {
    ...athena,
    async startQuery(input) {
      const id = await athena.startQuery(input);
      const one: Ran = { sql: input.sql };
      ran.push(one);
      byId.set(id, one);
      return id;
    },
    async getQuery(id) {
      const execution = await athena.getQuery(id);
      of(id, { state: execution.state });
      return execution;
    },
    async getUpdateCount(id) {
      const written = await athena.getUpdateCount(id);
      of(id, { written });
      return written;
    },
    async getRows(id, most) {
      const read = await athena.getRows(id, most);
      of(id, { rows: read.rows });
      return read;
    },
  };
}
