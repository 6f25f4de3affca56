import { applyChanges } from '../change.ts';
import type { TableContext } from '../port.ts';
import { tableColumns } from '../table.ts';
import { type FolderTable, folderTable } from './folder-table.ts';

/** A table of `id`, `ts` and `note`, partitioned by the day of `ts`. */
export type DayTable = FolderTable & {
  /** Writes the rows, replacing those of the same id within the day, as a MERGE does. `rows`: `(id, 'note')`, … */
  merge(day: string, rows: string, context?: TableContext): Promise<void>;
  /** Paths of the files below `data/` and `metadata/` that the name matches. */
  objects(name?: RegExp): Promise<readonly string[]>;
};

export async function dayTable(
  properties: Readonly<Record<string, string>>,
  partitioning = ['day(ts)'],
): Promise<DayTable> {
  const table = await folderTable({
    columns: [
      { name: 'id', type: { kind: 'integer' } },
      { name: 'ts', type: { kind: 'timestamp', precision: 6 } },
      { name: 'note', type: { kind: 'varchar' } },
    ],
    partitioning,
    properties,
  });
  return {
    ...table,
    async merge(day, rows, context = table.context) {
      const loaded = await table.load();
      const constraints = dayOf(day);
      const columns = ['$path', '$file_position', ...tableColumns(loaded).map(({ name }) => name)];
      const { sql } = await table.plan({ columns, constraints });
      await table.connection.run(
        `CREATE OR REPLACE TEMP TABLE changes AS
         SELECT CASE WHEN "$path" IS NULL THEN 'insert' ELSE 'update' END AS "$operation", "$path", "$file_position",
           source.id::INTEGER AS id, TIMESTAMP '${day} 12:00:00' AS ts, source.note
         FROM (VALUES ${rows}) AS source(id, note) LEFT JOIN (${sql}) AS target ON target.id = source.id`,
      );
      await applyChanges(context, loaded, { relation: 'changes', statement: 'merge', constraints });
    },
    async objects(name = /./) {
      const { location } = (await table.load()).metadata;
      const found = await table.context.files.list(`${location}/`);
      return found.map(({ uri }) => uri.slice(location.length + 1)).filter((path) => name.test(path));
    },
  };
}

/** The day as `ts >= … AND ts < …` gives it. */
export function dayOf(day: string) {
  const type = { kind: 'timestamp', precision: 6 } as const;
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return [
    { column: 'ts', type, operator: '>=' as const, values: [`${day} 00:00:00`] },
    { column: 'ts', type, operator: '<' as const, values: [`${next} 00:00:00`] },
  ];
}
