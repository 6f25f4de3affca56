import { describe, expect, test } from 'vitest';
import { chatText } from './chat-text.ts';

const alarm = (over: object = {}) =>
  JSON.stringify({
    AlarmName: 'tributary-ingest-dev-function-errors.parse-logs',
    AlarmDescription:
      'Wrong: Calls fail.\nMeans: Rows wait.\nBegin: npx lake logs parse-logs --stage dev\nPage: docs/runbook/function-errors.md',
    NewStateValue: 'ALARM',
    NewStateReason: 'Threshold Crossed',
    StateChangeTime: '2026-11-20T13:05:11.512+0000',
    Trigger: { MetricName: 'Errors', Dimensions: [{ name: 'FunctionName', value: 'tributary-ingest-dev-parse-logs' }] },
    ...over,
  });

describe('an alarm', () => {
  test('says what, since when, of what, and what to do', () => {
    expect(chatText(alarm())).toBe(
      [
        'Alarm: tributary-ingest-dev-function-errors.parse-logs',
        'Since: 2026-11-20T13:05:11Z',
        'Of: FunctionName tributary-ingest-dev-parse-logs',
        'Wrong: Calls fail.',
        'Means: Rows wait.',
        'Begin: npx lake logs parse-logs --stage dev',
        'Page: docs/runbook/function-errors.md',
      ].join('\n'),
    );
  });

  test('that is over says so, and no more', () => {
    expect(chatText(alarm({ NewStateValue: 'OK' }))).toBe(
      'Recovered: tributary-ingest-dev-function-errors.parse-logs, at 2026-11-20T13:05:11Z',
    );
  });

  test('that has just been made, and is OK, says nothing', () => {
    expect(chatText(alarm({ NewStateValue: 'OK', OldStateValue: 'INSUFFICIENT_DATA' }))).toBeUndefined();
    expect(chatText(alarm({ NewStateValue: 'OK', OldStateValue: 'ALARM' }))).toMatch(/^Recovered/);
  });

  test('of somebody else’s, without words or dimensions, says its reason', () => {
    expect(chatText(alarm({ AlarmDescription: null, Trigger: undefined }))).toMatch(/\nThreshold Crossed$/);
  });
});

test('a notice is told as it is, with nothing in it that a chat would act on', () => {
  expect(chatText('Notice: a <!channel> & <http://x|y>')).toBe('Notice: a &lt;!channel&gt; &amp; &lt;http://x|y&gt;');
  expect(chatText('{"no": "alarm"}')).toBe('{"no": "alarm"}');
});

test('what is too long for a chat is cut', () => {
  expect(chatText('x'.repeat(10_000))).toHaveLength(3500);
});
