import * as z from 'zod/mini';

/** Avro's binary encoding, read from its beginning. Throws where the bytes end. */
export type AvroInput = {
  readonly long: () => bigint;
  readonly bytes: (length: number) => Uint8Array;
  readonly isEnd: () => boolean;
};

export function avroInput(source: Uint8Array): AvroInput {
  let at = 0;
  const bytes = (length: number) => {
    if (!(length >= 0 && at + length <= source.length)) throw new Error('it ends within a value');
    at += length;
    return source.subarray(at - length, at);
  };
  const long = () => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes(1)[0] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return (value >> 1n) ^ -(value & 1n);
    }
    throw new Error('a number is too long');
  };
  return { bytes, long, isEnd: () => at >= source.length };
}

export type Read = (input: AvroInput) => unknown;

const number = (input: AvroInput, length: number) => {
  const bytes = input.bytes(length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  return length === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
};
const sized = (input: AvroInput) => input.bytes(Number(input.long()));

const primitives: Readonly<Record<string, Read>> = {
  null: () => null,
  boolean: (input) => input.bytes(1)[0] === 1,
  int: (input) => Number(input.long()),
  long: (input) => input.long(),
  float: (input) => number(input, 4),
  double: (input) => number(input, 8),
  bytes: sized,
  string: (input) => new TextDecoder().decode(sized(input)),
};

const named = z.object({ type: z.unknown(), name: z.optional(z.string()) });
const complex = {
  record: z.object({ fields: z.array(z.object({ name: z.string(), type: z.unknown() })) }),
  enum: z.object({ symbols: z.array(z.string()) }),
  array: z.object({ items: z.unknown() }),
  map: z.object({ values: z.unknown() }),
  fixed: z.object({ size: z.number() }),
};

/** What reads values of a schema. Throws for a schema that is none. */
export function readerOf(schema: unknown, known = new Map<string, Read>()): Read {
  if (typeof schema === 'string') return known.get(schema) ?? primitiveOf(schema);
  if (Array.isArray(schema)) return unionOf(schema, known);
  const { type, name } = named.parse(schema);
  if (typeof type !== 'string') return readerOf(type, known);
  // A record may stand in its own fields.
  const read: { own?: Read } = {};
  if (name !== undefined) known.set(name, (input) => read.own?.(input));
  read.own = complexOf(type, schema, known);
  return read.own;
}

function primitiveOf(name: string): Read {
  const read = Object.hasOwn(primitives, name) ? primitives[name] : undefined;
  if (read === undefined) throw new Error(`its schema has the unknown type ${name}`);
  return read;
}

function unionOf(branches: readonly unknown[], known: Map<string, Read>): Read {
  const reads = branches.map((branch) => readerOf(branch, known));
  return (input) => {
    const read = reads[Number(input.long())];
    if (read === undefined) throw new Error('a union has no such branch');
    return read(input);
  };
}

function complexOf(type: string, schema: unknown, known: Map<string, Read>): Read {
  if (type === 'record') return recordOf(schema, known);
  if (type === 'enum') {
    const { symbols } = complex.enum.parse(schema);
    return (input) => symbols[Number(input.long())] ?? null;
  }
  if (type === 'array') {
    const read = readerOf(complex.array.parse(schema).items, known);
    return (input) => blocks(input, () => read(input));
  }
  if (type === 'map') {
    const read = readerOf(complex.map.parse(schema).values, known);
    return (input) => Object.fromEntries(blocks(input, () => [primitiveOf('string')(input), read(input)]));
  }
  if (type === 'fixed') {
    const { size } = complex.fixed.parse(schema);
    return (input) => input.bytes(size);
  }
  return known.get(type) ?? primitiveOf(type);
}

function recordOf(schema: unknown, known: Map<string, Read>): Read {
  const fields = complex.record.parse(schema).fields.map(({ name, type }) => ({ name, read: readerOf(type, known) }));
  return (input) => Object.fromEntries(fields.map(({ name, read }) => [name, read(input)]));
}

const mostItems = 1_000_000n;

/** Blocks of items, up to one of none; the size of a block that is counted below zero is not needed. */
function blocks<T>(input: AvroInput, item: () => T): T[] {
  const items: T[] = [];
  for (let count = input.long(); count !== 0n; count = input.long()) {
    if (count < 0n) input.long();
    const size = count < 0n ? -count : count;
    if (size + BigInt(items.length) > mostItems) throw new Error('a list is too long');
    for (let at = 0n; at < size; at += 1n) items.push(item());
  }
  return items;
}
