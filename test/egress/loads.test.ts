import { startPostgresql } from '@tributary/local/aws/athena/federated/postgresql-server.ts';
import { mariadbMissing, startMariadb, type TestServer } from '@tributary/local/aws/athena/federated/servers.ts';
import { createLoadDatabase } from '@tributary/query/egress/loading/load-database.ts';
import { NeedsAllError } from '@tributary/query/egress/loading/load-errors.ts';
import type { LoadPlan } from '@tributary/query/egress/loading/plan.ts';
import type { Row } from '@tributary/query/egress/loading/rows.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { columns, copyTo, dying, type Kill, Killed, kinds, openers, rowsOf } from './destinations.ts';

// Nothing of a test outlives its machine.
const quick = ['--innodb-flush-log-at-trx-commit=0', '--sync-binlog=0', '--skip-innodb-doublewrite'];
const servers: Partial<Record<'mysql' | 'postgresql', TestServer>> = {};

beforeAll(async () => {
  servers.mysql = await startMariadb(['CREATE DATABASE reporting'], quick);
  servers.postgresql = await startPostgresql('secret', ['CREATE DATABASE reporting']);
}, 90_000);
afterAll(async () => {
  for (const server of Object.values(servers)) await server.stop();
});

const accessOf = (to: 'mysql' | 'postgresql') => ({
  host: '127.0.0.1',
  port: servers[to]?.port ?? 0,
  ...(to === 'mysql' ? { user: 'root', password: '' } : { user: 'lake', password: 'secret' }),
  database: 'reporting',
});

/** Rows by day and slug. */
type State = ReadonlyMap<string, Row>;
const days = ['2026-11-18', '2026-11-19', '2026-11-20'];
const slugs = [null, 'a', 'A', 'a ', 'é', "o'b", 'x\\y\n'];

const row = fc.tuple(
  fc.constantFrom(...days),
  fc.constantFrom(...slugs),
  fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
  fc.option(fc.constantFrom('', 'n', 'N', 'n ', '😀', '"', '\\N', 'NULL', '{}')),
);
const keyOf = ([day, slug]: Row) => JSON.stringify([day, slug]);
const state = fc.array(row, { maxLength: 12 }).map((rows): State => new Map(rows.map((each) => [keyOf(each), each])));
const kill = fc.option(fc.record({ at: fc.integer({ min: 1, max: 30 }), when: fc.constantFrom('before', 'after') }), {
  freq: 2,
});
const version = fc.record({
  state,
  touched: fc.subarray(days, { minLength: 1 }),
  kills: fc.array(kill, { maxLength: 3 }),
});

type Versions = readonly {
  readonly state: State;
  readonly touched: readonly string[];
  readonly kills: Published['kills'];
}[];

type Published = {
  readonly known: State;
  readonly partitions: readonly string[];
  readonly kills: readonly (Kill | null)[];
};

/** What a dataset is after each of its versions, of which the first is all of it, and which partitions changed. */
function published(versions: Versions): readonly Published[] {
  let known: State = new Map();
  return versions.map(({ state: next, touched, kills }, at) => {
    const partitions = at === 0 ? days : touched;
    const isInside = ([, [day]]: readonly [string, Row]) => partitions.includes(day ?? '');
    known = new Map([...[...known].filter((each) => !isInside(each)), ...[...next].filter(isInside)]);
    return { known, partitions, kills };
  });
}

const asText = (rows: Iterable<Row>) => [...rows].map((each) => JSON.stringify(each)).toSorted();

let tables = 0;
const newTable = () => {
  tables += 1;
  return `t${tables}`;
};

type Step = { readonly rows: readonly Row[]; readonly scope: 'all' | readonly string[]; readonly sequence: number };

function planOf(copy: LoadPlan['copy'], { rows, scope, sequence }: Step): LoadPlan {
  const version = { lineage: 'l', sequence, snapshot: String(sequence), committedAt: 1_000 * sequence };
  const run = {
    id: `r${sequence}`,
    number: sequence,
    version,
    scope,
    ...(scope === 'all' ? {} : { base: sequence - 1 }),
  };
  return {
    copy,
    run,
    async *rows() {
      yield* rows;
    },
  };
}

/** Loads, its process ending where it is said; gives how many statements there were, or that it was killed. */
async function load(plan: LoadPlan, kill?: Kill): Promise<number | 'killed'> {
  const { to } = plan.copy.destination;
  let statements = () => 0;
  const open = async (...[access, tls]: Parameters<(typeof openers)['mysql']>) => {
    const session = dying(await openers[to](access, tls), kill);
    statements = session.statements;
    return session;
  };
  try {
    await createLoadDatabase({ open: { mysql: open, postgresql: open } })(plan, accessOf(to));
    return statements();
  } catch (error) {
    if (error instanceof Killed) return 'killed';
    throw error;
  }
}

describe.skipIf(mariadbMissing()).each(kinds)('a copy in $to by $mode', (kind) => {
  const rows = (table: string) => rowsOf(kind.to, accessOf(kind.to), table);
  const scoped = (partitions: readonly string[]) => (kind.mode === 'swap' ? 'all' : partitions);
  const scopeRows = (of: State, partitions: readonly string[]) =>
    [...of.values()].filter(([day]) => kind.mode === 'swap' || partitions.includes(day ?? ''));

  const bring = async (table: string, { known, partitions, kills }: Published, sequence: number) => {
    const scope = sequence === 1 ? 'all' : scoped(partitions);
    const plan = planOf(copyTo(kind, table), { rows: scopeRows(known, partitions), scope, sequence });
    for (const each of kills) await load(plan, each ?? undefined);
    await load(plan);
    expect(await rows(table)).toEqual(asText(known.values()));
  };

  test('has exactly the published rows of the last version, killed anywhere, however often', async () => {
    const property = fc.asyncProperty(fc.array(version, { minLength: 1, maxLength: 4 }), async (versions) => {
      const table = newTable();
      for (const [at, each] of published(versions).entries()) await bring(table, each, at + 1);
    });
    await fc.assert(property, { numRuns: 12 });
  }, 180_000);

  test('is never half of a version, wherever the load ends', async () => {
    const before: readonly Row[] = [
      ['2026-11-19', 'a', '1', 'x'],
      ['2026-11-20', null, '2', null],
      ['2026-11-20', 'gone', '3', 'y'],
    ];
    const after: readonly Row[] = [
      ['2026-11-20', null, '9', null],
      ['2026-11-20', 'new', '4', 'z'],
    ];
    const all = [...before.slice(0, 1), ...after];
    const seen = new Set<string>();
    for (let at = 1, isOver = false; !isOver; at += 1)
      for (const when of ['before', 'after'] as const) {
        const table = newTable();
        const copy = copyTo(kind, table);
        await load(planOf(copy, { rows: before, scope: 'all', sequence: 1 }));
        const second = planOf(copy, {
          rows: kind.mode === 'swap' ? all : after,
          scope: scoped(['2026-11-20']),
          sequence: 2,
        });
        isOver = (await load(second, { at, when })) !== 'killed';
        const now = await rows(table);
        expect([asText(before), asText(all)]).toContainEqual(now);
        seen.add(JSON.stringify(now));
        await load(second);
        expect(await rows(table)).toEqual(asText(all));
      }
    expect(seen.size).toBe(2);
  }, 180_000);

  test('takes no older version, and the same one once', async () => {
    const table = newTable();
    const copy = copyTo(kind, table);
    const first: readonly Row[] = [['2026-11-20', 'a', '1', 'old']];
    const second: readonly Row[] = [['2026-11-20', 'a', '2', 'new']];
    await load(planOf(copy, { rows: second, scope: 'all', sequence: 2 }));
    await load(planOf(copy, { rows: first, scope: 'all', sequence: 1 }));
    await load(planOf(copy, { rows: first, scope: 'all', sequence: 2 }));
    expect(await rows(table)).toEqual(asText(second));
  });

  test('whose table somebody has dropped is made again', async () => {
    const table = newTable();
    const copy = copyTo(kind, table);
    const all: readonly Row[] = [['2026-11-20', 'a', '1', 'x']];
    await load(planOf(copy, { rows: all, scope: 'all', sequence: 1 }));
    const session = await openers[kind.to](accessOf(kind.to), undefined);
    await session.run(`DROP TABLE ${table}`);
    await session.close();
    if (kind.mode === 'upsert')
      await expect(load(planOf(copy, { rows: all, scope: ['2026-11-20'], sequence: 2 }))).rejects.toThrow(
        NeedsAllError,
      );
    await load(planOf(copy, { rows: all, scope: 'all', sequence: 2 }));
    expect(await rows(table)).toEqual(asText(all));
  });

  test('gains the columns that the dataset gains', async () => {
    const table = newTable();
    const copy = copyTo(kind, table);
    const { note: _, ...fewer } = columns;
    await load(planOf({ ...copy, columns: fewer }, { rows: [['2026-11-20', 'a', '1']], scope: 'all', sequence: 1 }));
    const all: readonly Row[] = [['2026-11-20', 'a', '1', 'x']];
    await load(planOf(copy, { rows: all, scope: 'all', sequence: 2 }));
    expect(await rows(table)).toEqual(asText(all));
  });
});
