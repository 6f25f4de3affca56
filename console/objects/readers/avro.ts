import { inflateSync } from 'fflate';
import * as z from 'zod/mini';
import { mostColumns, mostRows, type Sheet } from '../sheet.ts';
import { type AvroInput, avroInput, type Read, readerOf } from './avro-values.ts';
import { textOfValue } from './value-text.ts';

const header = z.object({ 'avro.schema': z.string(), 'avro.codec': z._default(z.string(), 'null') });
const field = z.object({ name: z.string(), type: z.unknown() });
const record = z.object({ type: z.literal('record'), fields: z.array(field) });

const magicBytes = 4;
const syncBytes = 16;

/** Reads an object container file (https://avro.apache.org/docs/1.12.0/specification/#object-container-files). Throws where it is none, or damaged. */
export function readAvro(bytes: Uint8Array, isWhole: boolean): Sheet {
  const input = avroInput(bytes.subarray(magicBytes));
  const meta = header.parse(metaOf(input));
  input.bytes(syncBytes);
  const schema: unknown = JSON.parse(meta['avro.schema']);
  const read = readerOf(schema);
  const values: unknown[] = [];
  const notes: string[] = [];
  try {
    while (!input.isEnd() && values.length < mostRows) readBlock(input, { codec: meta['avro.codec'], read, values });
  } catch (error) {
    if (isWhole || values.length === 0) throw error;
    notes.push('It goes on beyond the part that was read.');
  }
  return { ...laidOut(schema, values), notes };
}

function metaOf(input: AvroInput): Readonly<Record<string, string>> {
  const read = readerOf({ type: 'map', values: 'bytes' });
  const values = z.record(z.string(), z.instanceof(Uint8Array)).parse(read(input));
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, new TextDecoder().decode(value)]));
}

type Block = { readonly codec: string; readonly read: Read; readonly values: unknown[] };

function readBlock(input: AvroInput, { codec, read, values }: Block): void {
  const count = Number(input.long());
  const packed = input.bytes(Number(input.long()));
  input.bytes(syncBytes);
  const block = avroInput(unpacked(packed, codec));
  for (let at = 0; at < count && values.length < mostRows; at += 1) values.push(read(block));
}

function unpacked(bytes: Uint8Array, codec: string): Uint8Array {
  if (codec === 'null') return bytes;
  if (codec === 'deflate') return inflateSync(bytes);
  throw new Error(`its blocks are ${codec}, which is not unpacked here`);
}

function laidOut(schema: unknown, values: readonly unknown[]): Pick<Sheet, 'columns' | 'rows'> {
  const { success, data } = record.safeParse(schema);
  const names = success ? data.fields.map(({ name }) => name).slice(0, mostColumns) : [];
  if (!success) return { columns: [{ name: 'value' }], rows: values.map((value) => [textOfValue(value)]) };
  const rows = values.map((value) => names.map((name) => textOfValue(memberOf(value, name))));
  return { columns: names.map((name) => ({ name })), rows };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
