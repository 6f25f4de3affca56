import { BatchGetPartitionCommand } from '@aws-sdk/client-glue';
import { filesParameter, generationOf } from '@tributary/catalog/glue/files-table.ts';
import { createGlueTables } from '@tributary/catalog/glue/glue-tables.ts';
import { interruptible } from '../terminal/interruptible.ts';
import type { PatientProgress } from '../terminal/patient-progress.ts';
import { UsageError } from '../usage.ts';
import { createReadReceipts } from './file-receipts.ts';
import type { FilesLake } from './files-lake.ts';
import { type Became, type Following, followFiles } from './follow-files.ts';
import type { PlannedFile } from './plan-files.ts';
import { type PutFile, putFiles, refuseThere } from './put-files.ts';
import type { Source } from './source.ts';

export type Landing = {
  readonly source: Source;
  readonly files: readonly PlannedFile[];
  /** Objects that are there may get another version. */
  readonly replaces: boolean;
  readonly progress: PatientProgress;
};

/** Puts files where they become a table's, and stays until all of their rows can be queried. */
export async function landFiles(lake: FilesLake, landing: Landing): Promise<readonly Became[]> {
  const { source, files, replaces, progress } = landing;
  const { s3, names } = lake;
  await refuseTable(lake, source);
  const tell = (done: number) => progress.running(`${done} of ${files.length} files are in ${source.folder}`);
  const putting = { s3, bucket: names.rawBucket, tell };
  progress.awaits(() => `S3 to take files into ${names.rawBucket}`);
  if (!replaces) await refuseThere(files, putting);
  const put = await putFiles(files, putting);
  return untilQueried(lake, { source, put, progress });
}

/** Another's table would have none of these rows. */
async function refuseTable({ glue, names }: FilesLake, { folder, table }: Source): Promise<void> {
  const found = await createGlueTables(glue).findTable(names.lakeDatabase, table);
  if (found === undefined) return;
  const from = found.parameters[filesParameter.from];
  if (from === folder) return;
  const owner = from === undefined ? 'is a table already, and not one of files' : `holds the files of ${from}`;
  throw new UsageError(`Files of ${folder} would be the table ${table}, which ${owner}: choose another SOURCE/OBJECT.`);
}

type Putting = { readonly source: Source; readonly put: readonly PutFile[]; readonly progress: PatientProgress };

async function untilQueried(lake: FilesLake, { source, put, progress }: Putting): Promise<readonly Became[]> {
  const { s3, glue, names } = lake;
  const { table } = source;
  const { findTable } = createGlueTables(glue);
  const receipts = createReadReceipts(s3, names.lakeBucket, table);
  progress.awaits(() => `the function ${names.prefix}-catalog-${lake.target.stage}-convert`);
  const following: Omit<Following, 'pause'> = {
    async generation() {
      const found = await findTable(names.lakeDatabase, table);
      return (found && generationOf(found.parameters)) ?? 1;
    },
    receipts: ({ key, versionId }, generation) => receipts({ bucket: names.rawBucket, key, versionId }, generation),
    unregistered: (values) => unregisteredOf(lake, table, values),
    tell({ done, segments, unregistered }) {
      const parts = segments === 0 ? '' : `, ${segments} parts of others`;
      if (done < put.length) progress.running(`${done} of ${put.length} files are rows of ${table}${parts}`);
      else progress.running(`${unregistered} partitions of ${table} are being registered`);
    },
    whereToLook: (name) =>
      `lake logs ${name} --errors${lake.flags} and lake replay dead-letters${lake.flags} say why; what failed there goes again with lake replay dead-letters --go${lake.flags}.`,
    now: Date.now,
  };
  try {
    return await interruptible(`Interrupted; the files are in ${source.folder} and become rows of ${table}.`, (how) =>
      followFiles(put, { ...following, pause: how.pause }),
    );
  } catch (error) {
    progress.clear();
    throw error;
  } finally {
    progress.rests();
  }
}

// https://docs.aws.amazon.com/glue/latest/webapi/API_BatchGetPartition.html
const mostAsked = 1000;

async function unregisteredOf(
  { glue, names }: FilesLake,
  table: string,
  values: readonly (readonly string[])[],
): Promise<readonly (readonly string[])[]> {
  const asked = values.slice(0, mostAsked);
  const { Partitions: found = [] } = await glue.send(
    new BatchGetPartitionCommand({
      DatabaseName: names.lakeDatabase,
      TableName: table,
      PartitionsToGet: asked.map((each) => ({ Values: [...each] })),
    }),
  );
  const known = new Set(found.map(({ Values }) => JSON.stringify(Values)));
  return values.filter((each) => !known.has(JSON.stringify(each)));
}
