import type { ExecuteStatementCommandOutput } from '@aws-sdk/client-redshift-data';
import type { StoredStatement } from './store.ts';

/** Where a statement runs, as answers say it. */
export function whereOf({ target: { kind, name }, database, dbUser, secretArn }: StoredStatement) {
  return {
    ...(kind === 'workgroup' ? { WorkgroupName: name } : { ClusterIdentifier: name }),
    Database: database,
    ...(secretArn === undefined ? { DbUser: dbUser } : { SecretArn: secretArn }),
  };
}

/** The answer to a statement that was taken on. */
export function acceptedOf(statement: StoredStatement): Omit<ExecuteStatementCommandOutput, '$metadata'> {
  return { Id: statement.id, CreatedAt: new Date(statement.created), ...whereOf(statement) };
}
