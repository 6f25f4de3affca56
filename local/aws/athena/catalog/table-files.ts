import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { glueColumns } from '../../../iceberg/glue-columns.ts';
import type { TableFiles, TablePointer } from '../../../iceberg/port.ts';
import { loadTable } from '../../../iceberg/table.ts';
import { AwsError } from '../../../kernel/error.ts';
import type { ObjectFile } from '../../../kernel/objects.ts';
import { SqlError } from '../../../sql/error.ts';
import { denied } from '../denied.ts';
import { listFiles, permitRead } from '../read/object-access.ts';
import type { Run } from '../run.ts';
import { asInput, getTable, permitted } from './glue.ts';
import { parseLocation } from './location.ts';

/** The objects of tables as files, read and written as the run's caller. */
export function tableFiles(run: Run): TableFiles {
  return {
    scratchDir: run.workDir,
    read: async (uri) => readFile(locate(run, uri).path),
    localPath: async (uri) => locate(run, uri).path,
    async write(uri, content) {
      const file = 'file' in content ? content.file : undefined;
      const size = file === undefined ? sizeOf(content) : (await stat(file)).size;
      await putObject(run, uri, file === undefined ? bytesOf(content) : createReadStream(file));
      return { size };
    },
    async list(prefix) {
      const { bucket, key } = parseLocation(prefix);
      const files = listFiles(run, { bucket, key });
      return files.map((file) => ({
        uri: `s3://${bucket}/${file.key}`,
        size: file.size,
        lastModified: file.lastModified,
      }));
    },
    async remove(uri) {
      const { bucket, key } = parseLocation(uri);
      await permitted(run.cloud.call(run.caller, 's3', 'DeleteObject', { Bucket: bucket, Key: key }));
    },
  };
}

const bytesOf = (content: Uint8Array | { readonly file: string }) =>
  content instanceof Uint8Array ? content : new Uint8Array();
const sizeOf = (content: Uint8Array | { readonly file: string }) => bytesOf(content).length;

/** Writes an object as the run's caller. */
export async function putObject(
  run: Pick<Run, 'cloud' | 'caller'>,
  uri: string,
  body: Uint8Array | ReturnType<typeof createReadStream>,
  contentType = 'application/octet-stream',
): Promise<void> {
  const { bucket, key } = parseLocation(uri);
  const input = { Bucket: bucket, Key: key, Body: body, ContentType: contentType };
  await permitted(run.cloud.call(run.caller, 's3', 'PutObject', input));
}

function locate(run: Run, uri: string): ObjectFile {
  const { bucket, key } = parseLocation(uri);
  permitRead(run, bucket, [key]);
  const file = run.objects.locate(bucket, key);
  if (!file) throw new SqlError('ICEBERG_CANNOT_OPEN_SPLIT', `No such object: ${uri}`);
  return file;
}

/** A table's metadata pointer in Glue, moved by UpdateTable at the version that was read. */
export function tablePointer(run: Run, database: string, table: string): TablePointer {
  return {
    name: `${database}.${table}`,
    async current() {
      const location = (await getTable(run, database, table))?.Parameters?.metadata_location;
      if (location === undefined) throw gone(database, table);
      return location;
    },
    async swap(expected, next) {
      const found = await getTable(run, database, table);
      if (!found) throw gone(database, table);
      if (found.Parameters?.metadata_location !== expected) return 'conflict';
      const loaded = await loadTable(tableFiles(run), next, `${database}.${table}`);
      const input = {
        ...asInput(found),
        StorageDescriptor: { ...found.StorageDescriptor, Columns: [...glueColumns(loaded)] },
        Parameters: { ...found.Parameters, metadata_location: next, previous_metadata_location: expected },
      };
      return updateAt(run, { database, versionId: found.VersionId ?? '0', input });
    },
  };
}

async function updateAt(
  run: Run,
  update: { readonly database: string; readonly versionId: string; readonly input: ReturnType<typeof asInput> },
): Promise<'swapped' | 'conflict'> {
  try {
    await run.cloud.call(run.caller, 'glue', 'UpdateTable', {
      DatabaseName: update.database,
      TableInput: update.input,
      VersionId: update.versionId,
      SkipArchive: true,
    });
    return 'swapped';
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ConcurrentModificationException') return 'conflict';
    throw denied(error);
  }
}

const gone = (database: string, table: string) =>
  new SqlError('TABLE_NOT_FOUND', `Table 'awsdatacatalog.${database}.${table}' does not exist`);
