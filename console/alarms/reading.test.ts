import { expect, test } from 'vitest';
import type { Alarm } from '../aws/alarms.ts';
import { alarmOf, conditionOf, descriptionOf, foundIn, inOrder, watchedBy } from './reading.ts';
import { valuesOf } from './values.ts';
import { filled, wordsIn } from './words.ts';

const alarm = (AlarmName: string, given: Partial<Alarm> = {}): Alarm => ({ AlarmName, StateValue: 'OK', ...given });
const names = {
  ...{
    prefix: 'tributary',
    rawBucket: '',
    lakeBucket: '',
    athenaBucket: '',
    rawDatabase: '',
    lakeDatabase: '',
    bus: '',
  },
  ...{ alarmsTopic: '', workGroup: '', analystsWorkGroup: '', haproxyLogGroup: '', eventStream: '' },
};
const lake = { names, stage: 'local' };
const dead = alarm('tributary-query-local-dead-letters.plan', {
  AlarmDescription:
    'Wrong: It lies there.\nMeans: It is late.\nBegin: npx lake replay dead-letters --stage local\nPage: docs/runbook/dead-letters.md',
  ...{ MetricName: 'Visible', Namespace: 'AWS/SQS', Statistic: 'Maximum', Threshold: 0, Period: 60 },
  ...{ Dimensions: [{ Name: 'QueueName', Value: 'plan-dead' }], ComparisonOperator: 'GreaterThanThreshold' },
});

test('a description is read line by line; of another alarm its first line, or its rule, is what is wrong', () => {
  expect(descriptionOf(dead)).toEqual({
    ...{ wrong: 'It lies there.', means: 'It is late.', page: 'dead-letters' },
    begin: 'npx lake replay dead-letters --stage local',
  });
  const other = { means: '', begin: '', page: '' };
  expect(descriptionOf(alarm('own', { AlarmDescription: 'Disk full\nsoon' }))).toEqual({
    wrong: 'Disk full',
    ...other,
  });
  expect(descriptionOf(alarm('both', { AlarmRule: 'ALARM(a)' }))).toEqual({ wrong: 'ALARM(a)', ...other });
  expect(descriptionOf(alarm('odd', { AlarmDescription: 'Page: docs/runbook/../x.md' })).page).toBe('');
});

test('whose an alarm is, and of what, is read of its name', () => {
  expect(alarmOf(dead.AlarmName, lake)).toEqual({ service: 'query', subject: 'plan' });
  expect(alarmOf('tributary-query-local-set-aside', lake)).toEqual({ service: 'query', subject: '' });
  expect(alarmOf('somebody-elses', lake)).toEqual({ service: '', subject: '' });
});

test('what is raised stands first, the newest of it before the others', () => {
  const all = [
    alarm('ok', { StateTransitionedTimestamp: 9 }),
    alarm('old', { StateValue: 'ALARM', StateTransitionedTimestamp: 1 }),
    alarm('unknown', { StateValue: 'INSUFFICIENT_DATA', StateTransitionedTimestamp: 8 }),
    alarm('new', { StateValue: 'ALARM', StateUpdatedTimestamp: 2 }),
  ];
  expect(inOrder(all).map(({ AlarmName }) => AlarmName)).toEqual(['new', 'old', 'unknown', 'ok']);
});

test('alarms are found by all words of their names and descriptions, and by state', () => {
  const all = [dead, alarm('tributary-query-local-silence', { StateValue: 'ALARM' })];
  const found = (find: string, only = '') => foundIn(all, { find, only }).map(({ AlarmName }) => AlarmName);
  expect(found('')).toHaveLength(2);
  expect(found('LATE dead')).toEqual([dead.AlarmName]);
  expect(found('', 'ALARM')).toEqual(['tributary-query-local-silence']);
  expect(found('dead', 'ALARM')).toEqual([]);
});

test('what an alarm watches is its metric, or the query of several that is returned', () => {
  const Metric = { Namespace: 'AWS/SQS', MetricName: 'Visible', Dimensions: dead.Dimensions };
  const MetricStat = { Metric, Period: 60, Stat: 'Maximum' };
  expect(watchedBy(dead)).toEqual({ id: 'm1', queries: [{ Id: 'm1', MetricStat, ReturnData: true }] });
  const Metrics = [
    { Id: 'a', MetricStat, ReturnData: false },
    { Id: 'b', Expression: 'a * 2' },
  ];
  expect(watchedBy(alarm('math', { Metrics }))).toEqual({ id: 'b', queries: Metrics });
  expect(watchedBy(alarm('both', { AlarmRule: 'ALARM(a)' }))).toBeUndefined();
});

test('when it is raised is told in words', () => {
  expect(conditionOf({ ...dead, EvaluationPeriods: 3, DatapointsToAlarm: 2 })).toBe(
    'Maximum of Visible above 0 in 2 of 3 periods of 60 s',
  );
  const Metrics = [{ Id: 'b', Expression: 'a * 2' }];
  const math = alarm('math', { Metrics, Threshold: 1_000, ComparisonOperator: 'LessThanThreshold' });
  expect(conditionOf(math)).toBe('a * 2 below 1,000 in 1 of 1 periods');
  expect(conditionOf(alarm('both', { AlarmRule: 'ALARM(a)' }))).toBe('ALARM(a)');
});

test('words of commands are filled in where they are known, and stay where they are not', () => {
  const values = valuesOf({ lake, alarm: dead, of: undefined, now: Date.UTC(2026, 10, 20, 13) });
  expect(values).toEqual({
    ...{ STAGE: 'local', SERVICE: 'query', STACK: 'tributary-query-local', QUEUE: 'plan-dead' },
    ...{ START: '2026-11-20T12:00:00.000Z', END: '2026-11-20T13:00:00.000Z' },
  });
  expect(filled('aws x --name events-STAGE --key raw/SCHEMA/TABLE/ --capabilities CAPABILITY_NAMED_IAM', values)).toBe(
    'aws x --name events-local --key raw/SCHEMA/TABLE/ --capabilities CAPABILITY_NAMED_IAM',
  );
  expect(filled('aws cloudformation wait --stack-name STACK', values)).toContain('tributary-query-local');
});

test('a function, and a table, are those that the page was opened from', () => {
  const Dimensions = [{ Name: 'FunctionName', Value: 'tributary-ingest-local-parse-logs' }];
  const errors = alarm('tributary-ingest-local-function-errors.parse-logs', { Dimensions });
  expect(valuesOf({ lake, alarm: errors, of: undefined, now: 0 }).FUNCTION).toBe('parse-logs');
  const usage = valuesOf({ lake, alarm: undefined, of: 'integration_usage', now: 0 });
  expect(filled('npx lake retry NAME', usage)).toBe('npx lake retry integration_usage');
  expect(usage.FUNCTION).toBeUndefined();
});

test('each word is asked for once', () => {
  expect(wordsIn(['lake logs FUNCTION', 'lake logs FUNCTION --from FROM', 'AWS/Lambda GO'])).toEqual([
    'FUNCTION',
    'FROM',
  ]);
});
