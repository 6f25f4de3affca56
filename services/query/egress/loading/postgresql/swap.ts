import { identifier } from '@tributary/shared/sql.ts';
import * as z from 'zod';
import type { Session } from '../plan.ts';
import { fill } from './fill.ts';
import { inSchema } from './names.ts';
import { addColumns, type Plan } from './tables.ts';

/** Fills a new table, with the old one's types, indexes and grants, and has it take its place. */
export async function swapTable(session: Session, plan: Plan): Promise<number> {
  const { destination } = plan.copy;
  const name = `_lake_new_${destination.table}`;
  const [table, fresh] = [inSchema(destination, destination.table), inSchema(destination, name)];
  await session.run(`DROP TABLE IF EXISTS ${fresh}`);
  await session.run(`CREATE TABLE ${fresh} (LIKE ${table} INCLUDING ALL)`);
  const columns = await addColumns(session, plan, name);
  for (const grant of await grantsOf(session, table, fresh)) await session.run(grant);
  const rows = await fill(session, plan, fresh, columns);
  // Refused where a view reads it, which would go on reading the old rows.
  await session.run(`DROP TABLE ${table}`);
  await session.run(`ALTER TABLE ${fresh} RENAME TO ${identifier(destination.table)}`);
  return rows;
}

/** The statements that give a table the grants of another one; PostgreSQL quotes the roles. */
async function grantsOf(session: Session, from: string, to: string): Promise<readonly string[]> {
  const found = await session.run(
    `SELECT format('GRANT %s ON %s TO %s%s', a.privilege_type, $2::text, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END,
  CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) AS sql
FROM pg_class AS c CROSS JOIN LATERAL aclexplode(c.relacl) AS a LEFT JOIN pg_roles AS r ON r.oid = a.grantee
WHERE c.oid = to_regclass($1) AND a.grantee <> c.relowner`,
    [from, to],
  );
  return z
    .array(z.object({ sql: z.string() }))
    .parse(found)
    .map(({ sql }) => sql);
}
