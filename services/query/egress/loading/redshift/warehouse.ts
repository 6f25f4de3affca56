import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  type RedshiftDataClient,
  ResourceNotFoundException,
  ValidationException,
} from '@aws-sdk/client-redshift-data';
import { applySqls } from '../../core/redshift/batch.ts';
import { lookSqls, readSeen } from '../../core/redshift/book-sql.ts';
import { statementName } from '../../core/redshift/names.ts';
import type { ApplyPlan, Files, RedshiftCopy, Seen } from '../../core/redshift/plan.ts';
import { readStatement, type Statement } from '../../core/redshift/statement.ts';
import { warehouseError } from './errors.ts';
import { readResult } from './result.ts';

/** Redshift, as far as egress needs it: statements are begun here, and heard of later. The same token begins nothing anew for some hours. */
export type Warehouse = {
  /** Gives the id of a statement that looks at what the destination has; throws DatabaseError where it is refused. */
  readonly startLook: (copy: RedshiftCopy, token: string) => Promise<string>;
  /** Gives the id of the one transaction that brings a run's rows; throws DatabaseError, or BatchTooLargeError. */
  readonly startApply: (plan: ApplyPlan, token: string) => Promise<string>;
  /** Undefined of a statement that is known no more: the Data API forgets after a day. */
  readonly statement: (id: string) => Promise<Statement | undefined>;
  /** What a look that has finished found; undefined where that is known no more. */
  readonly seen: (id: string) => Promise<Seen | undefined>;
  /** Asks for the end of a statement; of one that has ended it does nothing. */
  readonly cancel: (id: string) => Promise<void>;
};

export type WarehouseDeps = {
  readonly client: Pick<RedshiftDataClient, 'send'>;
  /** Has the run's files ready to be read: writes what they need beside them. */
  readonly prepare: (plan: Pick<ApplyPlan, 'copy' | 'run'>) => Promise<Files>;
  /** Of Athena's for UNLOADs: statements are named for it. */
  readonly workGroup: string;
};

export function createWarehouse({ client, prepare, workGroup }: WarehouseDeps): Warehouse {
  async function start(copy: RedshiftCopy, Sqls: readonly string[], ClientToken: string): Promise<string> {
    const named = { StatementName: statementName(workGroup, copy.id), WithEvent: true, ClientToken };
    try {
      const { Id } = await client.send(
        new BatchExecuteStatementCommand({ ...placeOf(copy), ...named, Sqls: [...Sqls] }),
      );
      if (Id === undefined) throw new Error('BatchExecuteStatement gave no Id');
      return Id;
    } catch (error) {
      throw warehouseError(error);
    }
  }
  return {
    startLook: (copy, token) => start(copy, lookSqls(copy), token),
    startApply: async (plan, token) => start(plan.copy, applySqls(plan, await prepare(plan)), token),
    async statement(Id) {
      return unlessForgotten(async () => readStatement(await client.send(new DescribeStatementCommand({ Id }))));
    },
    async seen(id) {
      return unlessForgotten(async () =>
        readSeen({ columns: await readResult(client, `${id}:2`), book: await readResult(client, `${id}:3`) }),
      );
    },
    async cancel(Id) {
      try {
        await client.send(new CancelStatementCommand({ Id }));
      } catch (error) {
        // It has ended, or is known no more.
        if (!(error instanceof ValidationException || error instanceof ResourceNotFoundException)) throw error;
      }
    },
  };
}

/** Who is spoken to, and as whom. */
function placeOf({ destination }: RedshiftCopy) {
  const { database, workgroup, cluster, dbUser, secret } = destination;
  return {
    Database: database,
    ...(workgroup === undefined ? {} : { WorkgroupName: workgroup }),
    ...(cluster === undefined ? {} : { ClusterIdentifier: cluster }),
    ...(dbUser === undefined ? {} : { DbUser: dbUser }),
    ...(secret === undefined ? {} : { SecretArn: secret }),
  };
}

async function unlessForgotten<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
