import type { View } from '@tributary/shared/views/view.ts';
import type { Changes, Source, Table } from '../declaration/changes.ts';
import { currentSelect } from '../views/current-view.ts';
import { historySelect } from '../views/history-view.ts';
import { currentOfRows } from './rows-sql.ts';
import { rowsTableName } from './rows-table.ts';

/** `_current` and `_history` of each table that has a key; `lake`: the database of the lake. */
export function declaredViews({ sources }: Changes, lake: string): readonly View[] {
  return sources.flatMap((source) =>
    source.tables.filter(({ key }) => key.length > 0).flatMap((table) => viewsOf(source, table, lake)),
  );
}

function viewsOf(source: Source, table: Table, lake: string): readonly View[] {
  const changes = { database: 'lake', table: `${table.name}_changes` } as const;
  const history: View = {
    view: `${table.name}_history`,
    reads: [changes],
    select: historySelect(lake, source, table),
  };
  const view = `${table.name}_current`;
  const current: View =
    table.current === 'view'
      ? { view, reads: [changes], select: currentSelect(lake, source, table) }
      : { view, reads: [{ database: 'lake', table: rowsTableName(table) }], select: currentOfRows(lake, table) };
  return [current, history];
}
