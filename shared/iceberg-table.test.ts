import { expect, test } from 'vitest';
import { castColumns, createTableSql } from './iceberg-table.ts';

test("writes Athena's DDL for an Iceberg table", () => {
  expect(
    createTableSql({
      database: 'lake',
      table: 'requests',
      columns: { id: 'string', at: 'timestamp' },
      partitionedBy: 'day(at)',
      location: 's3://bucket/iceberg/requests/',
    }),
  ).toBe(`CREATE TABLE IF NOT EXISTS \`lake\`.\`requests\` (
  \`id\` string,
  \`at\` timestamp
)
PARTITIONED BY (day(\`at\`))
LOCATION 's3://bucket/iceberg/requests/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet')`);
});

test('casts to the types that the table has in Trino', () => {
  expect(castColumns({ id: 'string', at: 'timestamp', n: 'int' })).toBe(
    'CAST("id" AS varchar) AS "id", CAST("at" AS timestamp(6)) AS "at", CAST("n" AS integer) AS "n"',
  );
});
