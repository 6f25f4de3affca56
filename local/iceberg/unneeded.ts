import { SqlError } from '../sql/error.ts';
import { dataFolder, trimSlash } from './metadata.ts';
import { refuseStopped, type TableContext, type TableFiles } from './port.ts';
import type { IcebergTable } from './table.ts';

export type Removed = { readonly removedFiles: number; readonly isComplete: boolean };

/** What Athena's VACUUM was seen to remove in one run, before it asks for another (docs/decisions/0025). */
const filesPerRun = 20_000;

/**
 * Removes files that are not `needed`: those of forgotten snapshots, and whatever else lies in the table's folders and is older than
 * `before`. Without the right to delete, nothing is removed and nothing said, as on AWS
 * (https://docs.aws.amazon.com/athena/latest/ug/vacuum-statement.html).
 */
export async function removeUnneeded(
  context: Pick<TableContext, 'files' | 'signal'>,
  table: IcebergTable,
  of: { readonly needed: ReadonlySet<string>; readonly forgotten: ReadonlySet<string>; readonly before: number },
): Promise<Removed> {
  const { files } = context;
  const candidates = new Set([...of.forgotten, ...(await oldFiles(files, table, of.before))]);
  const unneeded = [...candidates].filter((uri) => !of.needed.has(uri));
  let removedFiles = 0;
  for (const uri of unneeded.slice(0, filesPerRun)) {
    refuseStopped(context);
    if (!(await removes(files, uri))) return { removedFiles, isComplete: true };
    removedFiles += 1;
  }
  return { removedFiles, isComplete: unneeded.length <= filesPerRun };
}

/** Of the table's own folders alone: in one that lies elsewhere there may be files of others. */
async function oldFiles(files: TableFiles, { metadata }: IcebergTable, before: number): Promise<readonly string[]> {
  const location = trimSlash(metadata.location);
  const folders = [`${location}/data/`, `${location}/metadata/`, `${dataFolder(metadata)}/`];
  const own = new Set(folders.filter((folder) => folder.startsWith(`${location}/`)));
  const found = [];
  for (const folder of own) found.push(...(await files.list(folder)));
  return found.filter(({ lastModified }) => lastModified < before).map(({ uri }) => uri);
}

async function removes(files: TableFiles, uri: string): Promise<boolean> {
  try {
    await files.remove(uri);
    return true;
  } catch (error) {
    if (error instanceof SqlError && error.name === 'PERMISSION_DENIED') return false;
    throw error;
  }
}
