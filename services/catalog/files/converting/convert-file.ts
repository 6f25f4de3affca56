import {
  type ConvertDeps,
  type ConvertRequest,
  type ConvertResult,
  createConvert,
} from '@tributary/shared/objects/convert.ts';
import type { Converter } from '@tributary/shared/objects/converter.ts';
import type { Salvage } from '@tributary/shared/objects/read-object.ts';
import type { FilePlace } from '../core/place.ts';
import { readFile } from '../reading/read-file.ts';
import type { FileRecords } from '../reading/records.ts';
import type { Agree } from './agree.ts';
import { createFileSegment, type FileNumber, fileNumbers } from './file-segment.ts';
import type { TargetTable } from './target-table.ts';

export type ConvertFileDeps = ConvertDeps & { readonly salvage: Salvage; readonly agree: Agree };

export type ConvertFileRequest = ConvertRequest & { readonly place: FilePlace; readonly target: TargetTable };

export type ConvertFileResult = ConvertResult<FileNumber>;

/** A segment's records are held until all of them are read. */
const defaultSegment = { bytes: 32 * 1024 * 1024, records: 250_000 };

/** Turns a file into rows of its table. */
export function createConvertFile({ salvage, agree, ...deps }: ConvertFileDeps) {
  return function convertFile({ place, target, ...request }: ConvertFileRequest): Promise<ConvertFileResult> {
    const converter: Converter<FileRecords, FileNumber> = {
      name: 'files',
      receipts: receiptsPrefix,
      apart: apartOf(place.table, target.generation),
      numbers: fileNumbers,
      tablesOf: () => [place.table],
      read: (open, options) => {
        const { key } = request.source;
        return readFile(open, { ...options, hints: place.declared.hints, salvage, key });
      },
      createSegment: (start) => createFileSegment({ place, target, agree }, start),
    };
    return createConvert(converter, { segment: defaultSegment, ...deps })(request);
  };
}

export type ConvertFile = ReturnType<typeof createConvertFile>;

const receiptsPrefix = 'file-receipts/';

/** The folder of receipts and rejects of a table's files, one for each time that its types were made. */
function apartOf(table: string, generation: number): string {
  return `${table}/${generation}/`;
}

/** Where the receipts and rejects of a table's files lie. */
export function keptFor(table: string, generation: number, rejectedPrefix: string): readonly string[] {
  const apart = apartOf(table, generation);
  return [`${receiptsPrefix}${apart}`, `${rejectedPrefix}files/${apart}`];
}
