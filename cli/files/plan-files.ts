import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../usage.ts';
import { isMarked } from './source.ts';

export type PlannedFile = { readonly file: string; readonly key: string; readonly size: number };

export type Plan = {
  readonly files: readonly PlannedFile[];
  /** What in folders is no data, and why. */
  readonly leftOut: readonly { readonly file: string; readonly why: string }[];
};

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
const mostKeyBytes = 1024;
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html
const mostBytes = 5 * 1024 ** 3;

/**
 * The keys that files get below a folder of the raw bucket: those in folders keep the folders below, and `name=value` folders that a path ends in
 * stay partitions. Throws UsageError where two would have one key.
 */
export function planFiles(paths: readonly string[], folder: string): Plan {
  const found = paths.flatMap((path) => filesAt(path).map((file) => planned(path, file, folder)));
  const files = found.filter((each) => whyNot(each) === undefined);
  const leftOut = found.flatMap((each) => {
    const why = whyNot(each);
    return why === undefined ? [] : [{ file: each.file, why }];
  });
  if (files.length === 0) throw new UsageError(`There is nothing to land: ${tellLeftOut(leftOut, paths)}.`);
  checkKeys(files);
  return { files, leftOut };
}

function filesAt(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  const below = readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));
  return below.filter((file) => statSync(file).isFile()).toSorted();
}

function planned(path: string, file: string, folder: string): PlannedFile {
  const isWithin = path !== file;
  const own = isWithin ? relative(path, file).split(sep).join('/') : basename(file);
  const partitions = partitionFolders(resolve(isWithin ? path : dirname(file)));
  return { file, key: `${folder}${partitions}${own}`, size: statSync(file).size };
}

/** `year=2026/month=11/` of a path that ends so. */
function partitionFolders(path: string): string {
  const steps = path.split(sep);
  const other = steps.findLastIndex((step) => !/^[^=]+=/.test(step));
  return steps
    .slice(other + 1)
    .map((step) => `${step}/`)
    .join('');
}

function whyNot({ key, size }: PlannedFile): string | undefined {
  if (isMarked(key)) return 'its name marks it as no data';
  return size === 0 ? 'it is empty' : undefined;
}

function tellLeftOut(leftOut: Plan['leftOut'], paths: readonly string[]): string {
  const [first, ...others] = leftOut;
  if (first === undefined) return `no file is in ${paths.join(', ')}`;
  return `of ${first.file}, ${first.why}${others.length === 0 ? '' : `; as of ${others.length} more`}`;
}

function checkKeys(files: readonly PlannedFile[]): void {
  const taken = new Map<string, string>();
  for (const { file, key, size } of files) {
    const other = taken.get(key);
    if (other !== undefined)
      throw new UsageError(`${other} and ${file} would both be ${key}: land them with their folder, or one by one.`);
    taken.set(key, file);
    if (Buffer.byteLength(key) > mostKeyBytes)
      throw new UsageError(`${file} would have a key of more than ${mostKeyBytes} bytes, which S3 does not take.`);
    if (size > mostBytes)
      throw new UsageError(
        `${file} has more than 5 GB, the most that is put at once: aws s3 cp puts it in parts, to ${key} of the raw bucket.`,
      );
  }
}
