import type { Database, Partition, PartitionInput, Table, TableInput } from '@aws-sdk/client-glue';
import { AwsError } from '../../../kernel/error.ts';
import { denied } from '../denied.ts';
import type { Run } from '../run.ts';

type Access = Pick<Run, 'cloud' | 'caller'>;

/** Runs a call to Glue; a missing entity gives undefined, a refusal PERMISSION_DENIED. */
async function found<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'EntityNotFoundException') return undefined;
    throw denied(error);
  }
}

export async function getDatabase({ cloud, caller }: Access, Name: string): Promise<Database | undefined> {
  return (await found(cloud.call(caller, 'glue', 'GetDatabase', { Name })))?.Database;
}

export async function getTable(
  { cloud, caller }: Access,
  DatabaseName: string,
  Name: string,
): Promise<Table | undefined> {
  return (await found(cloud.call(caller, 'glue', 'GetTable', { DatabaseName, Name })))?.Table;
}

export async function listDatabases({ cloud, caller }: Access): Promise<Database[]> {
  return allPages(async (NextToken) => {
    const answer = await permitted(cloud.call(caller, 'glue', 'GetDatabases', { NextToken }));
    return { items: answer.DatabaseList ?? [], next: answer.NextToken };
  });
}

/** The tables of a database whose whole name matches `expression`, a regular expression. */
export async function listTables(
  { cloud, caller }: Access,
  DatabaseName: string,
  expression?: string,
): Promise<Table[]> {
  return allPages(async (NextToken) => {
    const input = { DatabaseName, NextToken, ...(expression === undefined ? {} : { Expression: expression }) };
    const answer = await permitted(cloud.call(caller, 'glue', 'GetTables', input));
    return { items: answer.TableList ?? [], next: answer.NextToken };
  });
}

/** A table's partitions, those that Glue's `expression` selects. */
export async function listPartitions(
  { cloud, caller }: Access,
  table: { readonly database: string; readonly table: string },
  expression?: string,
): Promise<Partition[]> {
  return allPages(async (NextToken) => {
    const answer = await permitted(
      cloud.call(caller, 'glue', 'GetPartitions', {
        DatabaseName: table.database,
        TableName: table.table,
        NextToken,
        ...(expression === undefined ? {} : { Expression: expression }),
      }),
    );
    return { items: answer.Partitions ?? [], next: answer.NextToken };
  });
}

/** Adds partitions by hundreds; those that exist already are left as they are. Throws the first other failure. */
export async function addPartitions(
  { cloud, caller }: Access,
  table: { readonly database: string; readonly table: string },
  partitions: readonly PartitionInput[],
): Promise<number> {
  let added = 0;
  for (let start = 0; start < partitions.length; start += 100) {
    const batch = partitions.slice(start, start + 100);
    const { Errors = [] } = await permitted(
      cloud.call(caller, 'glue', 'BatchCreatePartition', {
        DatabaseName: table.database,
        TableName: table.table,
        PartitionInputList: batch,
      }),
    );
    const failed = Errors.find((error) => error.ErrorDetail?.ErrorCode !== 'AlreadyExistsException');
    if (failed)
      throw new AwsError(failed.ErrorDetail?.ErrorCode ?? 'GlueException', failed.ErrorDetail?.ErrorMessage ?? '');
    added += batch.length - Errors.length;
  }
  return added;
}

/** What of a table's description UpdateTable takes back. */
export function asInput(table: Table): TableInput {
  return {
    Name: table.Name,
    ...definedOnly({
      Description: table.Description,
      Owner: table.Owner,
      LastAccessTime: table.LastAccessTime,
      LastAnalyzedTime: table.LastAnalyzedTime,
      Retention: table.Retention,
      StorageDescriptor: table.StorageDescriptor,
      PartitionKeys: table.PartitionKeys,
      ViewOriginalText: table.ViewOriginalText,
      ViewExpandedText: table.ViewExpandedText,
      TableType: table.TableType,
      Parameters: table.Parameters,
      TargetTable: table.TargetTable,
    }),
  };
}

function definedOnly<T extends object>(members: T): Partial<T> {
  const kept: Partial<T> = { ...members };
  for (const [name, value] of Object.entries(members)) if (value === undefined) Reflect.deleteProperty(kept, name);
  return kept;
}

/** Awaits a call that must succeed; AWS's refusal becomes Athena's. */
export async function permitted<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw denied(error);
  }
}

async function allPages<T>(
  read: (token: string | undefined) => Promise<{ items: readonly T[]; next: string | undefined }>,
): Promise<T[]> {
  const items: T[] = [];
  let token: string | undefined;
  do {
    const page = await read(token);
    items.push(...page.items);
    token = page.next;
  } while (token !== undefined);
  return items;
}
