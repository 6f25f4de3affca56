import { copiesOf } from '@tributary/query/egress/core/copy.ts';
import { egress } from '@tributary/query/egress/core/egress.ts';
import type { DatabaseCopy } from '@tributary/query/egress/loading/load-database.ts';
import { openMysql } from '@tributary/query/egress/loading/mysql/session.ts';
import type { Session } from '@tributary/query/egress/loading/plan.ts';
import { openPostgresql } from '@tributary/query/egress/loading/postgresql/session.ts';
import type { Access } from '@tributary/query/egress/loading/secret.ts';

export type Kind = { readonly to: 'mysql' | 'postgresql'; readonly mode: 'upsert' | 'swap' };

export const kinds: readonly Kind[] = [
  { to: 'mysql', mode: 'upsert' },
  { to: 'mysql', mode: 'swap' },
  { to: 'postgresql', mode: 'upsert' },
  { to: 'postgresql', mode: 'swap' },
];

export const columns = { day: 'date', slug: 'string', requests: 'bigint', note: 'string' } as const;

/** The copy of a dataset by day and slug, of which a slug may be NULL. */
export function copyTo({ to, mode }: Kind, table: string): DatabaseCopy {
  const [copy] = copiesOf([
    {
      table: 'usage',
      columns,
      key: ['day', 'slug'],
      partition: { column: 'day', grain: 'day' },
      egress: egress.parse([{ to, mode, table, secret: 'reporting' }]),
    },
  ]);
  if (copy?.destination.to !== 'mysql' && copy?.destination.to !== 'postgresql') throw new Error('no copy');
  return { ...copy, destination: copy.destination };
}

export const openers = { mysql: openMysql, postgresql: openPostgresql };

/** What was thrown where the process is to have ended. */
export class Killed extends Error {}

export type Kill = { readonly at: number; readonly when: 'before' | 'after' };

/** A session whose process ends at its nth statement, before or after it. */
export function dying(session: Session, kill: Kill | undefined): Session & { readonly statements: () => number } {
  let statements = 0;
  const die = async () => {
    await session.close();
    throw new Killed();
  };
  return {
    statements: () => statements,
    close: session.close,
    async run(sql, values) {
      statements += 1;
      const isNow = statements === kill?.at;
      if (isNow && kill?.when === 'before') await die();
      const rows = await session.run(sql, values);
      if (isNow) await die();
      return rows;
    },
  };
}

/** All rows of a table, as text, in order. */
export async function rowsOf(to: Kind['to'], access: Access, table: string): Promise<readonly string[]> {
  const session = await openers[to](access, undefined);
  try {
    const type = to === 'mysql' ? 'CHAR' : 'text';
    const rows = await session.run(
      `SELECT CAST(day AS ${type}) AS day, slug, CAST(requests AS ${type}) AS requests, note FROM ${table}`,
    );
    return rows.map((row) => JSON.stringify(Object.values(Object(row)))).toSorted();
  } finally {
    await session.close();
  }
}
