import avro from 'avsc';
import fc from 'fast-check';
import type { Value } from '../../records.ts';
import { asWritten } from '../as-written.ts';
import { expectedDouble } from './expected-value.ts';

/** A value as avsc writes it, and as it is to be read. */
type Pair = { readonly given: unknown; readonly read: Value };
/** A type's schema, whose named types have names of their own where `name` is another. */
export type AvroType = { readonly schemaOf: (name: string) => unknown; readonly pair: fc.Arbitrary<Pair> };

const same = (type: string, values: fc.Arbitrary<Pair['given'] & Value>): AvroType => ({
  schemaOf: () => type,
  pair: values.map((value) => ({ given: value, read: value })),
});

const bytes = (length: object) => fc.uint8Array(length).map((each) => Buffer.from(each));
const binary = (given: Buffer): Pair => ({ given, read: asWritten('binary', given.toString('base64')) });
const key = fc.oneof(
  fc.constantFrom('a', 'ü', '', 'constructor', '17'),
  fc.string().filter((each) => each !== '__proto__'),
);

const scalar: fc.Arbitrary<AvroType> = fc.constantFrom<AvroType>(
  same('null', fc.constant(null)),
  same('boolean', fc.boolean()),
  same('int', fc.integer()),
  same(
    'long',
    // -0 is no whole number of its own.
    fc.maxSafeInteger().map((value) => Math.trunc(value / 2) + 0),
  ),
  {
    schemaOf: () => 'double',
    pair: fc.double().map((given) => ({ given, read: expectedDouble(given) })),
  },
  {
    schemaOf: () => 'string',
    pair: fc.string({ unit: 'binary' }).map((given) => ({ given, read: asWritten('text', given) })),
  },
  { schemaOf: () => 'bytes', pair: bytes({ maxLength: 9 }).map(binary) },
  { schemaOf: (name) => ({ type: 'fixed', name, size: 3 }), pair: bytes({ minLength: 3, maxLength: 3 }).map(binary) },
  {
    schemaOf: (name) => ({ type: 'enum', name, symbols: ['A', 'B', 'C'] }),
    pair: fc.constantFrom('A', 'B', 'C').map((given) => ({ given, read: asWritten('text', given) })),
  },
);

const arrayOf = ({ schemaOf, pair }: AvroType): AvroType => ({
  schemaOf: (name) => ({ type: 'array', items: schemaOf(`${name}_i`) }),
  pair: fc
    .array(pair, { maxLength: 4 })
    .map((pairs) => ({ given: pairs.map(({ given }) => given), read: pairs.map(({ read }) => read) })),
});

const mapOf = ({ schemaOf, pair }: AvroType): AvroType => ({
  schemaOf: (name) => ({ type: 'map', values: schemaOf(`${name}_v`) }),
  pair: fc
    .uniqueArray(fc.tuple(key, pair), { maxLength: 3, selector: ([each]) => each })
    .map((entries) => pairOf(entries)),
});

function pairOf(entries: readonly (readonly [string, Pair])[]): Pair {
  return {
    given: Object.fromEntries(entries.map(([name, { given }]) => [name, given])),
    read: Object.fromEntries(entries.map(([name, { read }]) => [name, read])),
  };
}

const isNullable = (schema: unknown) => schema === 'null' || Array.isArray(schema);

/** Unions are of no unions. */
export const orNull = (type: AvroType): AvroType =>
  isNullable(type.schemaOf(''))
    ? type
    : {
        schemaOf: (name) => ['null', type.schemaOf(name)],
        pair: fc.oneof(fc.constant({ given: null, read: null }), type.pair),
      };

/** Fields are `f0`, `f1`, …, or what `names` says. */
export function recordOf(types: readonly AvroType[], names = types.map((_, at) => `f${at}`)): AvroType {
  const nameOf = (at: number) => names[at] ?? '';
  return {
    schemaOf: (name) => ({
      type: 'record',
      name,
      fields: types.map(({ schemaOf }, at) => ({ name: nameOf(at), type: schemaOf(`${name}_${at}`) })),
    }),
    pair: fc
      .tuple(...types.map(({ pair }) => pair))
      .map((pairs) => pairOf(pairs.map((pair, at) => [nameOf(at), pair]))),
  };
}

export function anyAvroType(levels: number): fc.Arbitrary<AvroType> {
  if (levels === 0) return scalar;
  const inner = anyAvroType(levels - 1);
  return fc.oneof(
    { weight: 2, arbitrary: scalar },
    inner.map(arrayOf),
    inner.map(mapOf),
    scalar.map(orNull),
    inner.map((type) => orNull(recordOf([type]))),
    { weight: 2, arbitrary: fc.array(inner, { minLength: 1, maxLength: 4 }).map(recordOf) },
  );
}

/** A record's schema, and records of it in blocks: each as avsc encodes it, and as it is to be read. */
export const container = fc.array(anyAvroType(5), { minLength: 1, maxLength: 4 }).chain((types) => {
  const { schemaOf, pair } = recordOf(types);
  const schema: unknown = schemaOf('row');
  const type = avro.Type.forSchema(JSON.parse(JSON.stringify(schema)));
  const record = pair.map(({ given, read }) => ({ bytes: type.toBuffer(given), read }));
  return fc.record({
    schema: fc.constant(schema),
    codec: fc.constantFrom('null', 'deflate', 'snappy'),
    blocks: fc.array(fc.array(record, { maxLength: 6 }), { maxLength: 5 }),
  });
});
