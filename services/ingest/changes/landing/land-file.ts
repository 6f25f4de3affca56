import { createCsvReader } from '@tributary/shared/csv/csv-reader.ts';
import { type CsvRows, type Dialect, quoteCode } from '@tributary/shared/csv/csv-rows.ts';
import {
  type ConvertDeps,
  type ConvertRequest,
  type ConvertResult,
  createConvert,
} from '@tributary/shared/objects/convert.ts';
import type { Converter, ConverterRead } from '@tributary/shared/objects/converter.ts';
import type { ObjectPart } from '@tributary/shared/objects/object-part.ts';
import { type OpenObject, readObject, type Salvage } from '@tributary/shared/objects/read-object.ts';
import { readParquet } from '@tributary/shared/objects/read-parquet.ts';
import type { Format, Table } from '../core/declaration/changes.ts';
import { rowsOfParquet } from '../core/rows/rows-of-parquet.ts';
import type { ArrivedFile } from './arrived-file.ts';
import { type ChangeNumber, changeNumbers, createChangeSegment } from './change-segment.ts';

export type LandFileDeps = ConvertDeps & { readonly salvage: Salvage };

export type LandRequest = ConvertRequest & { readonly file: ArrivedFile };

export type LandResult = ConvertResult<ChangeNumber>;

/** Turns a file of DMS into rows of the tables whose changes it holds. */
export function createLandFile({ salvage, ...deps }: LandFileDeps) {
  return function landFile({ file, ...request }: LandRequest): Promise<LandResult> {
    return createConvert(converterOf(file, salvage), deps)(request);
  };
}

function converterOf(file: ArrivedFile, salvage: Salvage): Converter<CsvRows, ChangeNumber> {
  const { format } = file.source;
  const dialect = dialectOf(format);
  const expectsHeader = format.header && file.table !== undefined;
  let header: () => readonly string[] | undefined = () => undefined;
  async function* readText(open: OpenObject, options: ConverterRead): AsyncGenerator<ObjectPart<CsvRows>> {
    const isBeginning = options.from === undefined;
    const known = expectsHeader && !isBeginning ? await readHeader(open, dialect, salvage) : undefined;
    const text = createCsvReader({ dialect, expectsHeader: expectsHeader && isBeginning, isBeginning });
    header = () => known ?? text.header();
    yield* readObject(open, { ...options, salvage, text });
  }
  async function* readRowGroups(open: OpenObject, options: ConverterRead): AsyncGenerator<ObjectPart<CsvRows>> {
    for await (const part of readParquet(open, options)) {
      if (part.kind !== 'records') {
        yield part;
        continue;
      }
      const { columns } = part.records;
      header = () => columns;
      yield { ...part, records: rowsOfParquet(part.records, format.nullText) };
    }
  }
  return {
    name: 'changes',
    receipts: receiptsPrefix,
    numbers: changeNumbers,
    tablesOf: () => tablesOf(file),
    read: (open, options) => (file.isParquet ? readRowGroups(open, options) : readText(open, options)),
    createSegment: (start) => createChangeSegment({ file, dialect, header: () => header() }, start),
  };
}

const receiptsPrefix = 'change-receipts/';

function tablesOf({ table, source }: ArrivedFile): readonly [string, ...string[]] {
  const changesOf = ({ name }: Table) => `${name}_changes`;
  const [first, ...others] = table === undefined ? source.tables : [table];
  if (first === undefined) throw new TypeError(`the source ${source.name} has no tables`);
  return [changesOf(first), ...others.map(changesOf)];
}

function dialectOf({ delimiter, quotes, newline }: Format): Dialect {
  return {
    delimiter: delimiter.charCodeAt(0),
    quote: quotes ? quoteCode : -1,
    lineEnd: newline === '\r\n' ? 'crlf' : 'lf',
  };
}

/** Reads the header of an object that is gone on with behind it. */
async function readHeader(
  open: OpenObject,
  dialect: Dialect,
  salvage: Salvage,
): Promise<readonly string[] | undefined> {
  const text = createCsvReader({ dialect, expectsHeader: true, isBeginning: true });
  const segment = { bytes: Number.POSITIVE_INFINITY, records: Number.POSITIVE_INFINITY };
  for await (const _ of readObject(open, { segment, salvage, text })) if (text.header() !== undefined) break;
  return text.header();
}
