import { type Dataset, dataset as schema } from '../dataset.ts';

/** What a file says, for tests: of its SELECT the first line is the tenth of the file. */
export function datasetOf(of: Partial<Dataset> = {}): Dataset {
  return schema.parse({
    ...{ table: 'usage', file: `datasets/${of.table ?? 'usage'}.sql`, line: 10, description: 'for tests', key: [] },
    ...{ materialized: 'incremental', strategy: 'insert_overwrite', after: [{ database: 'lake', table: 'requests' }] },
    ...{
      time: 'at',
      partition: { column: 'day', grain: 'day' },
      columns: { day: 'date', who: 'string', cost: 'bigint' },
    },
    select: 'SELECT CAST(at AS date) AS day, who, cost\nFROM {{lake}}.requests\nWHERE {{days}}',
    ...of,
  });
}
