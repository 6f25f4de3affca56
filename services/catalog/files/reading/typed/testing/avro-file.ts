import { crc32, deflateRawSync } from 'node:zlib';

export const sync = Buffer.from('0123456789abcdef');

/** The records of a block as they are encoded. */
export type AvroBlock = readonly Buffer[];

/** An object container file. */
export function avroFile(schema: unknown, codec: string, blocks: readonly AvroBlock[]): Buffer {
  return Buffer.concat([
    avroHeader({ 'avro.schema': JSON.stringify(schema), 'avro.codec': codec }),
    ...blocks.map((block) => blockOf(Buffer.concat(block), block.length, codec)),
  ]);
}

function avroHeader(members: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(members).flatMap(([key, value]) => [avroBytes(key), avroBytes(value)]);
  return Buffer.concat([Buffer.from('Obj\u0001'), long(entries.length / 2), ...entries, long(0), sync]);
}

export function blockOf(records: Buffer, count: number, codec: string): Buffer {
  const packed = pack(records, codec);
  return Buffer.concat([long(count), long(packed.length), packed, sync]);
}

function pack(records: Buffer, codec: string): Buffer {
  if (codec === 'deflate') return deflateRawSync(records);
  return codec === 'snappy' ? snappy(records) : records;
}

export function avroBytes(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([long(bytes.length), bytes]);
}

/** Seven bits a byte, the sign in the lowest. */
export function long(value: number | bigint): Buffer {
  const wide = BigInt(value);
  return unsigned(BigInt.asUintN(64, (wide << 1n) ^ (wide >> 63n)));
}

function unsigned(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

const mostLiteral = 60;

/** Literals alone, and the checksum that Avro wants behind them. */
function snappy(records: Buffer): Buffer {
  const parts: Buffer[] = [unsigned(BigInt(records.length))];
  for (let at = 0; at < records.length; at += mostLiteral) {
    const literal = records.subarray(at, at + mostLiteral);
    parts.push(Buffer.of((literal.length - 1) << 2), literal);
  }
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(records));
  return Buffer.concat([...parts, checksum]);
}
