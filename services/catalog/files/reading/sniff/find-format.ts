import { type Encoding, encodingOf, transcode, wholeBytes } from '@tributary/shared/objects/encoding/encoding.ts';
import type { CsvFormat } from '../csv/csv-format.ts';
import { findCsv } from '../csv/find-csv.ts';
import { findShape } from '../json/find-shape.ts';
import type { JsonShape } from '../json/json-reader.ts';
import type { ReadingHints } from '../records.ts';
import type { ObjectHead } from './read-head.ts';
import { whatItIs } from './what-it-is.ts';

/** What an object holds. `none`: why it cannot be read. `nothing`: it is empty, or blank. */
export type Found =
  | { readonly format: 'json'; readonly encoding: Encoding; readonly shape: JsonShape }
  | { readonly format: 'csv'; readonly encoding: Encoding; readonly csv: CsvFormat }
  | { readonly format: 'parquet' }
  | { readonly format: 'avro' }
  | { readonly format: 'none'; readonly reason: string }
  | { readonly format: 'nothing' };

export type FindHints = ReadingHints & { readonly key?: string | undefined };

const csvName = /\.(?:csv|tsv|tab|psv)(?:\.\w+)?$/i;
const jsonName = /\.(?:json|jsonl|ndjson|geojson)(?:\.\w+)?$/i;

/** By its first bytes; what tables.yml says comes before what they seem to be, and its name decides where they say nothing. */
export function findFormat({ bytes, isWhole }: ObjectHead, hints: FindHints): Found {
  const magic = bytes.toString('latin1', 0, 4);
  if (magic === 'PAR1') return { format: 'parquet' };
  if (magic === 'Obj\u0001') return { format: 'avro' };
  const known = whatItIs(bytes);
  if (known !== undefined) return { format: 'none', reason: `it is ${known}` };
  const encoding = encodingOf(bytes, hints.encoding);
  const text = transcode(bytes.subarray(0, isWhole ? bytes.length : wholeBytes(bytes, encoding)), encoding);
  return findText({ bytes: text, isWhole }, encoding, hints);
}

type Head = { readonly bytes: Buffer; readonly isWhole: boolean };

function findText(head: Head, encoding: Encoding, hints: FindHints): Found {
  if (head.isWhole && isBlankText(head.bytes)) return { format: 'nothing' };
  const { format } = hints;
  if (format === 'parquet' || format === 'avro') return { format: 'none', reason: `it is no ${format}, as declared` };
  const shape = format === 'csv' ? undefined : shapeOf(head, hints);
  if (shape !== undefined) return { format: 'json', encoding, shape };
  const other = encoding === 'utf-8' ? undefined : whatItIs(head.bytes);
  if (other !== undefined) return { format: 'none', reason: `it is ${other}` };
  return findColumns(head, encoding, hints);
}

function shapeOf(head: Head, { records, format, key = '' }: FindHints): JsonShape | undefined {
  return findShape(head, records) ?? (format === 'json' || isScalar(head, key) ? { kind: 'documents' } : undefined);
}

function findColumns(head: Head, encoding: Encoding, hints: FindHints): Found {
  const { format, key = '' } = hints;
  if (encoding !== 'latin1' && isBinary(head.bytes))
    return { format: 'none', reason: 'it is no text, and of no known kind' };
  const csv = findCsv(head, { ...hints, isDeclared: format === 'csv' || csvName.test(key) });
  return csv === undefined ? { format: 'none', reason: noColumns } : { format: 'csv', encoding, csv };
}

const noColumns =
  'it is text, but neither JSON nor rows of several columns: declare `format: csv`, or name it .csv, where one column is meant';

function isBlankText(bytes: Buffer): boolean {
  return bytes.toString('utf8').trim() === '';
}

/** A number, text, true, false or null alone is JSON where the name says so. */
function isScalar({ bytes }: Head, key: string): boolean {
  return jsonName.test(key) && /^\ufeff?\s*(?:"|-?\d|true|false|null)/.test(bytes.toString('utf8', 0, 100));
}

/** Control characters that no text has; zeros alone are in some. */
function isBinary(bytes: Buffer): boolean {
  let odd = 0;
  const looked = Math.min(bytes.length, 4096);
  for (let at = 0; at < looked; at += 1) {
    const code = bytes[at] ?? 0;
    if (code < 0x20 && ![0, 7, 8, 9, 10, 11, 12, 13, 0x1b].includes(code)) odd += 1;
  }
  return odd > looked / 50;
}
