import type { Sheet } from '../sheet.ts';
import { readAvro } from './avro.ts';
import { delimiterOf, readCsv } from './csv.ts';
import { readHex } from './hex.ts';
import { readJson } from './json.ts';
import { binaryKindOf, textKindOf } from './kinds.ts';
import { readLines } from './lines.ts';
import { textOf } from './text.ts';

export const shownAs = ['JSON', 'CSV', 'text', 'hex'] as const;
export type ShownAs = (typeof shownAs)[number];

export type Reading = {
  /** The key: only what content does not say is taken from it. */
  readonly name: string;
  /** The bytes are all of the object, not its first part. */
  readonly isWhole: boolean;
  /** As a person wants it shown; undefined: as it is. */
  readonly as: ShownAs | undefined;
  readonly header: boolean | undefined;
};

export type Content = Sheet & {
  /** What it is, as in "CSV, by comma". */
  readonly what: string;
  readonly shown: ShownAs | 'Avro';
  /** Of CSV: whether the first row was taken for names. */
  readonly isHeader?: boolean;
};

/** Bytes that are neither Parquet nor gzip, as rows. Never throws: what cannot be read is shown as bytes. */
export function readContent(bytes: Uint8Array, reading: Reading): Content {
  const kind = binaryKindOf(bytes);
  if (reading.as === 'hex') return hex(bytes, kind ?? 'bytes');
  if (kind === 'Avro' && reading.as === undefined) return ofAvro(bytes, reading.isWhole);
  const text = kind === undefined ? textOf(bytes, reading.isWhole) : undefined;
  if (text === undefined) return hex(bytes, kind ?? 'binary, of no kind that is known here');
  const content = ofText(text.text, reading);
  const note = `It is not UTF-8: read as ${text.encoding}.`;
  return text.encoding === 'UTF-8' ? content : { ...content, notes: [note, ...content.notes] };
}

function hex(bytes: Uint8Array, what: string): Content {
  return { what, shown: 'hex', ...readHex(bytes) };
}

function ofText(text: string, { name, isWhole, as, header }: Reading): Content {
  const kind = as ?? textKindOf(text, { name, isWhole });
  if (kind === 'JSON') {
    const { shape, ...sheet } = readJson(text, isWhole);
    return { what: `JSON, ${shape}`, shown: 'JSON', ...sheet };
  }
  if (kind === 'CSV') {
    const delimiter = delimiterOf(text) ?? (/\.tsv(?:\.gz)?$/i.test(name) ? '\t' : ',');
    return {
      what: `CSV, by ${delimiterNames[delimiter]}`,
      shown: 'CSV',
      ...readCsv(text, { delimiter, header, isWhole }),
    };
  }
  return { what: 'text', shown: 'text', ...readLines(text) };
}

const delimiterNames = { ',': 'comma', '\t': 'tab', ';': 'semicolon', '|': 'bar' } as const;

function ofAvro(bytes: Uint8Array, isWhole: boolean): Content {
  try {
    return { what: 'Avro', shown: 'Avro', ...readAvro(bytes, isWhole) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const content = hex(bytes, 'Avro');
    return { ...content, notes: [`It cannot be read as Avro: ${reason}`, ...content.notes] };
  }
}
