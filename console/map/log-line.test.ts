import { expect, test } from 'vitest';
import { isNoise, patternOf, readLogLine } from './log-line.ts';

test('a structured line is told by its level, its message, and what is its own', () => {
  const line = {
    level: 'ERROR',
    message: 'It broke',
    timestamp: 't',
    service: 's',
    function_request_id: 'r1',
    object: { key: 'k' },
    times: 3,
  };
  expect(readLogLine(JSON.stringify(line))).toEqual({
    level: 'ERROR',
    message: 'It broke',
    rest: [
      ['function_request_id', 'r1'],
      ['object', '{"key":"k"}'],
      ['times', '3'],
    ],
  });
});

test('a line of metrics is told by their values', () => {
  const line = { _aws: { Timestamp: 1, CloudWatchMetrics: [] }, service: 's', Requests: 7447, way: 'logs' };
  expect(readLogLine(JSON.stringify(line))).toEqual({
    level: undefined,
    message: 'Metrics',
    rest: [
      ['Requests', '7447'],
      ['way', 'logs'],
    ],
  });
});

test('what a function prints is told with its level and request', () => {
  expect(readLogLine('2026-11-20T13:00:00.000Z\tabc\tWARN\tmind\nthis\n')).toEqual({
    level: 'WARN',
    message: 'mind\nthis',
    rest: [['request', 'abc']],
  });
});

test('any other line is told as it is', () => {
  for (const text of ['plain', '{"half', '[1]'])
    expect(readLogLine(`${text}\n`)).toEqual({ level: undefined, message: text, rest: [] });
  expect(readLogLine('{"type":"platform.start"}').message).toBe('platform.start');
});

test('what stands around each invocation is noise, its report is not', () => {
  expect(['START RequestId: a Version: 1', 'END RequestId: a', 'REPORT RequestId: a', 'RESTART'].map(isNoise)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('a text is looked for as it is, and a pattern of CloudWatch as such', () => {
  expect([' a "b" \\c ', '', '  ', '{ $.level = "ERROR" }', '?a ?b'].map(patternOf)).toEqual([
    '"a \\"b\\" \\\\c"',
    '',
    '',
    '{ $.level = "ERROR" }',
    '?a ?b',
  ]);
});
