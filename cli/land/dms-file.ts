import { basename, dirname, resolve } from 'node:path';

/** A file as DMS names it, and where it belongs in the raw bucket. */
export type DmsFile = { readonly file: string; readonly key: string };

/** Where DMS's files of a table go: `raw/db/shop/orders`; `path` is how the end of a folder tells that it is this one. */
export type TableFolder = { readonly folder: string; readonly path: string };

/** Which folder a file belongs to cannot be told; the message says why, and what to do. */
export class DmsFolderError extends Error {
  override readonly name = 'DmsFolderError';
}

const named = /^(?:LOAD[0-9A-F]{8}|\d{8}-\d{9,10})\.(?:csv|csv\.gz|parquet)$/;

/** LOAD0000000A.csv, 20261117-230949101.csv.gz, … */
export function isDmsName(file: string): boolean {
  return named.test(basename(file));
}

/**
 * In the order of arrival: full loads by their counter, then changes by the time in their names. A folder of the day is kept. Without
 * `to`, the folders that a file lies in say its table.
 */
export function orderDmsFiles(
  files: readonly string[],
  { to, folders }: { readonly to: string | undefined; readonly folders: readonly TableFolder[] },
): readonly DmsFile[] {
  const found = files.map((file) => {
    const { folder, day } = splitDay(dirname(resolve(file)));
    return { file, key: `${to ?? folderOf(file, folder, folders)}/${day}${basename(file)}` };
  });
  return found.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** Digits come before letters, loads before changes; of one name the order is the keys'. */
function rank({ key }: DmsFile): string {
  const name = basename(key);
  return `${name.startsWith('LOAD') ? 0 : 1} ${name} ${key}`;
}

function splitDay(path: string): { readonly folder: string; readonly day: string } {
  const [, folder = path, day = ''] = /^(.*)\/(\d{4}\/\d{2}\/\d{2})$/.exec(path) ?? [];
  return { folder, day: day === '' ? '' : `${day}/` };
}

function folderOf(file: string, path: string, folders: readonly TableFolder[]): string {
  const whole = folders.find(({ folder }) => path.endsWith(`/${folder}`));
  if (whole !== undefined) return whole.folder;
  const [only, ...others] = folders.filter((each) => path.endsWith(`/${each.path}`));
  if (only !== undefined && others.length === 0) return only.folder;
  if (only !== undefined)
    throw new DmsFolderError(
      `${file} may be of ${[only, ...others].map(({ folder }) => folder).join(' or ')}: say which with --to FOLDER.`,
    );
  throw new DmsFolderError(
    `${file} is named as DMS names its files, but lies in the folders of no table of services/ingest/changes/changes.yml ` +
      `(${folders.map((each) => each.path).join(', ') || 'it has none'}): declare the table there, or say where it belongs with --to raw/db/SCHEMA/TABLE.`,
  );
}
