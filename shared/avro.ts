import { randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import avro from 'avsc';
import * as z from 'zod';

/** An Avro schema as JSON; every record field carries Iceberg's `field-id`. */
export type AvroSchema = string | readonly AvroSchema[] | { readonly [member: string]: unknown };

export type AvroFile = {
  readonly header: Readonly<Record<string, string>>;
  /** Record fields are named by `nameOf`, longs are bigints. */
  readonly records: readonly unknown[];
};

const magic = Buffer.from('Obj\u0001', 'latin1');

const containerHeader = avro.Type.forSchema({
  type: 'record',
  name: 'header',
  fields: [
    { name: 'magic', type: { type: 'fixed', name: 'magic', size: 4 } },
    { name: 'meta', type: { type: 'map', values: 'bytes' } },
    { name: 'sync', type: { type: 'fixed', name: 'sync', size: 16 } },
  ],
});

const headerValue = z.object({
  value: z.object({
    magic: z.instanceof(Uint8Array),
    meta: z.record(z.string(), z.instanceof(Uint8Array)),
    sync: z.instanceof(Uint8Array),
  }),
  offset: z.number().nonnegative(),
});

const decodedRecord = z.object({ value: z.unknown(), offset: z.number().nonnegative() });

const decodedLong = z.object({ value: z.bigint(), offset: z.number().nonnegative() });

/** Writes an Avro container file of one deflated block. */
export function writeAvro(
  schema: AvroSchema,
  header: Readonly<Record<string, string>>,
  records: readonly unknown[],
): Buffer {
  const type = avroType(schema);
  const block = deflateRawSync(Buffer.concat(records.map((record) => type.toBuffer(record))));
  const sync = randomBytes(16);
  const meta = { 'avro.schema': JSON.stringify(schema), 'avro.codec': 'deflate', ...header };
  const bytes = Object.fromEntries(Object.entries(meta).map(([key, value]) => [key, Buffer.from(value, 'utf8')]));
  const start = containerHeader.toBuffer({ magic, meta: bytes, sync });
  if (records.length === 0) return start;
  return Buffer.concat([start, long(records.length), long(block.length), block, sync]);
}

/** Reads an Avro container file. `nameOf` renames record fields by their `field-id`, as writers differ in names. */
export function readAvro(bytes: Buffer, nameOf: (fieldId: number) => string | undefined): AvroFile {
  const { value, offset } = headerValue.parse(containerHeader.decode(bytes, 0));
  if (!magic.equals(value.magic)) throw new Error('not an Avro file');
  const header = Object.fromEntries(
    Object.entries(value.meta).map(([key, item]) => [key, Buffer.from(item).toString('utf8')]),
  );
  const type = avroType(renameFields(JSON.parse(header['avro.schema'] ?? 'null'), nameOf));
  return { header, records: readBlocks(bytes, offset, { type, codec: header['avro.codec'] ?? 'null' }) };
}

function readBlocks(bytes: Buffer, start: number, file: { type: avro.Type; codec: string }): unknown[] {
  const records: unknown[] = [];
  let position = start;
  while (position < bytes.length) {
    const count = readLong(bytes, position);
    const size = readLong(bytes, count.offset);
    const end = size.offset + Number(size.value);
    const block = inflate(bytes.subarray(size.offset, end), file.codec);
    let inside = 0;
    for (let index = 0n; index < count.value; index++) {
      const record = decodedRecord.parse(file.type.decode(block, inside));
      records.push(record.value);
      inside = record.offset;
    }
    position = end + 16;
  }
  return records;
}

function inflate(block: Buffer, codec: string): Buffer {
  if (codec === 'null') return block;
  if (codec === 'deflate') return inflateRawSync(block);
  throw new Error(`Avro codec ${codec} is not read here: write manifests with deflate (gzip) or none`);
}

const longType = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint | number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint' || Number.isSafeInteger(value),
  compare: (left: bigint, right: bigint) => (left === right ? 0 : left < right ? -1 : 1),
});

/** Making a type costs avsc 20 ms, and all manifests of a table have the same few schemas. */
const madeTypes = new Map<string, avro.Type>();
const maxMadeTypes = 200;

function avroType(schema: unknown): avro.Type {
  const text = JSON.stringify(schema);
  const made = madeTypes.get(text);
  if (made) return made;
  const type = avro.Type.forSchema(
    JSON.parse(text, (_key, value: unknown) => plainLong(value)),
    {
      registry: { long: longType },
      wrapUnions: false,
      omitRecordMethods: true,
    },
  );
  if (madeTypes.size >= maxMadeTypes) madeTypes.clear();
  madeTypes.set(text, type);
  return type;
}

/** avsc takes the registered `long` only where the schema names it without a logical type. */
function plainLong(schema: unknown): unknown {
  const annotated = z.looseObject({ type: z.literal('long'), logicalType: z.string() }).safeParse(schema);
  return annotated.success && annotated.data.name === undefined ? 'long' : schema;
}

function long(value: number): Buffer {
  return longType.toBuffer(BigInt(value));
}

function readLong(bytes: Buffer, position: number) {
  return decodedLong.parse(longType.decode(bytes, position));
}

const record = z.looseObject({ type: z.literal('record'), fields: z.array(z.looseObject({ type: z.unknown() })) });

function renameFields(schema: unknown, nameOf: (fieldId: number) => string | undefined): unknown {
  if (Array.isArray(schema)) return schema.map((branch) => renameFields(branch, nameOf));
  if (typeof schema !== 'object' || schema === null) return schema;
  const read = record.safeParse(schema);
  if (!read.success)
    return Object.fromEntries(
      Object.entries(schema).map(([key, value]) => [
        key,
        key === 'items' || key === 'values' || key === 'type' ? renameFields(value, nameOf) : value,
      ]),
    );
  const fields = read.data.fields.map((field) => {
    const id = field['field-id'];
    const name = typeof id === 'number' ? nameOf(id) : undefined;
    return { ...field, ...(name === undefined ? {} : { name }), type: renameFields(field.type, nameOf) };
  });
  return { ...read.data, fields };
}
