import { type FileTable, rescuedColumn } from '../table/file-table.ts';
import { trinoType } from './trino-type.ts';

/** The text that Athena keeps of a view which is nothing but another table of files. */
export function viewTextOf(database: string, beside: string, { columns, partitionKeys }: FileTable): string {
  const all = [
    ...columns.map(({ name, type }) => ({ name, type: trinoType(type) })),
    { name: rescuedColumn, type: 'map(varchar, varchar)' },
    ...partitionKeys.map((name) => ({ name, type: 'varchar' })),
  ];
  const names = all.map(({ name }) => `"${name}"`).join(', ');
  const view = {
    originalSql: `SELECT ${names} FROM "${database}"."${beside}"`,
    catalog: 'awsdatacatalog',
    schema: database,
    columns: all,
  };
  return `/* Presto View: ${Buffer.from(JSON.stringify(view)).toString('base64')} */`;
}
