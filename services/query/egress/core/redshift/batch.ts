import { identifier } from '@tributary/shared/sql.ts';
import { guardBook, writeBook } from './book-sql.ts';
import { type ColumnForm, formsOf } from './columns.ts';
import { copySqls } from './copy-sql.ts';
import { inSchema, stageTable } from './names.ts';
import type { ApplyPlan, Files } from './plan.ts';
import { replaceAll, upsertRows } from './rows-sql.ts';

/** What one transaction of the Data API's takes: https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html */
const limits = { statements: 40, statementBytes: 100_000 };

/** A batch that the Data API would refuse for its size. */
export class BatchTooLargeError extends Error {
  override readonly name = 'BatchTooLargeError';
}

/** All that changes rows, as one transaction: it begins with the guard, and ends with the row of the book. Throws BatchTooLargeError. */
export function applySqls(plan: ApplyPlan, files: Files): readonly string[] {
  const { copy } = plan;
  const table = inSchema(copy.destination, copy.destination.table);
  const forms = formsOf(copy.columns, table, copy.destination.format);
  const rows = copy.destination.mode === 'swap' ? replaceAll : upsertRows;
  const sqls = [
    ...guardBook(plan),
    ...tableSqls(plan, table, forms),
    ...copySqls(plan, files, forms),
    ...rows(plan, forms),
    ...writeBook(plan),
    `DROP TABLE ${stageTable}`,
  ];
  checkSize(sqls, copy.destination.table);
  return sqls;
}

/** Makes the table, or gives it the columns that it lacks; those that it has stay as they are. */
function tableSqls({ seen }: ApplyPlan, table: string, forms: readonly ColumnForm[]): readonly string[] {
  const written = ({ name, type }: ColumnForm) => `${identifier(name)} ${type}`;
  if (seen.columns.length === 0) return [`CREATE TABLE ${table} (${forms.map(written).join(', ')})`];
  const missing = forms.filter(({ name }) => !seen.columns.includes(name));
  return missing.map((form) => `ALTER TABLE ${table} ADD COLUMN ${written(form)}`);
}

function checkSize(sqls: readonly string[], table: string): void {
  if (sqls.length > limits.statements)
    throw new BatchTooLargeError(
      `${table} lacks too many of the copy's columns: ${sqls.length} statements, and a transaction of the Data API has at most ${limits.statements}. Add some of the columns, or drop the table`,
    );
  const longest = Math.max(...sqls.map((sql) => Buffer.byteLength(sql)));
  if (longest > limits.statementBytes)
    throw new BatchTooLargeError(
      `A statement for ${table} would have ${longest} bytes, and the Data API takes at most ${limits.statementBytes}. Copy fewer columns`,
    );
}
