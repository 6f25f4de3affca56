import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentOfRows, mergeRowsSql } from '@tributary/ingest/changes/core/current/rows-sql.ts';
import { rowsColumns, rowsTableName } from '@tributary/ingest/changes/core/current/rows-table.ts';
import type { Source, Table } from '@tributary/ingest/changes/core/declaration/changes.ts';
import { startMariadb, type TestServer } from '@tributary/local/aws/athena/federated/servers.ts';
import { withSession } from '@tributary/local/aws/dms/mysql/server.ts';
import { alterTableSql, createTableSql } from '@tributary/shared/iceberg-table.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../harness/servers.ts';
import { landFiles, unitsOf } from './database/landed.ts';
import { type Lived, liveRun } from './database/live-run.ts';
import { comparable, type Truth } from './database/truth.ts';
import { countsChanges } from './database/writer.ts';
import { shuffled } from './sample.ts';

const serverOptions = ['--log-bin=log', '--server-id=1', '--binlog-format=ROW', '--binlog-row-metadata=FULL'];
const quick = ['--innodb-flush-log-at-trx-commit=0', '--sync-binlog=0', '--skip-innodb-doublewrite'];
const keep = { snapshotSeconds: 3600, metadataFiles: 5 };
const changes = 10_000;
/** What statements say that they changed is about what the binary log then tells. */
const more = 1.15;
const mergedAtOnce = 60;
const timeLimitMs = 240_000;
const mostTold = 3;

/** Two kinds of endpoints, each of a database of its own. Both tell the key before a change: without it a changed key cannot be seen. */
const sources = [
  { name: 'named', settings: { header: 'true', timestamp: 'dms_ts', before_image: 'BI_' } },
  {
    name: 'plain',
    settings: {
      ...{ op_in_loads: 'true', timestamp: 'dms_ts', sequence: 'dms_seq', before_image: 'BI_' },
      appended: '[sequence, before, timestamp]',
    },
  },
];

describeWith([{ name: 'MariaDB', check: ['mariadbd', '--version'] }], 'random changes of a MariaDB', () => {
  const folder = mkdtempSync(join(tmpdir(), 'truth-'));
  let server: TestServer;
  beforeAll(async () => {
    server = await startMariadb([], [...serverOptions, ...quick]);
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test(
    'the current rows are those that it holds, and the history has those that it held',
    async () => {
      await fc.assert(fc.asyncProperty(fc.nat(), once), { numRuns: 1, endOnFailure: true });
    },
    timeLimitMs,
  );

  /** All that is random follows from the seed, but for when what is done. */
  async function once(seed: number): Promise<void> {
    const url = `mysql://root@127.0.0.1:${server.port}`;
    await withSession(`${url}/${countsChanges}`, async (session) => {
      const lived = await liveRun({ session, url, seed, changes: changes * more, sources, folder });
      try {
        await compare(lived, seed);
      } finally {
        await lived.replication.stop();
      }
    });
  }
});

async function compare({ changes: declared, truths, replication }: Lived, seed: number): Promise<void> {
  const { query, run, objects } = await landFiles(declared, await replication.files(), seed);
  const read = async ({ key: _, columns }: Table, from: string) => {
    const names = columns.map(({ as }) => `"${as}"`);
    const rows = await query(`SELECT ${names.join(', ')} FROM ${from}`);
    return rows.map((row) => Object.fromEntries(columns.map(({ name, as }) => [name, row[as] ?? null])));
  };
  const last = truths.at(-1);
  let changed = 0;
  for (const { source, table } of declared.sources.flatMap((source) =>
    source.tables.map((table) => ({ source, table })),
  )) {
    const [{ n } = { n: '0' }] = await query(`SELECT count(*) AS n FROM ${table.name}_changes WHERE NOT is_load`);
    changed += Number(n);
    const present = { ...table, columns: table.columns.filter(({ dropped }) => !dropped) };
    expectHeld(last, table, await read(present, `${table.name}_current`), 'current: view');
    await mergeAll({ source, table }, run, shuffled(await unitsOf(replication.running, objects, table), seed));
    expectHeld(last, table, await read(present, `(${currentOfRows('lake', table)}) AS c`), 'current: table');
    for (const truth of truths) {
      const at = `TIMESTAMP '${truth.at.toISOString().slice(0, 23).replace('T', ' ')}'`;
      const held = `valid_from <= ${at} AND (valid_to > ${at} OR valid_to IS NULL)`;
      expectHeld(truth, table, await read(table, `${table.name}_history WHERE ${held}`), `history at ${at}`);
    }
  }
  expect(changed).toBeGreaterThanOrEqual(changes);
}

async function mergeAll(
  of: { readonly source: Source; readonly table: Table },
  run: (sql: string) => Promise<void>,
  units: readonly { readonly id: string }[],
): Promise<void> {
  const name = rowsTableName(of.table);
  const place = { database: 'lake', table: name, keep };
  await run(createTableSql({ ...place, columns: rowsColumns(of.table), location: `s3://bucket/iceberg/${name}/` }));
  await run(alterTableSql(place));
  for (let at = 0; at < units.length; at += mergedAtOnce)
    await run(mergeRowsSql({ lake: 'lake', ...of }, units.slice(at, at + mergedAtOnce)));
}

/** In each column that the table had then, and is declared. */
function expectHeld(
  truth: Truth | undefined,
  table: Table,
  rows: readonly Record<string, string | null>[],
  what: string,
): void {
  const held = truth?.tables.get(`${table.schema}.${table.table}`);
  const columns = (held?.of.columns ?? []).filter(({ name }) => table.columns.some((column) => column.name === name));
  expect(columns.length).toBeGreaterThan(0);
  const [wanted, found] = [comparable(columns, held?.rows ?? []), comparable(columns, rows)];
  const differences = {
    missing: wanted.filter((row) => !found.includes(row)).slice(0, mostTold),
    wrong: found.filter((row) => !wanted.includes(row)).slice(0, mostTold),
    rows: found.length,
  };
  expect(differences, `${table.name}, ${what}`).toEqual({ missing: [], wrong: [], rows: wanted.length });
}
