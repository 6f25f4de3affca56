import { startPostgresql } from '@tributary/local/aws/athena/federated/postgresql-server.ts';
import { mariadbMissing, type TestServer } from '@tributary/local/aws/athena/federated/servers.ts';
import type { ApplyPlan, RedshiftCopy } from '@tributary/query/egress/core/redshift/plan.ts';
import { openPostgresql } from '@tributary/query/egress/loading/postgresql/session.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apply, columns, forms, look, type Row, redshiftCopy, redshiftWords } from './redshift-sql.ts';

let server: TestServer | undefined;
const access = () => ({
  host: '127.0.0.1',
  port: server?.port ?? 0,
  user: 'lake',
  password: 's',
  database: 'postgres',
});

beforeAll(async () => {
  server = await startPostgresql('s', redshiftWords);
}, 90_000);
afterAll(async () => {
  await server?.stop();
});

const days = ['2026-11-18', '2026-11-19', '2026-11-20'];

const row = fc.record({
  day: fc.constantFrom(...days),
  slug: fc.constantFrom(null, '', 'a', 'A', 'a ', 'é', "o'b", 'x\\y\n'),
  requests: fc.option(fc.constantFrom('0', '1', '-9223372036854775808', '9223372036854775807')),
  share: fc.option(fc.constantFrom('0.0000', '12345.6789')),
  at: fc.option(fc.constantFrom('1970-01-01 00:00:00', '2026-11-20 13:00:00.123456')),
  fast: fc.option(fc.constantFrom('true', 'false')),
});
const keyOf = ({ day, slug }: Row) => JSON.stringify([day, slug]);
const state = fc.uniqueArray(row, { maxLength: 10, selector: keyOf });
const version = fc.record({ next: state, touched: fc.subarray(days, { minLength: 1 }) });

const asText = (rows: readonly Row[], names: readonly string[] = Object.keys(columns)) =>
  rows.map((each) => JSON.stringify(names.map((name) => each[name] ?? null))).toSorted();

async function run(sql: string): Promise<readonly unknown[]> {
  const session = await openPostgresql(access(), undefined);
  try {
    return await session.run(sql);
  } finally {
    await session.close();
  }
}

async function rowsOf(table: string, names: readonly string[] = Object.keys(columns)): Promise<readonly string[]> {
  const rows = await run(`SELECT ${names.map((name) => `CAST(${name} AS text) AS ${name}`).join(', ')} FROM ${table}`);
  return rows.map((each) => JSON.stringify(Object.values(Object(each)))).toSorted();
}

type Versions = readonly { readonly next: readonly Row[]; readonly touched: readonly string[] }[];

/** What a dataset is after each of its versions, of which the first is all of it, and which partitions changed. */
function published(versions: Versions) {
  let known: readonly Row[] = [];
  return versions.map(({ next, touched }, at) => {
    const partitions = at === 0 ? days : touched;
    const isInside = ({ day }: Row) => partitions.includes(day ?? '');
    known = [...known.filter((each) => !isInside(each)), ...next.filter(isInside)];
    return { known, partitions };
  });
}

let tables = 0;
const newTable = () => {
  tables += 1;
  return `t${tables}`;
};

type Step = { readonly scope?: readonly string[]; readonly sequence: number; readonly number?: number };

const runOf = ({ scope, sequence, number = sequence }: Step): ApplyPlan['run'] => ({
  id: `r${number}`,
  number,
  version: { lineage: 'l', sequence, snapshot: String(sequence), committedAt: 1_000 * sequence + 7 },
  scope: scope ?? 'all',
  location: 's3://bucket/version=1/',
});

async function bring(copy: RedshiftCopy, rows: readonly Row[], step: Step, endsAt?: number) {
  return apply(access(), { copy, run: runOf(step), seen: await look(access(), copy) }, rows, endsAt);
}

describe.skipIf(mariadbMissing()).each(forms)('a batch for Redshift by $mode of $format', (form) => {
  const scopeOf = (touched: readonly string[]) => (form.mode === 'swap' ? {} : { scope: touched });

  test('leaves exactly the published rows, whichever partitions changed', async () => {
    const property = fc.asyncProperty(fc.array(version, { minLength: 1, maxLength: 4 }), async (versions) => {
      const copy = redshiftCopy(form, newTable());
      for (const [at, { known, partitions }] of published(versions).entries()) {
        const rows = known.filter(({ day }) => form.mode === 'swap' || partitions.includes(day ?? ''));
        const step = { ...(at === 0 ? {} : scopeOf(partitions)), sequence: at + 1 };
        expect(await bring(copy, rows, step)).toMatchObject({ state: 'finished' });
        expect(await rowsOf(copy.destination.table)).toEqual(asText(known));
      }
    });
    await fc.assert(property, { numRuns: 10 });
  }, 180_000);

  test('is all or nothing, wherever the connection ends', async () => {
    const [before, after] = [
      { day: '2026-11-20', slug: 'a', requests: '1' },
      { day: '2026-11-20', slug: 'b', requests: '2' },
    ];
    const copy = redshiftCopy(form, newTable());
    await bring(copy, [before], { sequence: 1 });
    for (let at = 0, isOver = false; !isOver; at += 1) {
      isOver = (await bring(copy, [after], { ...scopeOf(['2026-11-20']), sequence: 2 }, at)).state === 'finished';
      expect(await rowsOf(copy.destination.table)).toEqual(asText([isOver ? after : before]));
    }
  });

  test('that goes by what is no longer so changes nothing', async () => {
    const copy = redshiftCopy(form, newTable());
    const [first, second] = [[{ day: '2026-11-20', slug: 'a', requests: '1' }], [{ day: '2026-11-20', slug: 'b' }]];
    await bring(copy, first, { sequence: 1 });
    const seen = await look(access(), copy);
    const [a, b] = await Promise.all(
      [2, 3].map((number) => apply(access(), { copy, run: runOf({ sequence: 2, number }), seen }, second)),
    );
    expect([a?.state, b?.state].toSorted()).toEqual(['finished', 'overtaken']);
    expect(await apply(access(), { copy, run: runOf({ sequence: 1 }), seen }, first)).toEqual({
      state: 'overtaken',
      message: 'lake egress: another run has changed the table meanwhile',
    });
    expect(await rowsOf(copy.destination.table)).toEqual(asText(second));
  });

  test('that makes a table which another has made meanwhile changes nothing', async () => {
    const copy = redshiftCopy(form, newTable());
    const seen = await look(access(), copy);
    const rows = [{ day: '2026-11-20', slug: 'a', requests: '1' }];
    const both = await Promise.all(
      [1, 2].map((number) => apply(access(), { copy, run: runOf({ sequence: 1, number }), seen }, rows)),
    );
    expect(both.map(({ state }) => state).toSorted()).toEqual(['finished', 'overtaken']);
    expect(await rowsOf(copy.destination.table)).toEqual(asText(rows));
  });

  test('tells the next look what it has brought', async () => {
    const copy = redshiftCopy(form, newTable());
    expect(await look(access(), copy)).toEqual({ columns: [], book: undefined });
    await bring(copy, [], { sequence: 4, number: 1_800_000_000_000 });
    expect(await look(access(), copy)).toEqual({
      columns: Object.keys(columns),
      book: { lineage: 'l', sequence: 4, committedAt: 4_007, run: 'r1800000000000', number: 1_800_000_000_000 },
    });
  });

  test('adds the columns that the table lacks, keeps those that it has besides, and has what views and grants there are go on', async () => {
    const table = newTable();
    const copy = redshiftCopy(form, table, { tags: 'map<string,string>' });
    await run(
      `CREATE TABLE ${table} (own text DEFAULT 'x', day date, slug varchar(10), requests numeric(30,2), share double precision)`,
    );
    await run(`CREATE VIEW v_${table} AS SELECT * FROM ${table}`);
    await run(`GRANT SELECT ON ${table} TO pg_monitor`);
    const first = { day: '2026-11-20', slug: 'a', requests: '5', share: '0.5000', at: '2026-11-20 13:00:00.123456' };
    await bring(copy, [{ ...first, tags: '{"b": 1, "a": "x"}' }], { sequence: 1 });
    await bring(
      copy,
      [
        { ...first, tags: null },
        { day: '2026-11-19', slug: null },
      ],
      { sequence: 2 },
    );
    expect(await rowsOf(`v_${table}`, ['own', 'day', 'slug', 'requests', 'share'])).toEqual([
      '["x","2026-11-19",null,null,null]',
      '["x","2026-11-20","a","5.00","0.5"]',
    ]);
    expect(await rowsOf(table, ['at', 'tags'])).toEqual(['["2026-11-20 13:00:00.123456",null]', '[null,null]']);
    expect(await run(`SELECT has_table_privilege('pg_monitor', '${table}', 'SELECT') AS yes`)).toEqual([{ yes: true }]);
    await bring(copy, [{ ...first, tags: '{"b": 1, "a": "x"}' }], { sequence: 3 });
    expect(await run(`SELECT tags->>'a' AS a FROM ${table}`)).toEqual([{ a: 'x' }]);
  });

  test('says what the database said of a value that has no room', async () => {
    const table = newTable();
    await run(`CREATE TABLE ${table} (day date, slug varchar(3))`);
    const outcome = await bring(redshiftCopy(form, table), [{ day: '2026-11-20', slug: 'abcd' }], { sequence: 1 });
    expect(outcome).toMatchObject({
      state: 'failed',
      failure: { category: 'user', retryable: false, message: expect.stringContaining('too long') },
    });
  });
});

describe.skipIf(mariadbMissing())('a batch for Redshift by upsert', () => {
  test('refuses a key that is not unique, NULL like any other, and changes nothing', async () => {
    const copy = redshiftCopy({ mode: 'upsert', format: 'json' }, newTable());
    await bring(copy, [{ day: '2026-11-20', slug: 'a' }], { sequence: 1 });
    for (const slug of [null, 'b']) {
      const twice = [1, 2].map((requests) => ({ day: '2026-11-20', slug, requests: String(requests) }));
      expect(await bring(copy, twice, { sequence: 2 })).toMatchObject({
        state: 'failed',
        failure: {
          retryable: false,
          message: expect.stringContaining('the unique_key (day, slug) of usage is not unique'),
        },
      });
    }
    expect(await rowsOf(copy.destination.table)).toEqual(asText([{ day: '2026-11-20', slug: 'a' }]));
  });

  test('leaves rows alone that are the same', async () => {
    const copy = redshiftCopy({ mode: 'upsert', format: 'parquet' }, newTable());
    const rows = [
      { day: '2026-11-20', slug: 'a', requests: '1', at: '2026-11-20 13:00:00.5', fast: 'true' },
      { day: '2026-11-20', slug: null, requests: null },
    ];
    const written = () => run(`SELECT xmin, slug FROM ${copy.destination.table} ORDER BY slug`);
    await bring(copy, rows, { sequence: 1 });
    const before = await written();
    await bring(copy, [...rows, { day: '2026-11-20', slug: 'new' }], { sequence: 2 });
    expect((await written()).filter((each) => JSON.stringify(before).includes(JSON.stringify(each)))).toEqual(before);
  });
});
