import { expect, test } from 'vitest';
import { invocationsIn } from './report.ts';

const id = (at: number) => `42d89447-c1b3-495a-aaac-dd925b46539${at}`;
const event = (timestamp: number, message: string) => ({
  eventId: `${timestamp}`,
  logStreamName: 's',
  timestamp,
  message,
});
const report = (at: number, more = '') =>
  `REPORT RequestId: ${id(at)}\tDuration: 125.50 ms\tBilled Duration: 656 ms\tMemory Size: 1769 MB\tMax Memory Used: 72 MB${more}`;

test('a report says how long it took, of how much memory, and whether it began cold', () => {
  expect(invocationsIn([event(5, report(1, '\tInit Duration: 531.00 ms'))])).toEqual([
    { requestId: id(1), at: 5, durationMs: 125.5, memoryMb: 72, ofMemoryMb: 1769, initMs: 531, failed: undefined },
  ]);
  expect(invocationsIn([event(5, report(1))])[0]?.initMs).toBeUndefined();
});

test('those that failed come first, then the newest', () => {
  const events = [
    event(9, report(4)),
    event(8, report(3)),
    event(7, report(2, '\tStatus: timeout')),
    event(6, `2026-11-20T13:00:00.000Z\t${id(1)}\tERROR\tInvoke Error\t{"errorType":"Error"}`),
    event(6, report(1)),
    event(5, report(0, '\tStatus: error\tError Type: Runtime.ExitError')),
  ];
  expect(invocationsIn(events).map(({ at, failed }) => [at, failed])).toEqual([
    [7, 'timeout'],
    [6, 'error'],
    [5, 'error, Runtime.ExitError'],
    [9, undefined],
    [8, undefined],
  ]);
});

test('a report in JSON says the same', () => {
  const metrics = {
    durationMs: 12.5,
    billedDurationMs: 13,
    memorySizeMB: 512,
    maxMemoryUsedMB: 90,
    initDurationMs: 300,
  };
  const line = (record: object) => event(1, JSON.stringify({ time: 't', type: 'platform.report', record }));
  const events = [
    line({ requestId: 'a', metrics, status: 'success' }),
    line({ requestId: 'b', metrics, status: 'error', errorType: 'X' }),
  ];
  expect(invocationsIn(events)).toMatchObject([
    { requestId: 'b', failed: 'error, X' },
    { requestId: 'a', failed: undefined, durationMs: 12.5, memoryMb: 90, ofMemoryMb: 512, initMs: 300 },
  ]);
});

test('other lines are no invocations', () => {
  const lines = ['{"level":"INFO","message":"REPORT"}', '{not json', 'a REPORT RequestId: x', ''];
  expect(invocationsIn(lines.map((line) => event(1, line)))).toEqual([]);
});
