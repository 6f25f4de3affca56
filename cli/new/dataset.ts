import type { Made } from './made.ts';
import type { SourceTable } from './source-table.ts';

/** A dataset to start from: how many rows a table has, per day where its days can be told. */
export function newDataset(name: string, source: SourceTable): Made {
  const text = source.days.by === 'nothing' ? wholeTable(source) : perDay(source, source.days);
  return datasetFile(name, text, 'dataset');
}

/** A view to start from. */
export function newView(name: string, source: SourceTable): Made {
  const text = `/*
description: What ${name} shows
materialized: view
*/
SELECT *
FROM ${inSql(source)}
`;
  return datasetFile(name, text, 'view');
}

/** A file of the folder of datasets, and what to do next. */
export function datasetFile(name: string, text: string, kind: 'dataset' | 'view'): Made {
  const isComputed = kind === 'dataset';
  return {
    file: `query/datasets/${name}.sql`,
    text,
    added: text,
    next: [
      'edit it: docs/datasets.md is the page to read before',
      'npx lake deploy query: a mistake ends that with its line and column',
      ...(isComputed ? [`npx lake jobs ${name} says when it is computed, and why not`] : []),
      `npx lake query "SELECT * FROM ${name} LIMIT 10"`,
    ],
  };
}

function inSql({ database, table }: SourceTable): string {
  return `{{${database}}}.${table}`;
}

function perDay(source: SourceTable, days: Exclude<SourceTable['days'], { readonly by: 'nothing' }>): string {
  const day = days.by === 'folders' ? "CAST(year || '-' || month || '-' || day AS date)" : dayOf(days);
  const time = days.by === 'folders' ? [] : [`event_time: ${days.column}`];
  const hint = days.by === 'folders' ? ['-- {{days}} bounds the folders: year, month and day'] : [];
  return [
    '/*',
    `description: Rows of ${source.table} per day`,
    ...['partitioned_by: day', 'unique_key: day', ...time, 'columns:'],
    '  day: {type: date, description: "Day (UTC)", data_tests: [not_null]}',
    '  row_count: {type: bigint, description: "Rows of the day"}',
    ...['data_tests:', '  - unique: day', '*/'],
    ...hint,
    ...[
      'SELECT',
      `  ${day} AS day,`,
      '  count(*) AS row_count',
      `FROM ${inSql(source)}`,
      'WHERE {{days}}',
      'GROUP BY 1',
      '',
    ],
  ].join('\n');
}

function dayOf({ column, type }: { readonly column: string; readonly type: 'timestamp' | 'date' }): string {
  return type === 'date' ? column : `CAST(${column} AS date)`;
}

function wholeTable(source: SourceTable): string {
  return `/*
description: Rows of ${source.table}
materialized: table
columns:
  row_count: {type: bigint, description: "Rows that there are", data_tests: [not_null]}
*/
SELECT count(*) AS row_count
FROM ${inSql(source)}
`;
}
