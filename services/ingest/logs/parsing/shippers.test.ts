import { describe, expect, test } from 'vitest';
import { rowsOf, runAll, lines as sample, stringOf } from './parse-logs-for-tests.ts';
import { fluentBit, vector } from './shippers-for-tests.ts';

/** What HAProxy sends, with what JSON has to escape and what is no ASCII; one line twice. */
const wild =
  '<134>Nov 20 13:50:17 haproxy[8174]: 127.0.0.9:42343 [20/Nov/2026:13:50:17.856] www static/cdn-1 0/0/1/57/58 200 4022 - - ---- 46/36/14/14/0 0/0 {acme|Mozilla \\"x\\" caf\u00e9|} {text/html|MISS} "GET /a\\b HTTP/1.1"';
const lines = [...sample.filter((line) => line.includes('"GET ')).slice(0, 40), wild, wild];

type Rows = readonly Record<string, unknown>[];

async function readRows(bytes: Buffer, options: Parameters<typeof runAll>[1] = {}) {
  const { written, receipts } = await runAll(bytes, options);
  return { rows: await rowsOf(written, 'haproxy_requests'), receipts };
}

const textOf = (row: unknown) => JSON.stringify(row, stringOf);

/** Rows as they compare between objects: without what tells where they stood. */
const told = (rows: Rows, host: string | undefined) =>
  rows
    .map(({ record_id: _id, source_key: _key, ...row }) => textOf({ ...row, syslog_host: host ?? row.syslog_host }))
    .toSorted();

describe.each(Object.entries({ 'Fluent Bit': fluentBit, Vector: vector }))('%s', (_, shapes) => {
  test.each(Object.entries(shapes))('%s: the rows of the bare lines, and a receipt that adds up', async (__, shape) => {
    const bare = await readRows(Buffer.from(`${lines.join('\n')}\n`));
    expect(bare.rows).toHaveLength(lines.length);
    const bytes = shape.write(lines);
    const { rows, receipts } = await readRows(bytes);
    expect(rows.every(({ syslog_host: host }) => host === (shape.host ?? null))).toBe(true);
    expect(told(rows, shape.host)).toEqual(told(bare.rows, shape.host));
    expect(receipts).toMatchObject([
      {
        records_in: lines.length,
        requests: lines.length,
        records_rejected: 0,
        bytes_in: bytes.length,
        bytes_rejected: 0,
        is_last: true,
      },
    ]);
  });

  test.each(Object.entries(shapes))(
    '%s: ids are of the object and the place, in one go or in many',
    async (__, shape) => {
      const bytes = shape.write(lines);
      const whole = await readRows(bytes);
      const ids = (rows: Rows) => rows.map(({ record_id }) => String(record_id)).toSorted();
      expect(new Set(ids(whole.rows)).size).toBe(lines.length);
      const parts = await readRows(bytes, { segment: { bytes: 2_000, records: 7 }, remainingMs: 0 });
      expect(ids(parts.rows)).toEqual(ids(whole.rows));
      expect(parts.receipts.reduce((sum, { records_in }) => sum + records_in, 0)).toBe(lines.length);
      expect(parts.receipts.reduce((sum, { bytes_in }) => sum + bytes_in, 0)).toBe(bytes.length);
    },
  );
});
