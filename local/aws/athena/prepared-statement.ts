import type { Athena } from './athena.ts';
import { notFound } from './error.ts';
import type { StoredPreparedStatement } from './store.ts';

/** The key and content of a prepared statement, or ResourceNotFoundException. */
export function findPrepared(
  { store }: Pick<Athena, 'store'>,
  input: { readonly WorkGroup?: string | undefined; readonly StatementName?: string | undefined },
): { readonly key: string; readonly statement: StoredPreparedStatement } {
  const key = JSON.stringify([input.WorkGroup, input.StatementName]);
  const statement = store.preparedStatements.get(key);
  if (!statement)
    throw notFound(`PreparedStatement ${input.StatementName} was not found in workGroup ${input.WorkGroup}`);
  return { key, statement };
}
