import { describe, expect, test } from 'vitest';
import { writtenOut } from './short-forms.ts';

const queue = {
  Type: 'Lake::Queue',
  Properties: {
    name: 'plan',
    retrySeconds: 60,
    maxReceives: 5,
    alarm: 'Nothing could be planned',
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
    description: 'It is late',
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
  const all = writtenOut({ Plan: queue, Bucket: { Type: 'AWS::S3::Bucket' } }, 'lake-query-dev');

  test('is a queue, its dead letters, their alarm, a policy and its rules; what is no short form stays', () => {
    expect(Object.keys(all)).toEqual([
      'PlanQueue',
      'PlanDeadLetters',
      'PlanDeadLettersAlarm',
      'PlanQueuePolicy',
      'TableUpdated',
      'Nightly',
      'Bucket',
    ]);
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
      AlarmName: 'lake-query-dev-plan-dead',
      AlarmDescription: 'Nothing could be planned',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['PlanDeadLetters', 'QueueName'] } }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
    });
  });
});

test('dead letters alone take what rules cannot send, where there are rules', () => {
  const form = (senders?: readonly string[]) => ({
    Type: 'Lake::DeadLetters',
    Properties: { name: 'drain', alarm: 'It fails', ...(senders && { senders, condition: 'Drains' }) },
  });
  expect(Object.keys(writtenOut({ Drain: form() }, 'p'))).toEqual(['DrainDeadLetters', 'DrainDeadLettersAlarm']);
  expect(writtenOut({ Drain: form(['DrainSchedule']) }, 'p').DrainDeadLettersPolicy).toMatchObject({
    Condition: 'Drains',
    Properties: { Queues: [{ Ref: 'DrainDeadLetters' }] },
  });
});

test('an alarm is one of CloudWatch’s; what writes no metric raises none', () => {
  expect(writtenOut({ Late: alarm }, 'lake-ingest-dev').Late).toEqual({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: 'lake-ingest-dev-late',
      AlarmDescription: 'It is late',
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
  expect(writtenOut({ Late: silent }, 'p').Late?.Properties).toMatchObject({ TreatMissingData: 'breaching' });
});

describe('a mistake says where it is', () => {
  test.each([
    ['a property that there is not', { ...alarm, Properties: { ...alarm.Properties, treshold: 1 } }, /Late.*treshold/s],
    ['one that is missing', { ...alarm, Properties: { name: 'late' } }, /Late \(Lake::Alarm\).*metric/s],
    ['no properties', { Type: 'Lake::Alarm' }, /Late/],
  ])('%s', (_, resource, message) => {
    expect(() => writtenOut({ Late: resource }, 'p')).toThrow(message);
  });

  test('two resources of one name', () => {
    expect(() => writtenOut({ Plan: queue, PlanQueue: { Type: 'AWS::SQS::Queue' } }, 'p')).toThrow(/PlanQueue/);
  });
});
