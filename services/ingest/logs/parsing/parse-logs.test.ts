import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { envelope, lines, rowsOf, run, runAll, source, stringOf } from './parse-logs-for-tests.ts';

describe('parse-logs', () => {
  test('turns gzip members of envelopes into Parquet by event hour, with a receipt that adds up', async () => {
    const members = [
      envelope(lines.slice(0, 50)),
      envelope(['x'], 'CONTROL_MESSAGE'),
      envelope([...lines.slice(50, 90), 'garbage }{ "']),
    ];
    const { receipt, written, events } = await run(Buffer.concat(members.map((text) => gzipSync(text))));
    expect(receipt).toMatchObject({
      records_in: 91,
      control_messages: 1,
      records_rejected: 1,
      rejects: { unknown_format: 1 },
    });
    expect(receipt.requests + receipt.events).toBe(90);
    expect([...written.keys()].filter((key) => key.startsWith('lake/'))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^lake\/haproxy_requests\/year=2026\/month=11\/day=20\/hour=13\/[0-9a-f]{32}\.parquet$/),
      ]),
    );
    const rows = await rowsOf(written, 'haproxy_requests');
    expect(rows).toHaveLength(receipt.requests);
    expect(new Set(rows.map(({ record_id }) => record_id)).size).toBe(rows.length);
    const first = rows.toSorted((one, other) => Number(one.received_at) - Number(other.received_at))[0];
    expect(first).toMatchObject({ received_at: new Date(1_795_182_617_000), source_key: source.key });
    expect(events).toMatchObject([{ type: 'Records Rejected', detail: { count: 1, reasons: { unknown_format: 1 } } }]);
  });

  test('writes the same bytes under the same keys when an object comes a second time', async () => {
    const bytes = gzipSync(envelope(lines.slice(0, 20)));
    const [first, second] = [await run(bytes), await run(bytes)];
    expect([...second.written]).toEqual([...first.written]);
  });

  test('reads the five shapes alike', async () => {
    const [a, b] = [envelope(lines.slice(0, 10)), envelope(lines.slice(10, 20))];
    const members = Buffer.concat([gzipSync(a), gzipSync(b)]);
    const shapes = [members, gzipSync(members), Buffer.from(a + b), Buffer.from(`${a}\n${b}\n`)];
    for (const shape of shapes) {
      const first = await run(shape);
      expect(first.receipt).toMatchObject({ records_in: 20, requests: 20, bytes_in: shape.length });
      expect([...(await run(shape)).written]).toEqual([...first.written]);
    }
    const bare = await run(gzipSync(`${lines.slice(0, 20).join('\n')}\n`));
    expect(bare.receipt).toMatchObject({ records_in: 20, requests: 20 });
  });

  test('makes a row of each line of an event that holds several, and never one of two', async () => {
    const [one = '', two = '', three = ''] = lines
      .filter((line) => line.includes('" www') || line.includes('GET'))
      .slice(0, 3);
    const text = envelope([one, `${one}\n${two}\nno line of HAProxy\n${three}\n`, `${two}\n`]);
    const { receipt, written } = await run(gzipSync(text));
    expect(receipt).toMatchObject({ records_in: 6, requests: 5, records_rejected: 1 });
    const rows = await rowsOf(written, 'haproxy_requests');
    expect(new Set(rows.map(({ record_id }) => record_id)).size).toBe(5);
    const { logEvents, ...rest } = JSON.parse(text);
    const alone = logEvents.map((event: object) => JSON.stringify({ ...event, ...rest })).join('\n');
    const told = (of: typeof rows) => of.map((row) => JSON.stringify(row, stringOf)).toSorted();
    expect(told(await rowsOf((await run(Buffer.from(alone))).written, 'haproxy_requests'))).toEqual(told(rows));
    const single = await rowsOf((await run(gzipSync(text.replace(/\\n.*?"/, '"')))).written, 'haproxy_requests');
    const idsOf = (of: typeof rows) => of.map(({ record_id }) => record_id);
    expect(idsOf(rows)).toEqual(expect.arrayContaining(idsOf(single)));
  });

  test('makes the same rows of an envelope that is not written as CloudWatch writes it', async () => {
    const text = envelope([...lines.slice(0, 300), 'garbage', '#22 "ü" \\']);
    const { logEvents, ...rest } = JSON.parse(text);
    const told = async (written: string) => {
      const { receipt, written: files } = await run(gzipSync(written));
      const rows = await rowsOf(files, 'haproxy_requests');
      const rejected = [...files].find(([key]) => key.startsWith('rejected/'))?.[1].toString();
      return {
        receipt: { ...receipt, object_bytes: 0, segment_end: 0, bytes_in: 0, bytes_read: 0, digests: {} },
        rows: rows.toSorted((one, other) => (String(one.record_id) < String(other.record_id) ? -1 : 1)),
        rejected: rejected?.replaceAll(/"range_end":\d+/g, ''),
      };
    };
    const usual = await told(text);
    expect(usual.rows.length).toBeGreaterThan(250);
    expect(await told(JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents, ...rest }))).toEqual(usual);
  });

  test('makes nothing of a damaged member, rejects its range with its bytes, and goes on', async () => {
    const damaged = Buffer.from(gzipSync(envelope(lines.slice(0, 400))));
    damaged.fill(0xff, damaged.length - 200, damaged.length - 150);
    const whole = gzipSync(envelope(lines.slice(400, 410)));
    const { receipt, written } = await run(Buffer.concat([damaged, Buffer.from([0, 0, 10]), whole]));
    expect(receipt).toMatchObject({ requests: 10, ranges_rejected: 1, records_salvaged: 0 });
    expect(receipt.bytes_rejected).toBeGreaterThanOrEqual(damaged.length);
    const rejected = [...written].find(([key]) => key.startsWith('rejected/test/haproxy/year=2026/'))?.[1].toString();
    expect(JSON.parse(rejected ?? '')).toMatchObject({
      range_offset: 0,
      reason: 'damaged',
      detail: expect.any(String),
    });
  });

  test('keeps what precedes the cut of an object, and says how much that is', async () => {
    const whole = gzipSync(envelope(lines.slice(0, 400)));
    const { receipt } = await run(whole.subarray(0, whole.length - 100));
    expect(receipt.requests).toBeGreaterThan(200);
    expect(receipt.records_salvaged).toBe(receipt.records_in);
    expect(receipt.bytes_read).toBe(whole.length - 100 - 1024);
    expect(receipt.bytes_rejected).toBe(1024);
  });

  test('dates bare lines without a year by the object, never later than it', async () => {
    const bare = [
      'Jul  4 14:22:15 lb1 haproxy[9]: Proxy www started.',
      'Feb 25 16:19:38 lb1 haproxy[9]: Proxy app started.',
    ];
    const { written } = await run(
      Buffer.from(`${bare.join('\n')}\nNov 20 23:59:59 lb1 haproxy[9]: Proxy www started.\n`),
    );
    const rows = await rowsOf(written, 'haproxy_events');
    expect(rows.map(({ event_date }) => JSON.stringify(event_date)).toSorted()).toEqual([
      '"2026-02-25T16:19:38.000Z"',
      '"2026-07-04T14:22:15.000Z"',
      '"2026-11-20T23:59:59.000Z"',
    ]);
    expect(rows.map(({ received_at }) => received_at ?? null)).toEqual([null, null, null]);
  });

  test('rejects an object that is no text, with its bytes', async () => {
    const foreign = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 10, 0, 1]);
    const { receipt, written } = await run(foreign);
    expect(receipt).toMatchObject({ records_in: 0, ranges_rejected: 1, bytes_rejected: foreign.length });
    const [rejected = ''] = [...written]
      .filter(([key]) => key.startsWith('rejected/'))
      .map(([, body]) => body.toString());
    expect(JSON.parse(rejected)).toMatchObject({
      range_offset: 0,
      reason: 'damaged',
      bytes: foreign.toString('base64'),
    });
  });

  test('accounts for every byte and every record, whatever the split, the padding and the damage', async () => {
    const piece = fc.record({
      messages: fc.array(fc.oneof(fc.constantFrom(...lines.slice(0, 200)), fc.string()), { maxLength: 8 }),
      padding: fc.constantFrom('', '\n', '\0\0'),
      damage: fc.option(fc.tuple(fc.nat(400), fc.nat(255)), { nil: undefined }),
      cut: fc.option(fc.nat(300), { nil: undefined, freq: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 5 }), async (pieces) => {
        const parts = pieces.map(({ messages, padding, damage, cut }) => {
          const member = Buffer.from(gzipSync(envelope(messages)));
          if (damage !== undefined) member[damage[0] % member.length] = damage[1];
          return Buffer.concat([member.subarray(0, cut), Buffer.from(padding)]);
        });
        const { receipt } = await run(Buffer.concat(parts));
        expect(receipt.bytes_read + receipt.bytes_padding + receipt.bytes_rejected).toBe(receipt.bytes_in);
        expect(receipt.requests + receipt.events + receipt.records_rejected).toBe(receipt.records_in);
        if (pieces.every(({ damage, cut }) => damage === undefined && cut === undefined)) {
          expect(receipt.records_in).toBe(pieces.reduce((sum, { messages }) => sum + messages.length, 0));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('an object that is cut into segments gives the rows it gives in one, in however many invocations', async () => {
    const members = Array.from({ length: 40 }, (_, at) => gzipSync(envelope(lines.slice(at * 10, at * 10 + 10))));
    const bare = Buffer.from(`${lines.slice(0, 400).join('\n')}\n`);
    const shapes = [Buffer.concat(members), gzipSync(Buffer.concat(members)), bare, gzipSync(bare)];
    for (const bytes of shapes) {
      const segment = { bytes: 20_000, records: 1000 };
      const whole = await runAll(bytes);
      const cut = await runAll(bytes, { segment });
      const resumed = await runAll(bytes, { segment, remainingMs: 0 });
      expect(cut.receipts.map(({ is_last }) => is_last)).toEqual([...cut.receipts.slice(1).map(() => false), true]);
      expect(resumed.invocations).toBe(resumed.receipts.length);
      expect([...resumed.written]).toEqual([...cut.written]);
      const ids = async ({ written }: typeof whole) =>
        (await rowsOf(written, 'haproxy_requests')).map(({ record_id }) => String(record_id));
      expect((await ids(cut)).toSorted()).toEqual((await ids(whole)).toSorted());
    }
  });

  test('an object without bytes has a receipt of nothing', async () => {
    expect((await run(Buffer.alloc(0))).receipt).toMatchObject({ bytes_in: 0, records_in: 0, is_last: true });
  });
});
