import { expect, test } from 'vitest';
import { alterTableSql, castColumns, createTableSql } from './iceberg-table.ts';

test("writes Athena's DDL for an Iceberg table", () => {
  expect(
    createTableSql({
      database: 'lake',
      table: 'requests',
      columns: { id: 'string', at: 'timestamp' },
      partitionedBy: 'day(at)',
      location: 's3://bucket/iceberg/requests/',
      keep: { snapshotSeconds: 86_400, metadataFiles: 50 },
    }),
  ).toBe(`CREATE TABLE IF NOT EXISTS \`lake\`.\`requests\` (
  \`id\` string,
  \`at\` timestamp
)
PARTITIONED BY (day(\`at\`))
LOCATION 's3://bucket/iceberg/requests/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet', 'vacuum_max_snapshot_age_seconds' = '86400', 'vacuum_min_snapshots_to_keep' = '1', 'vacuum_max_metadata_files_to_keep' = '50')`);
});

test('gives a table that exists the same properties', () => {
  const keep = { snapshotSeconds: 3_600, metadataFiles: 10 };
  expect(alterTableSql({ database: 'lake', table: 'requests', keep })).toBe(
    "ALTER TABLE `lake`.`requests` SET TBLPROPERTIES ('vacuum_max_snapshot_age_seconds' = '3600', 'vacuum_min_snapshots_to_keep' = '1', 'vacuum_max_metadata_files_to_keep' = '10')",
  );
});

test('casts to the types that the table has in Trino', () => {
  expect(castColumns({ id: 'string', at: 'timestamp', n: 'int', all: 'map<string,string>' })).toBe(
    'CAST("id" AS varchar) AS "id", CAST("at" AS timestamp(6)) AS "at", CAST("n" AS integer) AS "n", CAST("all" AS map(varchar, varchar)) AS "all"',
  );
});
