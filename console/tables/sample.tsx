import { size } from '@tributary/shared/size.ts';
import { ended, firstRows, start } from '../aws/athena.ts';
import { type GlueTable, partitionsOf } from '../aws/glue.ts';
import { Answer } from '../parts/asked.tsx';
import { Grid } from '../parts/grid.tsx';
import { Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { newestOf, sampleSql } from './partition-values.ts';

const mostPartitions = 20_000;

/** Some rows, by a statement of Athena: of the newest partition, where there are partitions. */
export function Sample({ table, workGroup }: { readonly table: GlueTable; readonly workGroup: string }) {
  const { DatabaseName: database, Name: name } = table;
  const asked = useAsked((signal) => readSample(table, workGroup, signal), [database, name]);
  return (
    <Answer of={asked} what="Rows of the table">
      {({ sql, columns, rows, scannedBytes }) => (
        <>
          <pre class="sql-text">{sql}</pre>
          <p class="quiet" role="status">
            {rows.length} {rows.length === 1 ? 'row' : 'rows'}, {size(scannedBytes)} scanned
          </p>
          {rows.length === 0 ? (
            <Nothing>There is no row.</Nothing>
          ) : (
            <Grid
              label={`Rows of ${name}`}
              columns={columns}
              count={rows.length}
              rowAt={(at) => rows[at]}
              height={460}
            />
          )}
        </>
      )}
    </Answer>
  );
}

async function readSample(table: GlueTable, workGroup: string, signal: AbortSignal) {
  const { DatabaseName: database, Name: name, PartitionKeys: keys } = table;
  const known =
    keys.length === 0 ? [] : (await partitionsOf({ database, name, most: mostPartitions }, signal)).partitions;
  const sql = sampleSql(table, newestOf(known, keys));
  const execution = await ended(await start({ sql, database, workGroup }, signal), { signal });
  const scannedBytes = execution.Statistics?.DataScannedInBytes ?? 0;
  return { sql, scannedBytes, ...(await firstRows(execution.QueryExecutionId, 50)) };
}
