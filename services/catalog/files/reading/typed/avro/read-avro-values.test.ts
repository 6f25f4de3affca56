import { expectTiles, partsBy, reasonsIn, rejectedIn, rowsIn } from '@tributary/shared/objects/testing/read-parts.ts';
import avro from 'avsc';
import { describe, expect, test } from 'vitest';
import { asWritten } from '../as-written.ts';
import { avroBytes, avroFile, long } from '../testing/avro-file.ts';
import { readAvroValues } from './read-avro-values.ts';

const partsOf = partsBy(readAvroValues);

async function read(schema: unknown, records: readonly Buffer[], codec = 'null') {
  const bytes = avroFile(schema, codec, [records]);
  const parts = await partsOf(bytes);
  expect(reasonsIn(parts)).toEqual([]);
  expectTiles(parts, bytes.length);
  return rowsIn(parts);
}

const recordOf = (...fields: readonly (readonly [string, unknown])[]) => ({
  type: 'record',
  name: 'row',
  namespace: 'shop',
  fields: fields.map(([name, type]) => ({ name, type })),
});

const logical = (type: string, logicalType: string, more = {}) => ({ type, logicalType, ...more });
const text = (value: string) => asWritten('text', value);

describe('readAvroValues', () => {
  test.each([
    ['null', Buffer.alloc(0), null],
    ['boolean', Buffer.of(1), true],
    ['int', long(-64), -64],
    ['long', long(Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER],
    ['long', long(2n ** 53n), 2n ** 53n],
    ['long', long(-(2n ** 63n)), -(2n ** 63n)],
    ['long', long(2n ** 63n - 1n), 2n ** 63n - 1n],
    ['float', Buffer.from('cdcccc3d', 'hex'), 0.1],
    ['double', Buffer.from('000000000000f87f', 'hex'), Number.NaN],
    ['float', Buffer.from('00000040', 'hex'), asWritten('number', '2.0')],
    ['double', Buffer.from('0000000000000080', 'hex'), asWritten('number', '-0.0')],
    ['bytes', avroBytes(Buffer.of(0, 255)), asWritten('binary', 'AP8=')],
    ['string', avroBytes('ü'), text('ü')],
    [{ type: 'string', 'avro.java.string': 'String' }, avroBytes('1'), text('1')],
    [{ type: 'enum', name: 'e', symbols: ['A', 'B'] }, long(1), text('B')],
    [{ type: 'fixed', name: 'f', size: 2 }, Buffer.of(1, 2), asWritten('binary', 'AQI=')],
    [{ type: 'array', items: 'int' }, Buffer.concat([long(2), long(1), long(2), long(0)]), [1, 2]],
    [{ type: 'array', items: 'int' }, Buffer.concat([long(-2), long(2), long(1), long(2), long(0)]), [1, 2]],
    [{ type: 'map', values: 'int' }, Buffer.concat([long(1), avroBytes('a'), long(7), long(0)]), { a: 7 }],
    [['null', 'string', 'int'], long(0), null],
    [['null', 'string', 'int'], Buffer.concat([long(2), long(5)]), 5],
    [logical('int', 'date'), long(-1), asWritten('date', '1969-12-31')],
    [logical('int', 'time-millis'), long(61_500), text('00:01:01.5')],
    [logical('long', 'time-micros'), long(1), text('00:00:00.000001')],
    [logical('long', 'timestamp-millis'), long(-1), asWritten('timestamp', '1969-12-31T23:59:59.999Z')],
    [logical('long', 'timestamp-micros'), long(1), asWritten('timestamp', '1970-01-01T00:00:00.000001Z')],
    [
      logical('long', 'timestamp-nanos'),
      long(1_795_000_000_123_456_789n),
      asWritten('timestamp', '2026-11-18T11:06:40.123456789Z'),
    ],
    [logical('long', 'local-timestamp-millis'), long(0), asWritten('timestamp', '1970-01-01T00:00:00Z')],
    [
      logical('bytes', 'decimal', { precision: 4, scale: 2 }),
      avroBytes(Buffer.of(0x04, 0xe2)),
      asWritten('decimal', '12.50'),
    ],
    [logical('bytes', 'decimal', { precision: 4 }), avroBytes(Buffer.of(0xff)), asWritten('decimal', '-1')],
    [
      logical('fixed', 'decimal', { name: 'd', size: 2, precision: 4, scale: 3 }),
      Buffer.of(0xff, 0xff),
      asWritten('decimal', '-0.001'),
    ],
    [
      logical('string', 'uuid'),
      avroBytes('5c8a1f0e-1111-4222-8333-0123456789ab'),
      text('5c8a1f0e-1111-4222-8333-0123456789ab'),
    ],
    [
      logical('fixed', 'uuid', { name: 'u', size: 16 }),
      Buffer.from('5c8a1f0e1111422283330123456789ab', 'hex'),
      text('5c8a1f0e-1111-4222-8333-0123456789ab'),
    ],
    [logical('string', 'timestamp-millis'), avroBytes('x'), text('x')],
    [logical('long', 'of somebody'), long(3), 3],
    [
      { type: { type: 'long', logicalType: 'timestamp-millis' } },
      long(0),
      asWritten('timestamp', '1970-01-01T00:00:00Z'),
    ],
  ])('reads %j', async (type, bytes, expected) => {
    expect(await read(recordOf(['value', type]), [bytes])).toEqual([{ value: expected }]);
    // What is no record itself is the value of one.
    const isMap = typeof expected === 'object' && expected !== null && 'a' in expected;
    expect(await read(type, [bytes])).toEqual([isMap ? expected : { value: expected }]);
  });

  test('reads records in records, those of their own kind too, by names of their namespaces', async () => {
    const schema = recordOf(
      ['id', 'int'],
      ['address', { type: 'record', name: 'other.Address', fields: [{ name: '__proto__', type: 'string' }] }],
      ['again', ['null', 'other.Address']],
      ['next', ['null', 'row']],
    );
    const one = [long(1), avroBytes('a'), long(1), avroBytes('b'), long(1)];
    const other = [long(2), avroBytes('c'), long(0), long(0)];
    const [row] = await read(schema, [Buffer.concat([...one, ...other])]);
    const told = JSON.stringify(row, (_, value) =>
      Object.getOwnPropertySymbols(Object(value)).length > 0 ? value.text : value,
    );
    expect(JSON.parse(told)).toEqual(
      JSON.parse(
        '{"id":1,"address":{"__proto__":"a"},"again":{"__proto__":"b"},"next":{"id":2,"address":{"__proto__":"c"},"again":null,"next":null}}',
      ),
    );
  });

  test('takes schemas whose names and defaults Avro forbids, as writers have them', async () => {
    const schema = {
      type: 'record',
      name: 'my-row',
      fields: [{ name: 'a b', type: ['null', 'string'], default: 'null' }],
    };
    expect(await read(schema, [Buffer.concat([long(1), avroBytes('x')])])).toEqual([{ 'a b': text('x') }]);
  });

  test.each(['null', 'deflate', 'snappy'])('reads blocks packed by %s, in lots', async (codec) => {
    const records = Array.from({ length: 10_000 }, (_, at) => Buffer.concat([long(at), avroBytes(`name ${at % 7}`)]));
    const rows = await read(recordOf(['id', 'long'], ['name', 'string']), records, codec);
    expect(rows).toEqual(records.map((_, id) => ({ id, name: text(`name ${id % 7}`) })));
  });

  test.each(['null', 'deflate'])("reads avsc's own containers, %s", async (codec) => {
    const type = avro.Type.forSchema({ type: 'record', name: 'row', fields: [{ name: 'id', type: 'long' }] });
    const encoder = new avro.streams.BlockEncoder(type, { codec, blockSize: 100 });
    for (let id = 0; id < 500; id += 1) encoder.write({ id });
    encoder.end();
    const bytes = Buffer.concat(await encoder.toArray());
    const parts = await partsOf(bytes);
    expectTiles(parts, bytes.length);
    expect(rowsIn(parts)).toEqual(Array.from({ length: 500 }, (_, id) => ({ id })));
    expect(parts.length).toBeGreaterThan(10);
  });

  test('reads a file without records, and rejects nothing of an object without bytes', async () => {
    const bytes = avroFile('int', 'null', []);
    const parts = await partsOf(bytes);
    expectTiles(parts, bytes.length);
    expect([rowsIn(parts), reasonsIn(parts)]).toEqual([[], []]);
    expect(await partsOf(Buffer.alloc(0))).toEqual([]);
  });

  test('reads a header of several hundred KB', async () => {
    const names = Array.from({ length: 20_000 }, (_, at) => `field_${at}`);
    const schema = recordOf(...names.map((name) => [name, ['null', 'int']] as const));
    const [row] = await read(schema, [Buffer.concat(names.map(() => long(0)))]);
    expect(Object.keys(row ?? {})).toEqual(names);
  });

  test.each([
    ['of lines', Buffer.from('{"a":1}\n'.repeat(9)), /begins with Obj/],
    ['cut off in its header', avroFile('int', 'null', []).subarray(0, 30), /ends within its header/],
    ['packed by what is not known', avroFile('int', 'xz', []), /packed by xz: write them by deflate, snappy/],
    [
      'of a type that is not there',
      avroFile('shop.Order', 'null', []),
      /names a type that it does not have: "shop.Order"/,
    ],
    ['of no schema', avroFile({ type: 'record', fields: [] }, 'null', []), /without a name/],
    ['of a schema without end', avroFile(deep(200), 'null', []), /more than 100 levels deep/],
  ])('a file %s is rejected whole, with the reason', async (_, bytes, reason) => {
    const parts = await partsOf(Buffer.from(bytes));
    expect(reasonsIn(parts)).toEqual([expect.stringMatching(reason)]);
    expect(rejectedIn(parts).equals(bytes)).toBe(true);
    expectTiles(parts, bytes.length);
  });

  test.each([
    ['values without bytes', { type: 'array', items: 'null' }, Buffer.concat([long(2 ** 52), long(0)]), /more values/],
    ['itself', { type: 'record', name: 'a', fields: [{ name: 'a', type: 'a' }] }, Buffer.of(0), /1000 levels deep/],
    ['another branch', ['null', 'int'], long(7), /branch 7 of 2/],
    ['another symbol', { type: 'enum', name: 'e', symbols: ['A'] }, long(1), /symbol 1 of 1/],
    ['less than it says', 'string', long(100), /ends within a value/],
    ['more than it says', 'int', Buffer.of(0, 0), /1 bytes are left behind the 1 records/],
    ['a number too long', 'long', Buffer.alloc(12, 0xff), /more than 64 bits/],
  ])('a block that holds %s is rejected, and the others are read', async (_, schema, record, reason) => {
    const bytes = avroFile(schema, 'null', [[record], [], [record]]);
    const parts = await partsOf(bytes);
    expect(reasonsIn(parts)).toEqual([expect.stringMatching(reason)]);
    expectTiles(parts, bytes.length);
  });
});

function deep(levels: number): unknown {
  return levels === 0 ? 'int' : { type: 'array', items: deep(levels - 1) };
}
