import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkSize, ParkedPayloadError, parkedIn, readParkedPayload } from './parked.ts';

const body = Buffer.from('{ "id": 12345678901234567890 }');
const sha256 = createHash('sha256').update(body).digest('hex');
const parked = { bucket: 'raw', key: 'parked/events/order_placed/a.json', bytes: body.length, sha256 };

describe('a parked payload', () => {
  test('is told from a payload that only looks like one', () => {
    const found = (payload: unknown) => parkedIn(JSON.stringify(payload), 'raw');
    expect(found({ parked })).toEqual(parked);
    for (const other of [
      { parked: true },
      { parked, total: 1 },
      { parked: { ...parked, bucket: 'elsewhere' } },
      { parked: { ...parked, key: 'raw/events/a' } },
      { parked: { ...parked, sha256: 'x' } },
      [parked],
    ]) {
      expect(found(other)).toBeUndefined();
    }
  });

  test('is what was put there, with every digit', () => {
    expect(readParkedPayload(parked, body)).toBe('{"id":12345678901234567890}');
  });

  test('is refused when it is another, no JSON, or too large to be taken apart', () => {
    expect(() => readParkedPayload(parked, Buffer.from('{}'))).toThrow(ParkedPayloadError);
    const text = Buffer.from('{');
    const of = { ...parked, sha256: createHash('sha256').update(text).digest('hex') };
    expect(() => readParkedPayload(of, text)).toThrow('is no JSON');
    expect(() => checkSize({ ...parked, bytes: 16 * 1024 * 1024 + 1 })).toThrow('16777216 at most');
    checkSize(parked);
  });
});
