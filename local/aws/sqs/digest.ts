import { createHash } from 'node:crypto';
import type { StoredAttribute } from './record.ts';

export function md5Hex(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** MD5 of message attributes, as "Calculating the MD5 message digest for message attributes" in SQS's guide says; none without attributes. */
export function attributesMd5(attributes: Readonly<Record<string, StoredAttribute>>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType = '', StringValue, BinaryValue } = attributes[name] ?? {};
    add(Buffer.from(name));
    add(Buffer.from(DataType));
    hash.update(Buffer.from([BinaryValue === undefined ? 1 : 2]));
    add(BinaryValue === undefined ? Buffer.from(StringValue ?? '') : Buffer.from(BinaryValue, 'base64'));
  }
  return hash.digest('hex');
}

/** Bytes that count against the maximum message size: body, and name, type and value of each attribute. */
export function messageBytes(body: string, attributes: Readonly<Record<string, StoredAttribute>>): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes))
    bytes +=
      Buffer.byteLength(name) +
      Buffer.byteLength(DataType) +
      Buffer.byteLength(StringValue ?? '') +
      Buffer.byteLength(BinaryValue ?? '', 'base64');
  return bytes;
}
