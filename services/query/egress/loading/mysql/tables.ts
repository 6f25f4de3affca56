import * as z from 'zod';
import { mysqlType } from '../../core/column-types.ts';
import type { LoadPlan, Session } from '../plan.ts';
import { quoted } from './names.ts';

/** A column of a table that is there; `isText`: by a collation, so that texts that differ may be equal. */
export type TableColumn = { readonly name: string; readonly isText: boolean };

const column = z.object({ name: z.string(), charset: z.string().nullable() });

/** The columns of a table; none where there is none. */
export async function columnsOf(session: Session, table: string): Promise<readonly TableColumn[]> {
  const rows = await session.run(
    'SELECT COLUMN_NAME AS name, CHARACTER_SET_NAME AS charset FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?',
    [table],
  );
  return z
    .array(column)
    .parse(rows)
    .map(({ name, charset }) => ({ name, isText: charset !== null }));
}

/** Texts are what they are, letter by letter: no collation that holds `a` and `A` to be the same. */
const exactText = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

function definition({ copy }: LoadPlan, name: string): string {
  const type = mysqlType(copy.columns[name] ?? 'string', copy.key.includes(name));
  return `${quoted(name)} ${type}${/TEXT|CHAR/.test(type) ? ` ${exactText}` : ''}`;
}

// InnoDB indexes 3,072 bytes, at four a character.
const indexedCharacters = 100;

/** Makes a table of a copy's columns, with an index of its key. */
export async function createTable(session: Session, plan: LoadPlan, table: string): Promise<void> {
  const { columns, key, partition } = plan.copy;
  const keyed = key.filter((name) => columns[name] !== undefined);
  const indexed = keyed.map((name) => {
    const isText = /CHAR/.test(mysqlType(columns[name] ?? 'string', true));
    return `${quoted(name)}${isText ? `(${indexedCharacters})` : ''}`;
  });
  const parts = [
    ...Object.keys(columns).map((name) => definition(plan, name)),
    ...(indexed.length === 0 ? [] : [`KEY ${quoted('_lake_key')} (${indexed.join(', ')})`]),
    ...(partition === undefined || columns[partition.column] === undefined
      ? []
      : [`KEY ${quoted('_lake_partition')} (${quoted(partition.column)})`]),
  ];
  await session.run(`CREATE TABLE IF NOT EXISTS ${quoted(table)} (${parts.join(', ')}) ENGINE = InnoDB`);
}

/** Gives a table the columns of a copy that it has not; those that it has stay as they are. */
export async function addColumns(session: Session, plan: LoadPlan, table: string): Promise<readonly TableColumn[]> {
  const there = await columnsOf(session, table);
  const missing = Object.keys(plan.copy.columns).filter((name) => !there.some((one) => one.name === name));
  if (missing.length === 0) return there;
  const added = missing.map((name) => `ADD COLUMN ${definition(plan, name)}`);
  await session.run(`ALTER TABLE ${quoted(table)} ${added.join(', ')}`);
  return columnsOf(session, table);
}
