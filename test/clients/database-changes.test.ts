import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMariadb, type TestServer } from '@tributary/local/aws/athena/federated/servers.ts';
import { withSession } from '@tributary/local/aws/dms/mysql/server.ts';
import { type RunningCloud, startCloud } from '@tributary/local/cloud.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { eventually } from '../harness/eventually.ts';
import { describeWith } from '../harness/servers.ts';
import { crm, openFiles, shop } from './dms-files.ts';

const binaryLog = ['--log-bin=log', '--server-id=1', '--binlog-format=ROW', '--binlog-row-metadata=FULL'];
const bucket = 'raw';

/** All the types whose text is not simply what the binary log's reader gives. */
const values = `(18446744073709551615, 0.1, 1e20, -12345678901234567890.0123456789, '2026-01-02 03:04:05', '2026-01-02 03:04:05.25',
  '2026-01-02', '-01:00:00', '-838:59:59.9', 0, x'0a00', '', b'1', b'101010101010', 'b,c', 'x,y', '{"a": [1, "é"]}', 'NULL'),
  (1, -1e-7, 1e-7, 0.5, '0000-00-00 00:00:00', NULL, NULL, '00:00:00', '-00:00:00.5', 2026, x'', x'ff', b'0', NULL, '', '',
   NULL, 'say "hi",\r\nthen'), (2, NULL, 12345.678, 1, NULL, NULL, NULL, '-12:34:56', '12:00:00', NULL, NULL, NULL, NULL, NULL, NULL,
   NULL, NULL, '')`;

describeWith([{ name: 'MariaDB', check: ['mariadbd', '--version'] }], 'a MariaDB that the local DMS follows', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'dms-'));
  const progress = join(stateDir, 'dms', 'progress.json');
  const told: string[] = [];
  let database: TestServer;
  let running: RunningCloud;

  const url = () => `mysql://root@127.0.0.1:${database.port}`;
  const run = (...statements: readonly string[]) =>
    withSession(url(), async (session) => {
      await session.run("SET sql_mode = ''");
      await session.run('USE shop');
      for (const statement of statements) await session.run(statement);
    });
  const start = async () => {
    running = await startCloud({ stateDir, port: 0 });
    await running.cloud.call(admin, 's3', 'CreateBucket', { Bucket: bucket }).catch(() => undefined);
    running.replicate({
      ...{ url: url(), bucket, endpoints: [shop, crm], batchMs: 100, maxFileSize: 20_000 },
      tell: (text) => told.push(text),
    });
  };
  const files = () => openFiles(running.cloud, bucket);
  /** Rows as MariaDB itself writes them. */
  const select = (sql: string) =>
    withSession(url(), (session) => session.select(z.record(z.string(), z.unknown()), sql));
  /** Changes are through when this one is: the last of the binary log. */
  let marks = 0;
  const caughtUp = async () => {
    marks += 1;
    await run(`INSERT INTO crm.settings VALUES ('mark', '${marks}') ON DUPLICATE KEY UPDATE v = '${marks}'`);
    const mark = String(marks);
    await eventually(
      () => files().rows(crm, 'settings'),
      (rows) => rows.some(({ v }) => v === mark),
    );
  };

  beforeAll(async () => {
    database = await startMariadb(
      [
        'CREATE DATABASE shop CHARACTER SET utf8mb4',
        'CREATE DATABASE crm CHARACTER SET utf8mb4',
        'USE shop',
        "SET SESSION sql_mode = ''",
        `CREATE TABLE shop.kinds (id bigint unsigned PRIMARY KEY, f float, d double, n decimal(30,10), t datetime, s timestamp(2) NULL,
           day date, span time, part time(1), y year, b binary(4), bl blob, flag bit(1), bits bit(12), e enum('a', 'b,c'),
           st set('x', 'y'), j json, note text)`,
        `INSERT INTO shop.kinds VALUES ${values}`,
        'CREATE TABLE shop.orders (id int, line int, note varchar(200), PRIMARY KEY (id, line))',
        "INSERT INTO shop.orders SELECT seq, 1, concat('größe 😀 ', seq, repeat('x', seq % 100)) FROM seq_1_to_1000",
        'CREATE TABLE shop.moves (what text)',
        'CREATE TABLE crm.settings (k varchar(20) CHARACTER SET latin1 PRIMARY KEY, v text)',
      ],
      binaryLog,
    );
    await start();
  }, 120_000);

  afterAll(async () => {
    await running?.stop();
    await database?.stop();
    rmSync(stateDir, { recursive: true, force: true });
  });

  test('a full load comes in files of the counter; values have one text, loaded or changed', async () => {
    await eventually(
      async () => told.length,
      (count) => count >= 4,
    );
    const names = (await files().keys(shop, 'orders')).map((key) => key.slice('raw/db/shop/orders/'.length));
    expect(names).toEqual([1, 2, 3, 4, 5, 6].map((counter) => `LOAD0000000${counter}.csv`));
    expect(await files().keys(shop, 'moves')).toEqual([]);
    const loaded = await files().rows(shop, 'kinds');
    expect(loaded).toMatchObject([
      {
        id: '1',
        f: '-1e-7',
        d: '1e-7',
        t: '0000-00-00 00:00:00.000000',
        span: '00:00:00',
        e: '',
        st: '',
        b: '00000000',
      },
      { id: '2', d: '12345.678', span: '-12:34:56', note: '', op: 'I', dms_seq: '' },
      {
        ...{ id: '18446744073709551615', f: '0.1', d: '100000000000000000000', n: '-12345678901234567890.0123456789' },
        ...{
          t: '2026-01-02 03:04:05.000000',
          s: '2026-01-02 03:04:05.250000',
          span: '-01:00:00',
          part: '-838:59:59.9',
        },
        ...{ y: '0000', b: '0a000000', bl: '', flag: '1', bits: '0aaa', e: 'b,c', st: 'x,y', note: 'NULL' },
        j: '{"a": [1, "é"]}',
      },
    ]);
    await run('DELETE FROM shop.kinds', `INSERT INTO shop.kinds VALUES ${values}`);
    await caughtUp();
    const changed = (await files().rows(shop, 'kinds')).slice(loaded.length);
    const plain = ({ op: _, dms_ts: __, dms_seq: ___, ...row }: Record<string, unknown>) => row;
    const byId = (a: Record<string, unknown>, b: Record<string, unknown>) => (String(a.id) < String(b.id) ? -1 : 1);
    expect(changed.map(({ op }) => op)).toEqual(['D', 'D', 'D', 'I', 'I', 'I']);
    expect(changed.slice(0, 3).map(plain).sort(byId)).toEqual(loaded.map(plain).sort(byId));
    expect(changed.slice(3).map(plain).sort(byId)).toEqual(loaded.map(plain).sort(byId));
  });

  test('changes come in order, with the key as it was; a table of other columns begins another file', async () => {
    await run(
      "INSERT INTO shop.moves VALUES ('a'), ('a')",
      "INSERT INTO crm.settings VALUES ('é', NULL), ('b', '')",
      "UPDATE crm.settings SET k = 'c', v = 'NULL' WHERE k = 'é'",
      "DELETE FROM crm.settings WHERE k = 'b'",
      'START TRANSACTION',
      "INSERT INTO shop.orders VALUES (5000, 1, 'rolled back')",
      'ROLLBACK',
      "INSERT INTO shop.orders VALUES (2000, 1, 'narrow')",
      'ALTER TABLE shop.orders ADD COLUMN currency char(3)',
      "INSERT INTO shop.orders VALUES (2001, 1, 'wide', 'EUR')",
      'UPDATE shop.orders SET line = 2 WHERE id = 2001',
      'ALTER TABLE shop.orders DROP COLUMN note',
      "INSERT INTO shop.orders VALUES (2002, 1, 'SEK')",
      'TRUNCATE TABLE shop.moves',
    );
    await caughtUp();
    const settings = (await files().rows(crm, 'settings')).filter(({ k }) => k !== 'mark');
    expect(settings.map(({ op, k, v, BI_k }) => [op, k, v, BI_k])).toEqual([
      ['I', 'é', null, null],
      ['I', 'b', '', null],
      ['U', 'c', 'NULL', 'é'],
      ['D', 'b', '', 'b'],
    ]);
    const orders = (await files().lists(shop, 'orders')).slice(1000);
    expect(orders.map((fields) => fields.slice(0, -2))).toEqual([
      ['I', '2000', '1', 'narrow'],
      ['I', '2001', '1', 'wide', 'EUR'],
      ['U', '2001', '2', 'wide', 'EUR'],
      ['I', '2002', '1', 'SEK'],
    ]);
    const sequences = orders.map((fields) => fields.at(-1));
    expect(sequences).toEqual([...sequences].sort());
    expect(sequences.every((text) => /^\d{35}$/.test(text ?? ''))).toBe(true);
    expect(told).toContainEqual(expect.stringMatching(/shop.moves was truncated/));
    expect(await files().rows(shop, 'moves')).toHaveLength(2);
  });

  test('after an end at any moment nothing is lost, and what comes twice is the same', async () => {
    const before = join(stateDir, 'before.json');
    await caughtUp();
    copyFileSync(progress, before);
    const write = (from: number) =>
      run(
        `INSERT INTO crm.settings SELECT concat('k', seq), repeat('v', 100) FROM seq_${from}_to_${from + 4999}`,
        `UPDATE crm.settings SET k = concat(k, 'x') WHERE k = 'k${from}'`,
        `DELETE FROM crm.settings WHERE k = 'k${from + 1}'`,
        `INSERT INTO shop.moves VALUES ('${from}')`,
        'FLUSH BINARY LOGS',
      );
    await write(10_000);
    await caughtUp();
    await running.stop();
    // As if it had been killed between its files and the note of them.
    copyFileSync(before, progress);
    const once = await filesOf(stateDir);
    await write(20_000);
    await start();
    await breakOff();
    await write(30_000);
    await caughtUp();
    const twice = (await files().rows(crm, 'settings')).filter(({ k }) => String(k).startsWith('k1'));
    expect(twice.length).toBe(2 * once);
    const moves = (await files().rows(shop, 'moves')).filter(({ what }) => what === '10000');
    expect(moves).toEqual([moves[0], moves[0]]);
    expect(await files().current(crm, 'settings')).toEqual(
      (await select('SELECT k, v FROM crm.settings ORDER BY BINARY k')).map(({ k, v }) => ({ k, v })),
    );
  });

  /** As a network does: the server ends what reads its binary log. */
  async function breakOff(): Promise<void> {
    const ids = () => select("SELECT id FROM information_schema.processlist WHERE command LIKE 'Binlog Dump%'");
    const found = await eventually(ids, (rows) => rows.length > 0);
    await run(...found.map(({ id }) => `KILL ${id}`));
    await eventually(
      async () => told.at(-1) ?? '',
      (text) => /It is tried again/.test(text),
    );
  }

  async function filesOf(folder: string): Promise<number> {
    const closed = await startCloud({ stateDir: folder, port: 0 });
    const rows = await openFiles(closed.cloud, bucket).rows(crm, 'settings');
    await closed.stop();
    return rows.filter(({ k }) => String(k).startsWith('k1')).length;
  }

  test('where the binary log is gone, all is loaded anew', async () => {
    await caughtUp();
    await running.stop();
    await run(
      "DELETE FROM crm.settings WHERE k LIKE 'k%'",
      "INSERT INTO crm.settings VALUES ('new', '1')",
      'FLUSH BINARY LOGS',
    );
    // The server keeps a log for a while that it has just left.
    await eventually(
      () =>
        withSession(url(), async (session) => {
          const logs = await session.select(z.object({ Log_name: z.string() }), 'SHOW BINARY LOGS');
          await session.run(`PURGE BINARY LOGS TO '${logs.at(-1)?.Log_name}'`);
          return logs.length;
        }),
      (logs) => logs === 1,
    );
    await start();
    await caughtUp();
    expect(told).toContainEqual(expect.stringMatching(/binary log log\.\d+ is gone: every table is loaded anew/));
    expect(await files().current(crm, 'settings')).toEqual(
      (await select('SELECT k, v FROM crm.settings ORDER BY BINARY k')).map(({ k, v }) => ({ k, v })),
    );
  });

  test('what the database lacks is told with what to do', async () => {
    await run("SET GLOBAL binlog_row_metadata = 'NO_LOG'");
    await running.stop();
    await start();
    await eventually(
      async () => told.at(-1) ?? '',
      (text) => /SET GLOBAL binlog_row_metadata = FULL/.test(text),
    );
    await run("SET GLOBAL binlog_row_metadata = 'FULL'");
    await caughtUp();
  });
});
