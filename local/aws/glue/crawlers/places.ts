import { AwsError } from '../../../kernel/error.ts';
import type { ObjectFile } from '../../../kernel/objects.ts';

/** What a crawler has found of a table: its files by their partitions. */
export type Place = {
  /** The folder's own, without a crawler's prefix. */
  readonly name: string;
  /** `s3://bucket/folder/` */
  readonly location: string;
  readonly partitionKeys: readonly string[];
  readonly partitions: readonly { readonly values: readonly string[]; readonly location: string }[];
  readonly files: readonly ObjectFile[];
};

type Target = { readonly bucket: string; readonly prefix: string; readonly tableLevel: number | undefined };

/**
 * The tables in a target: folders at the table level (the bucket is the first), without one each first folder, or the target itself where files lie
 * in it. Folders below are partitions: `key=value` by name, others `partition_0`…. https://docs.aws.amazon.com/glue/latest/dg/crawler-table-level.html
 */
export function placesOf(target: Target, files: readonly ObjectFile[]): readonly Place[] {
  const depth = tableDepth(target, files);
  const groups = new Map<string, ObjectFile[]>();
  for (const file of files) {
    const folder = foldersOf(file.key).slice(0, depth).join('/');
    const known = groups.get(folder);
    if (known) known.push(file);
    else groups.set(folder, [file]);
  }
  return [...groups].map(([folder, its]) => placeOf(target.bucket, folder, its));
}

/** Files that hold rows: Glue skips hidden ones, and those of nothing. */
export function isData({ key, size, archived }: ObjectFile): boolean {
  return size > 0 && archived !== true && !/(?:^|\/)[._][^/]*$/.test(key);
}

function foldersOf(key: string): readonly string[] {
  return key.split('/').slice(0, -1);
}

function tableDepth({ prefix, tableLevel }: Target, files: readonly ObjectFile[]): number {
  if (tableLevel !== undefined) return tableLevel - 1;
  const own = foldersOf(prefix.endsWith('/') || prefix === '' ? prefix : `${prefix}/`).length;
  return files.some(({ key }) => foldersOf(key).length === own) ? own : own + 1;
}

function placeOf(bucket: string, folder: string, files: readonly ObjectFile[]): Place {
  const base = folder === '' ? '' : `${folder}/`;
  const paths = [...new Set(files.map(({ key }) => key.slice(base.length, key.lastIndexOf('/') + 1)))].toSorted();
  const keys = paths.map((path) => parts(path).map(({ name }) => name));
  const [partitionKeys = []] = keys;
  if (keys.some((each) => each.join() !== partitionKeys.join()))
    throw new AwsError(
      'InternalServiceException',
      `The folders under s3://${bucket}/${base} are partitions of different columns, which are no one table here: ${paths.slice(0, 3).join(', ')}`,
    );
  return {
    name: tableName(folder.slice(folder.lastIndexOf('/') + 1) || bucket),
    location: `s3://${bucket}/${base}`,
    partitionKeys,
    partitions: partitionKeys.length === 0 ? [] : paths.map((path) => partitionOf(bucket, base, path)),
    files,
  };
}

function partitionOf(bucket: string, base: string, path: string) {
  return { values: parts(path).map(({ value }) => value), location: `s3://${bucket}/${base}${path}` };
}

function parts(path: string): readonly { readonly name: string; readonly value: string }[] {
  return foldersOf(path).map((folder, at) => {
    const [, name, value = ''] = /^([^=]+)=(.*)$/.exec(folder) ?? [];
    if (name === undefined) return { name: `partition_${at}`, value: folder };
    return { name: tableName(name), value: decoded(value) };
  });
}

/** A `%` that escapes nothing stands for itself. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (escaped) => Buffer.from(escaped.replaceAll('%', ''), 'hex').toString());
}

function tableName(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9_]/g, '_');
}
