import { GetObjectCommand } from '@aws-sdk/client-s3';
import { type ColumnChunk, parquetMetadataAsync } from 'hyparquet';
import type { KeyRange } from '../core/current/rows-units.ts';
import type { Column, Table } from '../core/declaration/changes.ts';
import { beforeColumn } from '../core/declaration/names.ts';

/** The least and the largest value of the first column of the key in an object of `_changes`, from its footer; undefined where that does not say. */
export type ReadKeyRange = (object: LakeObject, table: Pick<Table, 'key'>) => Promise<KeyRange | undefined>;

export type LakeObject = { readonly bucket: string; readonly key: string; readonly size: number };

// One request reads the footer of nearly every file.
const firstReadBytes = 65_536;

type Client = {
  readonly send: (command: GetObjectCommand) => Promise<{
    readonly Body?: { readonly transformToByteArray: () => Promise<Uint8Array> } | undefined;
  }>;
};

export function createReadKeyRange(client: Client): ReadKeyRange {
  return async function readKeyRange({ bucket, key, size }, table) {
    const [first] = table.key;
    if (first === undefined || !isWhole(first)) return undefined;
    const slice = async (start: number, end = size): Promise<ArrayBuffer> => {
      const range = `bytes=${start}-${end - 1}`;
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: range }));
      return Uint8Array.from((await Body?.transformToByteArray()) ?? []).buffer;
    };
    const metadata = await parquetMetadataAsync({ byteLength: size, slice }, { initialFetchSize: firstReadBytes });
    return rangeOfChunks(
      metadata.row_groups.flatMap(({ columns }) => columns),
      first,
    );
  };
}

/** Whole numbers alone: of other keys files hold what came at the time, from anywhere between the least and the largest. */
function isWhole({ type }: Column): boolean {
  return type.kind === 'int' || type.kind === 'bigint' || (type.kind === 'decimal' && type.scale === 0);
}

/** The key before an update counts too. Where a chunk has values and does not say which, nothing is known. */
function rangeOfChunks(chunks: readonly ColumnChunk[], { as }: Pick<Column, 'as'>): KeyRange | undefined {
  const names = [as, beforeColumn(as)];
  const bounds = chunks
    .filter(({ meta_data: chunk }) => names.includes(chunk?.path_in_schema.join('.') ?? ''))
    .flatMap(boundsOf);
  const known = bounds.flatMap((bound) => bound ?? []).toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  return known.length === 0 || known.length < bounds.length
    ? undefined
    : { from: `${known[0]}`, to: `${known.at(-1)}` };
}

/** None of a chunk without values, undefined where it does not say. */
function boundsOf({ meta_data: chunk }: ColumnChunk): readonly (bigint | undefined)[] {
  const { min_value: least, max_value: most, null_count: absent } = chunk?.statistics ?? {};
  if (absent !== undefined && absent === chunk?.num_values) return [];
  return [boundOf(least, -1n), boundOf(most, 1n)];
}

/** Decimals are read as doubles, of which large ones are not exact: the bound lies so much further out. */
function boundOf(value: unknown, outwards: bigint): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'number' || !Number.isInteger(value)) return undefined;
  const whole = BigInt(value);
  const size = whole < 0n ? -whole : whole;
  return size > 2n ** 53n ? whole + (outwards * size) / 2n ** 50n : whole;
}
