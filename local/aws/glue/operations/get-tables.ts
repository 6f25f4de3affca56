import type { Table, TableAttributes } from '@aws-sdk/client-glue';
import { operation } from '../../../kernel/operation.ts';
import { describeTable } from '../describe.ts';
import { invalidInput } from '../error.ts';
import { findDatabase } from '../find.ts';
import { page } from '../paging.ts';
import { onTable } from '../permission.ts';
import type { GlueStore } from '../store.ts';

export const getTables = (store: GlueStore) =>
  operation('glue', 'GetTables', {
    permissions: (input, context) =>
      onTable('GetTables', { DatabaseName: input.DatabaseName, TableName: '*' }, context),
    handle(input, { cloud }) {
      const database = findDatabase(store, input.DatabaseName);
      const matches = nameTest(input.Expression);
      const tables = store.tablesOf(database.name).filter((table) => matches(table.name));
      const { items, nextToken } = page(
        tables.map((table) => [table.name, table]),
        { token: input.NextToken, max: input.MaxResults, limit: 100 },
      );
      const described = items.map((table) => describeTable(table, cloud.account));
      return { TableList: described.map((table) => only(table, input.AttributesToGet)), NextToken: nextToken };
    },
  });

/** The whole name must match the regular expression. */
function nameTest(expression: string | undefined): (name: string) => boolean {
  if (expression === undefined || expression === '') return () => true;
  try {
    const regex = new RegExp(`^(?:${expression === '*' ? '.*' : expression})$`, 'i');
    return (name) => regex.test(name);
  } catch {
    throw invalidInput(`The expression '${expression}' is not a valid regular expression.`);
  }
}

function only(table: Table, attributes: readonly TableAttributes[] | undefined): Table {
  if (!attributes?.length) return table;
  return {
    Name: table.Name,
    DatabaseName: table.DatabaseName,
    ...(attributes.includes('TABLE_TYPE') ? { TableType: table.TableType, Parameters: table.Parameters } : {}),
  };
}
