import type { ConverterRead } from '@tributary/shared/objects/converter.ts';
import type { Encoding } from '@tributary/shared/objects/encoding/encoding.ts';
import { createTranscodingReader } from '@tributary/shared/objects/encoding/transcoding-reader.ts';
import type { ObjectPart } from '@tributary/shared/objects/object-part.ts';
import { readPackedObject } from '@tributary/shared/objects/packed/read-packed.ts';
import type { OpenObject, Salvage } from '@tributary/shared/objects/read-object.ts';
import type { RecordReader } from '@tributary/shared/objects/records.ts';
import { createTextReader } from './csv/text-reader.ts';
import { createJsonReader } from './json/json-reader.ts';
import type { FileRecords, ReadingHints } from './records.ts';
import { rejectWhole } from './reject-whole.ts';
import { type Found, findFormat } from './sniff/find-format.ts';
import { type Compression, readHead } from './sniff/read-head.ts';
import { readTyped } from './typed-file.ts';

/** What has been found of a file, for logs and receipts. */
export type FoundFormat = {
  readonly compression: Compression;
  readonly format: 'json' | 'csv' | 'parquet' | 'avro';
  readonly encoding?: Encoding;
  /** JSON: one document after the other, arrays, or where in each object the records are. */
  readonly records?: 'documents' | 'array' | string;
  readonly delimiter?: string;
  readonly quote?: string;
  readonly hasHeader?: boolean;
};

export type ReadFileOptions = ConverterRead & {
  readonly hints: ReadingHints;
  readonly salvage: Salvage;
  /** Told once, before the first part; not of what is empty or is no file of a known kind. */
  readonly about?: (found: FoundFormat) => void;
  /** Its name, which decides where its bytes say nothing. */
  readonly key?: string;
};

/** Reads the records of a file of any of the formats, which it finds from the file's first bytes: they are read again wherever reading goes on. */
export async function* readFile(open: OpenObject, options: ReadFileOptions): AsyncGenerator<ObjectPart<FileRecords>> {
  const { hints, key, about } = options;
  const head = await readHead(open);
  const found = findFormat(head, { ...hints, key });
  if (found.format === 'nothing') yield* rejectWhole(open, options, undefined);
  else if (found.format === 'none') yield* rejectWhole(open, options, found.reason);
  else if (found.format === 'parquet' || found.format === 'avro') {
    about?.({ compression: head.compression, format: found.format });
    yield* readTyped(open, options, { ...found, compression: head.compression });
  } else {
    about?.(aboutOf(head.compression, found));
    yield* readPackedObject(open, { ...options, text: readerOf(found, options.from === undefined) });
  }
}

type Text = Extract<Found, { format: 'json' | 'csv' }>;

function readerOf(found: Text, isBeginning: boolean): RecordReader<FileRecords> {
  const reader: RecordReader<FileRecords> =
    found.format === 'json'
      ? createJsonReader({ shape: found.shape, isBeginning })
      : createTextReader({ format: found.csv, isBeginning });
  return found.encoding === 'utf-8' ? reader : createTranscodingReader(reader, found.encoding);
}

function aboutOf(compression: Compression, found: Text): FoundFormat {
  const { format, encoding } = found;
  if (found.format === 'json') {
    const { shape } = found;
    const records = shape.kind === 'documents' ? 'documents' : shape.path.length === 0 ? 'array' : shape.path.join('.');
    return { compression, format, encoding, records };
  }
  const { dialect, hasHeader } = found.csv;
  const quote = dialect.quote < 0 ? '' : String.fromCharCode(dialect.quote);
  return { compression, format, encoding, delimiter: String.fromCharCode(dialect.delimiter), quote, hasHeader };
}
