import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';
import type { StreamLine } from './lanes.ts';
import { type StreamLimits, streamLimits } from './limits.ts';
import { createStreamWriter, NotStoredError, type PutAnswer, type StreamRecord } from './stream-writer.ts';

type Numbered = StreamLine & { readonly number: number };

const limits: StreamLimits = {
  ...streamLimits,
  maxRecordsPerCall: 4,
  maxBytesPerCall: 120,
  maxBytesPerRecord: 60,
  maxLinesPerRecord: 3,
  joinedBytes: 40,
  maxCallsInFlight: 3,
  worthwhileRecords: 1,
};

function line(number: number, partitionKey: string, size: number): Numbered {
  const text = `${String(number).padEnd(size, '.')}\n`;
  return { number, partitionKey, text, bytes: Buffer.byteLength(text) };
}

type Call = (records: readonly StreamRecord[]) => Promise<readonly PutAnswer[]>;

function setUp(call: Call, isTransient = (_error: unknown) => true) {
  const abort = new AbortController();
  const stored: number[] = [];
  const failures: Error[] = [];
  let retried = 0;
  const writer = createStreamWriter<Numbered>({
    putRecords: call,
    limits,
    onStored: (lines) => stored.push(...lines.map(({ number }) => number)),
    onFailed: (error) => failures.push(error),
    isTransient,
    signal: abort.signal,
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
    random: () => 0,
    onRetried: (records) => {
      retried += records;
    },
  });
  return { writer, abort, stored, failures, retried: () => retried };
}

const ok: PutAnswer = { errorCode: null };
const throttled: PutAnswer = { errorCode: 'ProvisionedThroughputExceededException' };

type Fate = 'ok' | 'fail' | 'throw' | 'slow';

/** A stream whose calls go as a script says, and well when that is used up. It refuses what Kinesis would, and two records of a key at a time. */
function createStream(script: readonly Fate[]) {
  const fates = script.values();
  const inFlight = new Set<string>();
  const accepted = new Map<string, number[]>();
  let calls = 0;
  const put: Call = async (records) => {
    calls += 1;
    expect(calls).toBeLessThanOrEqual(limits.maxCallsInFlight);
    checkCall(records);
    for (const { partitionKey } of records) {
      expect(inFlight).not.toContain(partitionKey);
      inFlight.add(partitionKey);
    }
    const fate = fates.next().value ?? 'ok';
    await turns(fate === 'slow' ? 3 : 1);
    calls -= 1;
    for (const { partitionKey } of records) inFlight.delete(partitionKey);
    if (fate === 'throw') throw new Error('the network');
    return records.map((record, index) => (fate === 'fail' && index % 2 === 0 ? throttled : accept(record)));
  };
  const accept = ({ partitionKey, data }: StreamRecord): PutAnswer => {
    const numbers = data
      .toString()
      .trim()
      .split('\n')
      .map((text) => Number.parseInt(text, 10));
    accepted.set(partitionKey, [...(accepted.get(partitionKey) ?? []), ...numbers]);
    return ok;
  };
  return { put, accepted };
}

function checkCall(records: readonly StreamRecord[]): void {
  expect(records.length).toBeLessThanOrEqual(limits.maxRecordsPerCall);
  const bytes = records.reduce((sum, { data, partitionKey }) => sum + data.length + partitionKey.length, 0);
  expect(bytes).toBeLessThanOrEqual(limits.maxBytesPerCall);
  for (const { data } of records) {
    expect(data.length).toBeLessThanOrEqual(limits.maxBytesPerRecord);
    expect(data.toString().trim().split('\n').length).toBeLessThanOrEqual(limits.maxLinesPerRecord);
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('the stream writer', () => {
  test('stores every line, within all limits, one record of a key at a time and each key in its order, whatever fails', async () => {
    const keys = fc.constantFrom('a/1', 'a/2', 'b/1', 'c/12');
    const lines = fc.array(fc.record({ key: keys, size: fc.integer({ min: 3, max: 58 }) }), { maxLength: 40 });
    const fates = fc.array(fc.constantFrom<Fate>('ok', 'fail', 'throw', 'slow'), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(lines, fates, async (given, script) => {
        const stream = createStream(script);
        const { writer, stored } = setUp(stream.put);
        for (const [number, { key, size }] of given.entries()) writer.add(line(number, key, size));
        await writer.flushed();
        expect(stored.toSorted((a, b) => a - b)).toEqual(given.map((_, number) => number));
        expect(writer.waiting()).toBe(0);
        for (const numbers of stream.accepted.values()) expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      }),
      { numRuns: 60 },
    );
  });

  test('sends only what failed again, with what has come meanwhile', async () => {
    const calls: string[][] = [];
    const { writer, stored, retried } = setUp(async (records) => {
      calls.push(records.map(({ data }) => data.toString().replaceAll('\n', '|')));
      if (calls.length > 1) return records.map(() => ok);
      writer.add(line(3, 'b', 1));
      return [ok, throttled];
    });
    writer.add(line(1, 'a', 1));
    writer.add(line(2, 'b', 1));
    await writer.flushed();
    expect(calls).toEqual([['1|', '2|'], ['2|3|']]);
    expect(stored).toEqual([1, 2, 3]);
    expect(retried()).toBe(1);
  });

  test('keeps a line back until what must come before it is done, and those behind it with it', async () => {
    const sent: string[] = [];
    const { writer } = setUp(async (records) => {
      sent.push(...records.map(({ data }) => data.toString().replaceAll('\n', '|')));
      return records.map(() => ok);
    });
    let done: () => void = () => undefined;
    const after = new Promise<void>((resolve) => {
      done = resolve;
    });
    writer.add({ ...line(1, 'a', 1), after });
    writer.add(line(2, 'a', 1));
    writer.add(line(3, 'b', 1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(sent).toEqual(['3|']);
    done();
    await writer.flushed();
    expect(sent).toEqual(['3|', '1|2|']);
  });

  test('gives up at once when no retry can help', async () => {
    const { writer, failures, stored } = setUp(
      () => Promise.reject(new Error('AccessDenied')),
      () => false,
    );
    writer.add(line(1, 'a', 1));
    await expect(writer.flushed()).rejects.toThrow('AccessDenied');
    expect(failures).toHaveLength(1);
    expect(stored).toEqual([]);
  });

  test('fails when what must come before a line fails', async () => {
    const { writer } = setUp(async (records) => records.map(() => ok));
    writer.add({ ...line(1, 'a', 1), after: Promise.reject(new Error('no bucket')) });
    await expect(writer.flushed()).rejects.toThrow('no bucket');
  });

  test('says how much is not stored when time runs out, and sends nothing more', async () => {
    let calls = 0;
    const { writer, abort } = setUp(async (records) => {
      calls += 1;
      if (calls === 3) abort.abort();
      return records.map(() => throttled);
    });
    writer.add(line(1, 'a', 1));
    await expect(writer.flushed()).rejects.toThrow(NotStoredError);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(calls).toBe(3);
  });
});

describe('the pause before a retry', () => {
  test('is anything up to a bound, which doubles and ends at five seconds', () => {
    const bounds = [1, 2, 3, 7, 50].map((attempt) => backoffMs(attempt, () => 0.999999));
    expect(bounds).toEqual([99, 199, 399, 4999, 4999]);
    expect(backoffMs(9, () => 0)).toBe(0);
  });
});
