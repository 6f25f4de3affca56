import { operation } from '../../../kernel/operation.ts';
import { invalid } from '../error.ts';
import { columnMetadata, fieldOf } from '../fields.ts';
import { addressOf, findStatement, onStatement } from '../owner.ts';
import { page } from '../paging.ts';
import type { RedshiftData } from '../redshift-data.ts';

/** AWS cuts pages by their size, and does not say by which. */
const pageRows = 1000;

export const getStatementResult = ({ store, results }: RedshiftData) =>
  operation('redshift-data', 'GetStatementResult', {
    permissions: ({ Id }, { caller }) => onStatement(store, { action: 'GetStatementResult', id: Id, caller }),
    async handle({ Id, NextToken }, { caller }) {
      const statement = findStatement(store, Id, caller);
      const { number = 1 } = addressOf(Id);
      if (statement.state !== 'FINISHED' || statement.sqls[number - 1]?.hasResult !== true)
        throw invalid('Query does not have result. Please check query status with DescribeStatement.');
      const { columns, rows } = await results.read(statement.id, number);
      const { items, nextToken } = page(rows, NextToken, pageRows);
      return {
        ColumnMetadata: columns.map(columnMetadata),
        Records: items.map((row) => row.map((value, at) => fieldOf(value, columns[at]?.oid ?? 0))),
        TotalNumRows: rows.length,
        ...(nextToken !== undefined && { NextToken: nextToken }),
      };
    },
  });
