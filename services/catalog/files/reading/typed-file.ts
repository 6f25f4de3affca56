import { createByteWindow } from '@tributary/shared/objects/byte-window.ts';
import type { ConverterRead } from '@tributary/shared/objects/converter.ts';
import type { ObjectPart } from '@tributary/shared/objects/object-part.ts';
import type { OpenObject } from '@tributary/shared/objects/read-object.ts';
import type { FileRecords } from './records.ts';
import { rejectWhole, sizeOf } from './reject-whole.ts';
import { type Compression, unpacked } from './sniff/read-head.ts';
import { readAvroValues } from './typed/avro/read-avro-values.ts';
import { readParquetValues } from './typed/parquet/read-parquet-values.ts';

export type TypedFile = { readonly format: 'parquet' | 'avro'; readonly compression: Compression };

const readers = { parquet: readParquetValues, avro: readAvroValues };

/** One that is packed as a whole besides is read in memory, as one segment: both formats pack by themselves what they hold. */
const mostUnpackedBytes = 32 * 1024 * 1024;

/** Reads a file that tells the types of its values itself. */
export async function* readTyped(
  open: OpenObject,
  options: ConverterRead,
  { format, compression }: TypedFile,
): AsyncGenerator<ObjectPart<FileRecords>> {
  if (compression === 'none') yield* readers[format](open, options);
  else yield* readPackedFile(open, options, { format, compression });
}

async function* readPackedFile(
  open: OpenObject,
  { size }: ConverterRead,
  { format, compression }: TypedFile,
): AsyncGenerator<ObjectPart<FileRecords>> {
  const bytes = await createByteWindow(unpacked(open(0), compression)).fill(mostUnpackedBytes + 1);
  if (bytes.length > mostUnpackedBytes) {
    yield* rejectWhole(
      open,
      { ...(size && { size }) },
      `it is ${format} of more than 32 MiB within ${compression}: store it as it is`,
    );
    return;
  }
  const end = size === undefined ? await sizeOf(open) : await size();
  async function* unpackedFrom(offset: number): AsyncGenerator<Buffer> {
    if (offset < bytes.length) yield bytes.subarray(offset);
  }
  const segment = { bytes: Number.POSITIVE_INFINITY, records: Number.POSITIVE_INFINITY };
  for await (const part of readers[format](unpackedFrom, { segment, size: async () => bytes.length })) {
    if (part.kind === 'records' || part.kind === 'rejected') yield { ...part, offset: 0, end };
    else if (part.kind === 'aside') yield part;
  }
  yield { kind: 'extent', offset: 0, end, isPadding: false };
}
