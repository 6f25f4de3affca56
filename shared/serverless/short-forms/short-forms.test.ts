import { describe, expect, test } from 'vitest';
import type { Naming } from './form.ts';
import { writtenOut } from './short-forms.ts';

const naming = (prefix: string): Naming => ({ prefix, stage: 'dev', topic: 'lake-alarms-dev' });
const topic = { 'Fn::Sub': `arn:\${AWS::Partition}:sns:\${AWS::Region}:\${AWS::AccountId}:lake-alarms-dev` };

const queue = {
  Type: 'Lake::Queue',
  Properties: {
    name: 'plan',
    retrySeconds: 60,
    maxReceives: 5,
    means: 'Nothing is planned.',
    condition: 'HasCrm',
    rules: {
      TableUpdated: { name: 'table-updated', bus: { Ref: 'LakeBus' }, pattern: { source: ['x'] } },
      Nightly: { name: 'nightly', schedule: 'rate(1 day)', input: '{"night":true}' },
    },
  },
};

const alarm = {
  Type: 'Lake::Alarm',
  Properties: {
    name: 'late',
    wrong: 'It is late.',
    means: 'Rows get\n older.',
    begin: 'lake status',
    namespace: 'AWS/Firehose',
    metric: 'Freshness',
    of: { DeliveryStreamName: { Ref: 'Stream' } },
    statistic: 'Maximum',
    seconds: 300,
    periods: 2,
    above: 900,
  },
};

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

describe('a queue', () => {
  const all = writtenOut({ Plan: queue, Bucket: { Type: 'AWS::S3::Bucket' } }, naming('lake-query-dev'));

  test('is a queue, its dead letters, their alarm, a policy and its rules; what is no short form stays', () => {
    expect(Object.keys(all)).toEqual([
      'PlanQueue',
      'PlanQueueAgeAlarm',
      'PlanQueueDepthAlarm',
      'PlanDeadLetters',
      'PlanDeadLettersAlarm',
      'PlanQueuePolicy',
      'TableUpdated',
      'Nightly',
      'Bucket',
    ]);
    const more = { ...queue.Properties, moreRules: { Weekly: { name: 'weekly', schedule: 'rate(7 days)' } } };
    const { Weekly, PlanQueuePolicy } = writtenOut({ Plan: { ...queue, Properties: more } }, naming('lake-query-dev'));
    expect(Weekly?.Properties).toMatchObject({ Name: 'lake-query-dev-weekly', ScheduleExpression: 'rate(7 days)' });
    expect(JSON.stringify(PlanQueuePolicy)).toContain('{"Fn::GetAtt":["Weekly","Arn"]}');
    expect(all.PlanQueue?.Properties).toMatchObject({
      QueueName: 'lake-query-dev-plan',
      SqsManagedSseEnabled: true,
      VisibilityTimeout: 60,
      MessageRetentionPeriod: 1_209_600,
      RedrivePolicy: { deadLetterTargetArn: arn('PlanDeadLetters'), maxReceiveCount: 5 },
    });
    expect(all.PlanDeadLetters?.Properties).toMatchObject({
      QueueName: 'lake-query-dev-plan-dead',
      SqsManagedSseEnabled: true,
    });
  });

  test('lets its rules alone send, to both', () => {
    expect(all.PlanQueuePolicy).toMatchObject({
      Condition: 'HasCrm',
      Properties: {
        Queues: [{ Ref: 'PlanQueue' }, { Ref: 'PlanDeadLetters' }],
        PolicyDocument: {
          Statement: [
            {
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: [arn('PlanQueue'), arn('PlanDeadLetters')],
              Condition: { ArnEquals: { 'aws:SourceArn': [arn('TableUpdated'), arn('Nightly')] } },
            },
          ],
        },
      },
    });
  });

  test('is told by its rules of events or of a time, and what they cannot send lies with its dead letters', () => {
    const dead = { Arn: arn('PlanDeadLetters') };
    expect(all.TableUpdated).toMatchObject({
      Condition: 'HasCrm',
      Properties: {
        Name: 'lake-query-dev-table-updated',
        EventBusName: { Ref: 'LakeBus' },
        EventPattern: { source: ['x'] },
        Targets: [{ Id: 'plan', Arn: arn('PlanQueue'), DeadLetterConfig: dead }],
      },
    });
    expect(all.Nightly?.Properties).toEqual({
      Name: 'lake-query-dev-nightly',
      ScheduleExpression: 'rate(1 day)',
      Targets: [{ Id: 'plan', Arn: arn('PlanQueue'), Input: '{"night":true}', DeadLetterConfig: dead }],
    });
  });

  test('raises an alarm at the first dead letter', () => {
    expect(all.PlanDeadLettersAlarm?.Properties).toMatchObject({
      AlarmName: 'lake-query-dev-dead-letters.plan',
      AlarmDescription:
        'Wrong: What failed too often lies in the dead-letter queue lake-query-dev-plan-dead.\nMeans: Nothing is planned. It is kept for two weeks.\nBegin: npx lake replay dead-letters --stage dev\nPage: docs/runbook/dead-letters.md',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['PlanDeadLetters', 'QueueName'] } }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
    });
  });
});

describe('a queue is late', () => {
  const alarmsOf = (properties: object) => {
    const all = writtenOut({ Plan: { ...queue, Properties: { ...queue.Properties, ...properties } } }, naming('p'));
    return [all.PlanQueueAgeAlarm?.Properties, all.PlanQueueDepthAlarm?.Properties];
  };
  const schedule = { name: 'nightly', schedule: 'rate(1 day)' };

  test('when a message waits beyond its third try, or so many wait as are an hour’s work', () => {
    expect(alarmsOf({ retrySeconds: '360' })).toMatchObject([
      { AlarmName: 'p-queue-age.plan', MetricName: 'ApproximateAgeOfOldestMessage', Period: 60, Threshold: 900 },
      {
        AlarmName: 'p-queue-depth.plan',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['PlanQueue', 'QueueName'] } }],
        EvaluationPeriods: 3,
        Threshold: 10_000,
      },
    ]);
  });

  test('when more than a few messages of schedules alone wait', () => {
    expect(alarmsOf({ rules: { Nightly: schedule } })[1]).toMatchObject({ Threshold: 10 });
    expect(alarmsOf({ rules: {} })[1]).toMatchObject({ Threshold: 10_000 });
  });

  test('when its form says so', () => {
    expect(alarmsOf({ ageSeconds: 7, depth: 9 })).toMatchObject([{ Threshold: 7 }, { Threshold: 9 }]);
  });
});

test('dead letters alone take what rules cannot send, where there are rules', () => {
  const form = (senders?: readonly string[]) => ({
    Type: 'Lake::DeadLetters',
    Properties: { name: 'drain', means: 'It fails.', ...(senders && { senders, condition: 'Drains' }) },
  });
  expect(Object.keys(writtenOut({ Drain: form() }, naming('p')))).toEqual([
    'DrainDeadLetters',
    'DrainDeadLettersAlarm',
  ]);
  expect(writtenOut({ Drain: form(['DrainSchedule']) }, naming('p')).DrainDeadLettersPolicy).toMatchObject({
    Condition: 'Drains',
    Properties: { Queues: [{ Ref: 'DrainDeadLetters' }] },
  });
});

test('an alarm is one of CloudWatch’s, which tells the topic, of its end too; what writes no metric raises none', () => {
  expect(writtenOut({ Late: alarm }, naming('lake-ingest-dev')).Late).toEqual({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: 'lake-ingest-dev-late',
      AlarmDescription:
        'Wrong: It is late.\nMeans: Rows get older.\nBegin: npx lake status --stage dev\nPage: docs/runbook/late.md',
      AlarmActions: [topic],
      OKActions: [topic],
      Namespace: 'AWS/Firehose',
      MetricName: 'Freshness',
      Dimensions: [{ Name: 'DeliveryStreamName', Value: { Ref: 'Stream' } }],
      Statistic: 'Maximum',
      Period: 300,
      EvaluationPeriods: 2,
      Threshold: 900,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    },
  });
});

test('an alarm of what always runs is raised by its silence too', () => {
  const silent = { ...alarm, Properties: { ...alarm.Properties, missing: 'alarm' } };
  expect(writtenOut({ Late: silent }, naming('p')).Late?.Properties).toMatchObject({ TreatMissingData: 'breaching' });
});

test('an alarm may be of what is too little, and only where its subject is', () => {
  const properties = {
    ...alarm.Properties,
    name: 'late.some',
    above: undefined,
    below: 1,
    statistic: 'Minimum',
    condition: 'Some',
  };
  expect(writtenOut({ Late: { ...alarm, Properties: properties } }, naming('p')).Late).toMatchObject({
    Condition: 'Some',
    Properties: {
      AlarmName: 'p-late.some',
      AlarmDescription: expect.stringMatching(/\nPage: docs\/runbook\/late\.md$/),
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
    },
  });
});

describe('a mistake says where it is', () => {
  test.each([
    ['a property that there is not', { ...alarm, Properties: { ...alarm.Properties, treshold: 1 } }, /Late.*treshold/s],
    ['one that is missing', { ...alarm, Properties: { name: 'late' } }, /Late \(Lake::Alarm\).*metric/s],
    ['a name that is no page', { ...alarm, Properties: { ...alarm.Properties, name: 'Late' } }, /Late.*<page>/s],
    [
      'no command of lake',
      { ...alarm, Properties: { ...alarm.Properties, begin: 'aws s3 ls' } },
      /begin|command of lake/s,
    ],
    [
      'too many words',
      { ...alarm, Properties: { ...alarm.Properties, means: 'x'.repeat(1000) } },
      /late has 10\d\d char/,
    ],
    ['no properties', { Type: 'Lake::Alarm' }, /Late/],
  ])('%s', (_, resource, message) => {
    expect(() => writtenOut({ Late: resource }, naming('p'))).toThrow(message);
  });

  test('two resources of one name', () => {
    expect(() => writtenOut({ Plan: queue, PlanQueue: { Type: 'AWS::SQS::Queue' } }, naming('p'))).toThrow(/PlanQueue/);
  });
});
