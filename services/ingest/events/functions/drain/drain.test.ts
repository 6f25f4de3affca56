import { describe, expect, test } from 'vitest';
import { bodies, createQueue, idsOf, oddHeader, setUp } from './drain-for-tests.ts';
import { StreamQueueError } from './stream-queue.ts';

describe('drain', () => {
  test('brings all that is in the queue, acknowledges it, and ends when nothing more comes', async () => {
    const queue = createQueue([...bodies(100), 'no json']);
    const { drain, lines, rejects } = setUp({ connect: async () => queue.broker });
    expect(await drain(() => 60_000)).toMatchObject({ Received: 101, Kept: 100, Rejected: 1, Acknowledged: 101 });
    expect([idsOf(lines).size, rejects.length, queue.ready.length]).toEqual([100, 1, 0]);
  });

  test('rejects a message whose headers nobody can read, with its bytes and theirs', async () => {
    const queue = createQueue(['{"id":1}', 'odd {"id":2}', '{"id":3}']);
    const { drain, lines, rejects } = setUp({ connect: async () => queue.broker });
    expect(await drain(() => 60_000)).toMatchObject({
      Kept: 2,
      Rejected: 1,
      'Rejects bad_headers': 1,
      Acknowledged: 3,
    });
    expect([idsOf(lines).size, queue.ready.length]).toEqual([2, 0]);
    expect(rejects).toMatchObject([{ bytes: Buffer.from('odd {"id":2}').toString('base64') }]);
    expect(JSON.parse(rejects[0]?.message ?? '')).toMatchObject({ content_header: oddHeader.toString('base64') });
  });

  test('goes on with a new connection when one is lost; what was not acknowledged comes again', async () => {
    const queue = createQueue(bodies(50));
    let calls = 0;
    const { drain, lines, warnings } = setUp({
      connect: async () => queue.broker,
      ports: {
        putRecords: async (records) => {
          calls += 1;
          if (calls === 2) queue.lose('the connection was closed');
          for (const { data } of records) lines.push(...data.toString().trimEnd().split('\n'));
          return records.map(() => ({ errorCode: null }));
        },
      },
    });
    expect(await drain(() => 60_000)).toMatchObject({ ConnectionsLost: 1 });
    expect([idsOf(lines).size, queue.ready.length]).toEqual([50, 0]);
    expect(warnings.join()).not.toContain('hunter2');
  });

  test('asks for fewer messages at a time when they are large', async () => {
    const large = Array.from({ length: 20 }, (_, id) => JSON.stringify({ id, text: 'x'.repeat(500) }));
    const queue = createQueue(large);
    const { drain, lines } = setUp({ connect: async () => queue.broker, maxBytesInHand: 2200 });
    await drain(() => 60_000);
    expect(queue.prefetches).toEqual([1, 8, 2]);
    expect([idsOf(lines).size, queue.ready.length]).toEqual([20, 0]);
  });

  test('leaves what the stream does not take in time to the next run', async () => {
    const queue = createQueue(bodies(8));
    let calls = 0;
    const { drain } = setUp({
      connect: async () => queue.broker,
      ports: {
        putRecords: async (records) => {
          calls += 1;
          return records.map((_, index) => ({ errorCode: calls === 1 && index === 0 ? null : 'Throttled' }));
        },
      },
    });
    const counts = await drain(() => 2200);
    expect(counts).toMatchObject({ Received: 8, Acknowledged: 1, LeftForLater: 7 });
    expect(queue.ready).toHaveLength(7);
  });

  test('fails when the stream takes nothing at all, and when a call can never succeed', async () => {
    const queue = createQueue(bodies(3));
    const throttled = setUp({
      connect: async () => queue.broker,
      ports: { putRecords: async (records) => records.map(() => ({ errorCode: 'Throttled' })) },
    });
    await expect(throttled.drain(() => 2200)).rejects.toThrow('The stream has not taken 1 events in time');
    const denied = setUp({
      connect: async () => queue.broker,
      ports: { putRecords: () => Promise.reject(new Error('AccessDenied')), isTransient: () => false },
    });
    await expect(denied.drain(() => 60_000)).rejects.toThrow('AccessDenied');
    expect(queue.ready).toHaveLength(3);
  });

  test('gives one message back while the stream is down, and none until the pause is over', async () => {
    const queue = createQueue(bodies(50));
    let isDown = true;
    let later = 0;
    const { drain, lines, handed } = setUp({
      connect: async () => queue.broker,
      queue,
      ports: {
        now: () => Date.now() + later,
        putRecords: async (records) => {
          if (isDown) throw new Error('503');
          for (const { data } of records) lines.push(...data.toString().trimEnd().split('\n'));
          return records.map(() => ({ errorCode: null }));
        },
      },
    });
    for (let minute = 0; minute < 60; minute += 1) {
      await drain(() => 2020).catch(() => undefined);
      later += 60_000;
    }
    expect([queue.ready.length, handed()]).toEqual([50, 6]);
    expect(await drain(() => 2020)).toMatchObject({ Received: 0, Paused: 1 });
    isDown = false;
    later += 31 * 60_000;
    expect(await drain(() => 60_000)).toMatchObject({ Received: 50, Acknowledged: 50 });
    expect([idsOf(lines).size, queue.ready.length]).toEqual([50, 0]);
  });

  test('takes no more when the stream stops to take any, and goes on once it does', async () => {
    const queue = createQueue(bodies(40));
    let later = 0;
    let calls = 0;
    const { drain, lines, handed } = setUp({
      connect: async () => queue.broker,
      queue,
      ports: {
        now: () => Date.now() + later,
        putRecords: async (records) => {
          calls += 1;
          if (calls > 3 && calls < 40) {
            later += 500;
            await new Promise((resolve) => setTimeout(resolve, 10));
            return records.map(() => ({ errorCode: 'InternalFailure' }));
          }
          for (const { data } of records) lines.push(...data.toString().trimEnd().split('\n'));
          return records.map(() => ({ errorCode: null }));
        },
      },
    });
    expect(await drain(() => 600_000)).toMatchObject({ Acknowledged: 40 });
    expect([idsOf(lines).size, handed(), queue.prefetches.slice(0, 3)]).toEqual([40, 40, [1, 8, 1]]);
  });

  test('refuses a stream with the reason', async () => {
    const { drain } = setUp({
      connect: async () => ({
        consume: () => Promise.reject(new StreamQueueError('the queue lake is a stream')),
        close: async () => undefined,
      }),
    });
    await expect(drain(() => 60_000)).rejects.toThrow('Queue lake: the queue lake is a stream');
  });

  test.each([
    ['Handshake terminated by server: 403 (ACCESS-REFUSED) with message "ACCESS_REFUSED - Login was refused"', 60_000],
    ['connect ECONNREFUSED 10.0.0.1:5671', 8000],
  ])('fails, naming queue and reason, when the broker says %s', async (reason, remainingMs) => {
    const { drain } = setUp({ connect: () => Promise.reject(new Error(reason)) });
    const error: unknown = await drain(() => remainingMs).catch((thrown: unknown) => thrown);
    expect(String(error)).toBe(`BrokerError: Queue lake: ${reason}`);
  });

  test('leaves the queue to another drain that consumes it already, which the broker says', async () => {
    const reason =
      "Operation failed: BasicConsume; 403 (ACCESS-REFUSED) with message \"ACCESS_REFUSED - queue 'lake' in vhost '/' in exclusive use\"";
    const { drain } = setUp({
      connect: async () => ({ consume: () => Promise.reject(new Error(reason)), close: async () => undefined }),
    });
    expect(await drain(() => 60_000)).toMatchObject({ LeftToAnother: 1 });
  });
});
