import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readContentHeader } from './content-header.ts';

const short = (text: string | Buffer) => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]);
const long = (bytes: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const field = (name: string, type: string, ...value: readonly Buffer[]) =>
  Buffer.concat([short(name), Buffer.from(type), ...value]);
const hex = (digits: string) => Buffer.from(digits, 'hex');

/** A header with these fields, and a message id after them. */
const headerOf = (...fields: readonly Buffer[]) =>
  Buffer.concat([hex('2080'), long(Buffer.concat(fields)), short('m-1')]);

describe("a message's content header", () => {
  test('is its properties', () => {
    const bytes = Buffer.concat([
      hex('fffc'),
      short('application/json'),
      short('gzip'),
      long(Buffer.alloc(0)),
      hex('0203'),
      ...['c', 'r', '60000', 'm'].map(short),
      hex('000000006a1f3b00'),
      ...['t', 'u', 'a', 'cl'].map(short),
    ]);
    expect(readContentHeader(bytes)).toEqual({
      fault: null,
      properties: {
        contentType: 'application/json',
        contentEncoding: 'gzip',
        headers: {},
        deliveryMode: 2,
        priority: 3,
        correlationId: 'c',
        replyTo: 'r',
        expiration: '60000',
        messageId: 'm',
        timestamp: 0x6a1f3b00,
        type: 't',
        userId: 'u',
        appId: 'a',
        clusterId: 'cl',
      },
    });
    expect(readContentHeader(hex('0000'))).toEqual({ properties: {}, fault: null });
  });

  test.each([
    ['t', hex('01'), true],
    ['b', hex('ff'), -1],
    ['B', hex('ff'), 255],
    ['s', hex('fffe'), -2],
    ['U', hex('fffe'), -2],
    ['u', hex('fffe'), 65534],
    ['I', hex('fffffffd'), -3],
    ['i', hex('fffffffd'), 4294967293],
    ['l', hex('ffffffffffffffff'), -1],
    ['l', hex('7fffffffffffffff'), 9223372036854775807n],
    ['L', hex('0000000000000005'), 5],
    ['L', hex('8000000000000000'), -9223372036854775808n],
    ['f', hex('3fc00000'), 1.5],
    ['d', hex('3ff8000000000000'), 1.5],
    ['D', hex('02000004d2'), { '!': 'decimal', value: { places: 2, digits: 1234 } }],
    ['T', hex('0000000000000007'), { '!': 'timestamp', value: 7 }],
    ['S', long(Buffer.from('é')), 'é'],
    ['S', long(hex('ff00')), hex('ff00')],
    ['x', long(hex('6100')), hex('6100')],
    ['V', Buffer.alloc(0), null],
    ['F', long(field('in', 't', hex('00'))), { in: false }],
    ['A', long(hex('7401560155'.slice(0, 6))), [true, null]],
  ])('has headers of the type %s', (type, bytes, value) => {
    const { properties, fault } = readContentHeader(headerOf(field('x', type, bytes), field('y', 't', hex('01'))));
    expect({ properties, fault }).toEqual({
      properties: { headers: { x: value, y: true }, messageId: 'm-1' },
      fault: null,
    });
  });

  test('keeps what follows headers that nobody can read, and says which and why', () => {
    expect(readContentHeader(headerOf(field('x-odd', 'Z', hex('0102'))))).toEqual({
      properties: { messageId: 'm-1' },
      fault: 'the headers cannot be read: x-odd has the type "Z", which nobody knows',
    });
    expect(readContentHeader(headerOf(field('x', 'S', hex('000000ff'))))).toMatchObject({
      properties: { messageId: 'm-1' },
      fault: 'the headers cannot be read: it is cut short',
    });
    let deep = field('x', 't', hex('01'));
    for (let level = 0; level < 20_000; level += 1) deep = level < 100 ? field('x', 'F', long(deep)) : deep;
    expect(readContentHeader(headerOf(deep)).fault).toMatch(/nest deeper than 64 levels/);
  });

  test('reads text that is no UTF-8 as Latin-1, so that different ids stay different', () => {
    const idOf = (bytes: Buffer) => readContentHeader(Buffer.concat([hex('0080'), short(bytes)])).properties.messageId;
    expect(idOf(hex('ff'))).toBe('ÿ');
    expect(idOf(hex('fe'))).toBe('þ');
    expect(idOf(Buffer.from('\ufffd'))).toBe('\ufffd');
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readContentHeader(Buffer.from(bytes));
        readContentHeader(Buffer.concat([hex('fffc'), Buffer.from(bytes)]));
        readContentHeader(headerOf(Buffer.from(bytes)));
      }),
    );
  });
});
