import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateDatabaseCommand,
  CreateTableCommand,
  GetTableCommand,
  GlueClient,
  type Table,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { DuckDBInstance } from '@duckdb/node-api';
import { createTable, type NewTable } from '../create.ts';
import { glueColumns } from '../glue-columns.ts';
import type { TableContext, TableFiles, TablePointer } from '../port.ts';
import { planScan } from '../scan.ts';
import { type IcebergTable, loadCurrent, loadTable, tableColumns } from '../table.ts';

/** An Iceberg table in the local Glue and S3, worked on over the wire. */
export type LakeTable = {
  readonly context: TableContext;
  load(): Promise<IcebergTable>;
  /** DuckDB SQL over the table's rows, called `t`, with `$path` and `$file_position`. */
  query(sql: string): Promise<readonly unknown[]>;
  run(sql: string): Promise<void>;
  close(): Promise<void>;
};

const bucket = 'lake-under-trino';

export async function createBucket(endpoint: string): Promise<void> {
  await s3Of(endpoint).send(new CreateBucketCommand({ Bucket: bucket }));
}

export async function createDatabase(endpoint: string, database: string): Promise<void> {
  await glueOf(endpoint).send(
    new CreateDatabaseCommand({ DatabaseInput: { Name: database, LocationUri: `s3://${bucket}/${database}/` } }),
  );
}

export async function createLakeTable(
  endpoint: string,
  name: { readonly database: string; readonly table: string },
  definition: Omit<NewTable, 'location' | 'name'>,
): Promise<LakeTable> {
  const location = `s3://${bucket}/${name.database}/${name.table}`;
  const table = await openLakeTable(endpoint, name);
  const fullName = `${name.database}.${name.table}`;
  const created = await createTable(table.context.files, Date.now(), { ...definition, name: fullName, location });
  await glueOf(endpoint).send(
    new CreateTableCommand({
      DatabaseName: name.database,
      TableInput: {
        Name: name.table,
        TableType: 'EXTERNAL_TABLE',
        Parameters: { table_type: 'ICEBERG', metadata_location: created.metadataLocation },
        StorageDescriptor: { Columns: glueColumns(created).map((column) => ({ ...column })), Location: location },
      },
    }),
  );
  return table;
}

export async function openLakeTable(
  endpoint: string,
  name: { readonly database: string; readonly table: string },
): Promise<LakeTable> {
  const scratchDir = await mkdtemp(join(tmpdir(), 'lake-table-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const files = await s3Files(s3Of(endpoint), scratchDir);
  const pointer = gluePointer(glueOf(endpoint), files, name);
  const load = () => loadCurrent(files, pointer);
  return {
    context: { connection, files, pointer, now: Date.now },
    load,
    async query(sql) {
      const table = await load();
      const columns = [...tableColumns(table).map((column) => column.name), '$path', '$file_position'];
      const plan = await planScan(connection, files, table, { columns, constraints: [] });
      const rows = await connection.runAndReadAll(`WITH t AS (${plan.sql}) ${sql}`);
      return rows.getRowsJson();
    },
    async run(sql) {
      await connection.run(sql);
    },
    async close() {
      connection.closeSync();
      instance.closeSync();
      await rm(scratchDir, { recursive: true, force: true });
    },
  };
}

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

function s3Of(endpoint: string): S3Client {
  return new S3Client({ endpoint, region: 'eu-west-1', credentials, forcePathStyle: true });
}

function glueOf(endpoint: string): GlueClient {
  return new GlueClient({ endpoint, region: 'eu-west-1', credentials });
}

async function s3Files(s3: S3Client, scratchDir: string): Promise<TableFiles> {
  const downloads = join(scratchDir, 'downloads');
  await mkdir(downloads);
  const known = new Map<string, string>();
  const read = async (uri: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(uri) }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };
  return {
    scratchDir,
    read,
    async localPath(uri) {
      const path = known.get(uri) ?? join(downloads, `${randomUUID()}.parquet`);
      if (!known.has(uri)) await writeFile(path, await read(uri));
      known.set(uri, path);
      return path;
    },
    async write(uri, content) {
      const body = 'file' in content ? await readFile(content.file) : content;
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: keyOf(uri), Body: body }));
      return { size: body.length };
    },
    async list(prefix) {
      const listed = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: keyOf(prefix) }));
      return (listed.Contents ?? []).map(({ Key = '', Size = 0, LastModified }) => ({
        uri: `s3://${bucket}/${Key}`,
        size: Size,
        lastModified: LastModified?.getTime() ?? 0,
      }));
    },
    async remove(uri) {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(uri) }));
    },
  };
}

function keyOf(uri: string): string {
  return uri.slice(`s3://${bucket}/`.length);
}

function gluePointer(
  glue: GlueClient,
  files: TableFiles,
  name: { readonly database: string; readonly table: string },
): TablePointer {
  const fullName = `${name.database}.${name.table}`;
  const get = async (): Promise<Table> => {
    const { Table: found } = await glue.send(new GetTableCommand({ DatabaseName: name.database, Name: name.table }));
    if (!found) throw new Error(`${fullName} is not in Glue`);
    return found;
  };
  return {
    name: fullName,
    current: async () => (await get()).Parameters?.metadata_location ?? '',
    async swap(expected, next) {
      const found = await get();
      if (found.Parameters?.metadata_location !== expected) return 'conflict';
      const columns = glueColumns(await loadTable(files, next, fullName)).map((column) => ({ ...column }));
      await glue.send(
        new UpdateTableCommand({
          DatabaseName: name.database,
          VersionId: found.VersionId,
          TableInput: {
            Name: name.table,
            TableType: found.TableType,
            StorageDescriptor: { ...found.StorageDescriptor, Columns: columns },
            Parameters: { ...found.Parameters, metadata_location: next, previous_metadata_location: expected },
          },
        }),
      );
      return 'swapped';
    },
  };
}
