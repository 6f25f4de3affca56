import { SqlError } from '../../../sql/error.ts';
import { tooLargeToParse, withinStack } from '../../../sql/too-large.ts';
import type { Ddl } from '../ddl/ddl.ts';
import { parseDdl } from '../ddl/parse.ts';
import { words } from '../ddl/tokenize.ts';
import { invalidRequest } from '../error.ts';
import type { Front } from '../front/front.ts';
import type { StoredExecution } from '../store.ts';
import { DdlError } from './failure.ts';

/** A statement as it will be run: Hive's DDL, read already, or Trino SQL. */
export type Statement =
  | { readonly kind: 'ddl'; readonly ddl: Ddl | { readonly kind: 'invalid'; readonly error: DdlError } }
  | { readonly kind: 'sql'; readonly sql: string };

/** Reads a query string. What is not SQL at all is an InvalidRequestException; DDL that Hive refuses fails when it is run. */
export async function readStatement(queryString: string, front: Front): Promise<Statement> {
  const sql = queryString.trim().replace(/;\s*$/, '');
  if (sql === '') throw invalidRequest('Query string is empty', 'MALFORMED_QUERY');
  try {
    const ddl = withinStack(tooLargeToParse, () => parseDdl(sql));
    if (ddl) return { kind: 'ddl', ddl };
    await front.check(sql);
    return { kind: 'sql', sql };
  } catch (error) {
    if (error instanceof DdlError) return { kind: 'ddl', ddl: { kind: 'invalid', error } };
    if (error instanceof SqlError && refusedAtOnce.has(error.name))
      throw invalidRequest(error.message, 'MALFORMED_QUERY');
    if (error instanceof SqlError) return { kind: 'sql', sql };
    throw error;
  }
}

/** What no run of the statement would change. */
const refusedAtOnce: ReadonlySet<string> = new Set([
  'SYNTAX_ERROR',
  'EXCEEDED_TIME_LIMIT',
  'EXCEEDED_LOCAL_MEMORY_LIMIT',
]);

type Classes = Pick<StoredExecution, 'statementType' | 'substatementType'>;

/** A statement's type as GetQueryExecution tells it, by its first words. */
export function classify(sql: string): Classes {
  const [first = '', second = '', ...others] = words(sql, 40);
  if (/^(INSERT|UPDATE|DELETE|MERGE|UNLOAD)$/.test(first)) return { statementType: 'DML', substatementType: first };
  if (/^(SHOW|DESCRIBE|DESC|EXPLAIN)$/.test(first))
    return { statementType: 'UTILITY', substatementType: utility(first, second) };
  if (/^(SELECT|WITH|VALUES|TABLE)$/.test(first) || first === '')
    return { statementType: 'DML', substatementType: 'SELECT' };
  if (first === 'CREATE' && second === 'TABLE' && others.includes('AS'))
    return { statementType: 'DDL', substatementType: 'CREATE_TABLE_AS_SELECT' };
  if (/^(OPTIMIZE|VACUUM)$/.test(first)) return { statementType: 'DDL', substatementType: first };
  const subject =
    second === 'EXTERNAL' || second === 'OR' ? (others.find((word) => /^(TABLE|VIEW)$/.test(word)) ?? '') : second;
  return { statementType: 'DDL', substatementType: [first, subject].filter((word) => word !== '').join('_') };
}

function utility(first: string, second: string): string {
  if (first === 'SHOW') return second === 'CREATE' ? 'SHOW_CREATE_TABLE' : `SHOW_${second}`;
  return first === 'EXPLAIN' ? 'EXPLAIN' : 'DESCRIBE_TABLE';
}
