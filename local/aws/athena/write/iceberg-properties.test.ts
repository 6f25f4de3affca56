import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readMetadata } from '../../../iceberg/metadata.ts';
import { admin, type Lake, rows, run, start } from '../testing/lake.ts';

async function lakeWith(properties: string): Promise<{ readonly lake: Lake; readonly reason: string | undefined }> {
  const lake = await start();
  await run(lake, 'CREATE DATABASE lake');
  const { Status } = await run(lake, createTable(properties));
  return { lake, reason: Status?.StateChangeReason };
}

const createTable = (properties: string) =>
  `CREATE TABLE t (id int) LOCATION 's3://bucket/t/' TBLPROPERTIES ('table_type'='ICEBERG'${properties})`;

async function stored(lake: Lake): Promise<Readonly<Record<string, string>>> {
  const { Table } = await lake.cloud.call(admin, 'glue', 'GetTable', { DatabaseName: 'lake', Name: 't' });
  const location = Table?.Parameters?.metadata_location ?? '';
  const file = lake.files.locate('bucket', location.slice('s3://bucket/'.length));
  return readMetadata(readFileSync(file?.path ?? ''), location).properties;
}

test("Athena's properties are kept by Iceberg's names, at creation and afterwards", async () => {
  const { lake, reason } = await lakeWith(
    ", 'write_compression'='ZSTD', 'compression_level'='5', 'vacuum_max_snapshot_age_seconds'='3600', 'vacuum_min_snapshots_to_keep'='2', 'VACUUM_MAX_METADATA_FILES_TO_KEEP'='7'",
  );
  expect(reason).toBeUndefined();
  expect(await stored(lake)).toEqual({
    'write.format.default': 'PARQUET',
    'write.parquet.compression-codec': 'zstd',
    'write.parquet.compression-level': '5',
    'history.expire.max-snapshot-age-ms': '3600000',
    'history.expire.min-snapshots-to-keep': '2',
    'write.metadata.previous-versions-max': '7',
  });
  const alter =
    "ALTER TABLE t SET TBLPROPERTIES ('write_target_data_file_size_bytes'='1048576', 'optimize_rewrite_data_file_threshold'='2', 'write.data.path'='s3://bucket/t/elsewhere/')";
  expect((await run(lake, alter)).Status?.State).toBe('SUCCEEDED');
  expect((await run(lake, 'INSERT INTO t VALUES 1')).Status?.State).toBe('SUCCEEDED');
  expect((await rows(lake, 'SELECT "$path" FROM t'))[1]?.[0]).toMatch(/^s3:\/\/bucket\/t\/elsewhere\/[^/]+\.parquet$/);
  await run(lake, "ALTER TABLE t UNSET TBLPROPERTIES ('write.data.path', 'vacuum_min_snapshots_to_keep')");
  const after = await stored(lake);
  expect(after).toMatchObject({
    'write.target-file-size-bytes': '1048576',
    optimize_rewrite_data_file_threshold: '2',
  });
  expect(Object.keys(after)).not.toContain('write.data.path');
  expect(Object.keys(after)).not.toContain('history.expire.min-snapshots-to-keep');
  const ddl = (await rows(lake, 'SHOW CREATE TABLE t')).flat().join('\n');
  expect(ddl).toContain("'vacuum_max_snapshot_age_seconds'='3600'");
  expect(ddl).toContain("'table_type'='iceberg'");
});

test('with write_data_path_enabled data files have a path of their own', async () => {
  const { lake } = await lakeWith(", 'write_data_path_enabled'='true'");
  expect(await stored(lake)).toMatchObject({ 'write.data.path': 's3://bucket/t/data' });
});

test.each([
  ['write.merge.mode', 'copy-on-write'],
  ['Comment', 'mine'],
  ['write.metadata.delete-after-commit.enabled', 'true'],
])('a key that Athena has not is refused in its words: %s', async (key, value) => {
  const { lake, reason } = await lakeWith(`, '${key}'='${value}'`);
  expect(reason).toBe(`Unsupported table property key: ${key}`);
  await run(lake, createTable(''));
  const { Status } = await run(lake, `ALTER TABLE t SET TBLPROPERTIES ('${key}'='${value}')`);
  expect(Status?.StateChangeReason).toBe(`Unsupported table property key: ${key}`);
  expect(Status?.AthenaError).toMatchObject({ ErrorCategory: 2, ErrorType: 1200, Retryable: false });
  const unset = await run(lake, `ALTER TABLE t UNSET TBLPROPERTIES ('${key}')`);
  expect(unset.Status?.StateChangeReason).toBe(`Table property ${key} is not supported by Athena`);
});

test.each([
  ['vacuum_max_snapshot_age_seconds', '0'],
  ['vacuum_max_snapshot_age_seconds', '1.5'],
  ['vacuum_min_snapshots_to_keep', '-1'],
  ['optimize_rewrite_data_file_threshold', '50'],
  ['write_compression', 'lzma'],
  ['compression_level', '3'],
  ['optimize_rewrite_min_data_file_size_bytes', '536870912'],
  ['optimize_rewrite_max_data_file_size_bytes', '536870912'],
  ['write_data_path_enabled', 'perhaps'],
])('a value that Athena does not allow is refused: %s = %s', async (key, value) => {
  const { reason } = await lakeWith(`, '${key}'='${value}'`);
  expect(reason).toMatch(new RegExp(`^INVALID_TABLE_PROPERTY: Invalid value for table property '${key}'`));
});

test('a value is held against what the table has already', async () => {
  const { lake } = await lakeWith(", 'optimize_rewrite_min_data_file_size_bytes'='1000000'");
  const { Status } = await run(lake, "ALTER TABLE t SET TBLPROPERTIES ('write_target_data_file_size_bytes'='1000000')");
  expect(Status?.StateChangeReason).toContain('optimize_rewrite_min_data_file_size_bytes');
});

test('files of another format are refused, and CREATE TABLE AS knows the same properties', async () => {
  const { lake, reason } = await lakeWith(", 'format'='orc'");
  expect(reason).toBe('NOT_SUPPORTED: Iceberg tables with ORC files are not supported');
  const create = (more: string) =>
    run(
      lake,
      `CREATE TABLE t WITH (table_type = 'ICEBERG', is_external = false, location = 's3://bucket/t/'${more}) AS SELECT 1 AS id`,
    );
  expect((await create(", nope = 'x'")).Status?.StateChangeReason).toBe(
    "INVALID_TABLE_PROPERTY: Table property 'nope' does not exist",
  );
  expect((await create(", vacuum_max_snapshot_age_seconds = 60, format = 'parquet'")).Status?.State).toBe('SUCCEEDED');
  expect(await stored(lake)).toMatchObject({ 'history.expire.max-snapshot-age-ms': '60000' });
});
