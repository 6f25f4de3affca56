import { type InlineTableContext, RowConstructorContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { innermost } from './innermost.ts';
import { type Columns, unknownColumns } from './scope.ts';

/** The columns of `VALUES (1, 'a'), (2, 'b')`, which have no names. Those of a row that an expression makes are not known. */
export function valuesColumns(table: InlineTableContext): Columns {
  const [first] = table.expression();
  const row = first === undefined ? undefined : innermost(first);
  if (row instanceof RowConstructorContext) return { list: row.expression().map(nameless), isOpen: false };
  return /^['\d]/.test(row?.getText() ?? '') ? { list: [nameless()], isOpen: false } : unknownColumns;
}

const nameless = () => ({ name: undefined });
