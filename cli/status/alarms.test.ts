import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { readAlarmWords } from './alarm-words.ts';
import { readAlarms } from './alarms.ts';
import { inStage } from './in-stage.ts';

const said = [
  'Wrong: parse-logs fails',
  'Means: requests are late, none is lost',
  'Begin: npx lake logs parse-logs --errors --stage dev',
  'Page: docs/runbook/function-errors.md',
].join('\n');

const stage = { prefix: 'tributary', stage: 'dev' };

function cloudwatchOf(pages: readonly (readonly MetricAlarm[])[]) {
  const asked: object[] = [];
  const send = async ({ input }: { readonly input: { readonly NextToken?: string } }): Promise<object> => {
    asked.push(input);
    const at = Number(input.NextToken ?? 0);
    const NextToken = at + 1 < pages.length ? String(at + 1) : undefined;
    return { MetricAlarms: pages[at], NextToken };
  };
  return { asked, send };
}

describe('what an alarm says', () => {
  test('is what is wrong, what it means, the command to begin with, and its page', () => {
    expect(readAlarmWords('function-errors.parse-logs', said)).toEqual({
      page: 'function-errors',
      subject: 'parse-logs',
      wrong: 'parse-logs fails',
      means: 'requests are late, none is lost',
      begin: 'npx lake logs parse-logs --errors --stage dev',
    });
  });

  test('is all of its text where that has another shape', () => {
    expect(readAlarmWords('parse-dead', 'Objects could not be parsed')).toEqual({
      page: 'parse-dead',
      subject: null,
      wrong: 'Objects could not be parsed',
      means: null,
      begin: null,
    });
  });

  test('is nothing of this stage where another page is named', () => {
    expect(readAlarmWords('2-function-errors.parse-logs', said)).toBeUndefined();
  });
});

test('alarms of all pages are counted, and those in ALARM told, the longest first; those of other stages and prefixes are not', async () => {
  const alarm = (AlarmName: string, StateValue: MetricAlarm['StateValue'], second = 0): MetricAlarm => ({
    AlarmName,
    AlarmDescription: said,
    StateValue,
    StateTransitionedTimestamp: new Date(second * 1_000),
  });
  const { asked, send } = cloudwatchOf([
    [
      alarm('tributary-ingest-dev-function-errors.parse-logs', 'ALARM', 20),
      alarm('tributary-ingest-dev-function-errors.facts', 'OK'),
      alarm('tributary-ingest-dev-2-function-errors.facts', 'ALARM'),
      alarm('tributary-other-dev-function-errors', 'ALARM'),
    ],
    [alarm('tributary-query-dev-function-errors.plan', 'ALARM', 10)],
  ]);
  const { total, raised } = await readAlarms({ send }, stage);
  expect(total).toBe(3);
  expect(raised.map(({ service, subject, since }) => ({ service, subject, since }))).toEqual([
    { service: 'query', subject: 'plan', since: 10_000 },
    { service: 'ingest', subject: 'parse-logs', since: 20_000 },
  ]);
  expect(asked).toEqual([
    { AlarmNamePrefix: 'tributary-', MaxRecords: 100, NextToken: undefined },
    { AlarmNamePrefix: 'tributary-', MaxRecords: 100, NextToken: '1' },
  ]);
});

test('a name is of a stage by its service and what follows', () => {
  expect(inStage('tributary-ingest-dev-parse-dead', stage)).toEqual({ service: 'ingest', short: 'parse-dead' });
  for (const name of [
    'tributary-ingest-dev-',
    'tributary-ingest-prod-parse',
    'acme-ingest-dev-parse',
    'tributary-x-dev-a',
  ])
    expect(inStage(name, stage)).toBeUndefined();
});
