import { expect, test } from 'vitest';
import { toEventMessage } from './rabbitmq-record.ts';

const timestampOf = (timestamp: number) =>
  toEventMessage({ tag: 1, redelivered: false, properties: { timestamp }, body: Buffer.alloc(0) }).basicProperties
    .timestamp;

test.each([
  [2021, 'Jan 1, 1970, 12:33:41 AM'],
  [1_763_640_000, 'Nov 20, 2025, 12:00:00 PM'],
  [146_097 * 86_400 * 7 + 2021, 'Jan 1, 4770, 12:33:41 AM'],
  // What Date cannot say: milliseconds and microseconds in the place of seconds.
  [1_763_640_000_250, expect.stringMatching(/^[A-Z][a-z]{2} \d+, 57857, /)],
  [1_763_640_000_250_999, expect.stringMatching(/^[A-Z][a-z]{2} \d+, 5588\d{4}, /)],
  [2 ** 63, expect.stringMatching(/^[A-Z]/)],
])('the timestamp %d is handed over as Java prints it, and nothing is thrown', (seconds, text) => {
  expect(timestampOf(seconds)).toEqual(text);
});
