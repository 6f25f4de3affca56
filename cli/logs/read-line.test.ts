import { expect, test } from 'vitest';
import { readLine } from './read-line.ts';

test("reads a function's own line, without what every line says", () => {
  const line = {
    level: 'ERROR',
    message: 'A message failed',
    timestamp: '2026-11-20T13:00:00.000Z',
    service: 'tributary-ingest',
    bundle: '0123456789abcdef',
    function_name: 'f',
    function_request_id: 'r-1',
    cold_start: true,
    messageId: 'm-1',
    error: {
      name: 'Error',
      location: 'file:///x.mjs:1',
      message: 'no',
      stack: 'Error: no\n    at x',
      cause: { stack: 'Error: deep' },
    },
  };
  expect(readLine(JSON.stringify(line))).toEqual({
    level: 'ERROR',
    message: 'A message failed',
    requestId: 'r-1',
    bundle: '0123456789abcdef',
    fields: { messageId: 'm-1', error: { name: 'Error', message: 'no', cause: {} } },
    stacks: ['Error: no\n    at x', 'Error: deep'],
  });
});

test('leaves out what tells nobody anything', () => {
  expect(readLine('START RequestId: r Version: $LATEST')).toBeUndefined();
  expect(readLine('END RequestId: r')).toBeUndefined();
  expect(readLine('{"_aws":{"Timestamp":1},"Requests":3}')).toBeUndefined();
});

test('reads what Lambda writes of an error that nobody caught', () => {
  const error = JSON.stringify({ errorType: 'TypeError', errorMessage: 'x', stack: ['TypeError: x', '    at y'] });
  expect(readLine(`2026-11-20T13:00:00.000Z\tr-1\tERROR\tInvoke Error \t${error}`)).toMatchObject({
    level: 'ERROR',
    message: 'Invoke Error',
    requestId: 'r-1',
    fields: { errorType: 'TypeError', errorMessage: 'x' },
    stacks: ['TypeError: x\n    at y'],
  });
  expect(readLine('2026-11-20T13:00:00.000Z\tundefined\tERROR\tUncaught Exception \t{}')).toMatchObject({
    message: 'Uncaught Exception',
    requestId: undefined,
  });
});

test.each([
  ['REPORT RequestId: r\tDuration: 3.00 ms', '', 'REPORT Duration: 3.00 ms'],
  ['REPORT RequestId: r\tDuration: 3.00 ms\tStatus: timeout', 'ERROR', 'REPORT Duration: 3.00 ms  Status: timeout'],
  ['2026-11-20T13:00:00.000Z r Task timed out after 3.00 seconds', 'ERROR', undefined],
  ['RequestId: r Error: Runtime exited with error: signal: killed', 'ERROR', undefined],
])('takes a line of the platform as it is: %s', (text, level, message) => {
  expect(readLine(text)).toMatchObject({ level, message: message ?? expect.any(String), stacks: [] });
});

test('never fails', () => {
  for (const text of ['', '{', '{"level":3}', '[1]', 'null', '\t\t\t', '{"stack":[]}'])
    expect(readLine(text)).toBeDefined();
});
