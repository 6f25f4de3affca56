import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../cloud.ts';
import { admin } from '../../kernel/caller.ts';
import type { Input, OperationName, ServiceName } from '../../kernel/sdk.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'told-'));
let running: RunningCloud;

function call<S extends ServiceName, O extends OperationName<S>>(
  service: S,
  operation: O & string,
  input: Input<S, O>,
) {
  return running.cloud.call(admin, service, operation, input);
}

const allow = (Service: string, Action: string | string[]) => ({
  Effect: 'Allow',
  Principal: { Service },
  Action,
  Resource: '*',
});
const root = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:root' }, Action: 'kms:*', Resource: '*' };
const forAlarms = allow('cloudwatch.amazonaws.com', ['kms:GenerateDataKey*', 'kms:Decrypt']);
const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const settings = {
  Namespace: 'n',
  MetricName: 'm',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 5,
  DatapointsToAlarm: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
  AlarmActions: [{ Ref: 'Topic' }],
  OKActions: [{ Ref: 'Topic' }],
};

const template = (keyPolicy: object) =>
  JSON.stringify({
    Resources: {
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: keyPolicy, EnableKeyRotation: true } },
      Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/told', TargetKeyId: { Ref: 'Key' } } },
      Topic: {
        Type: 'AWS::SNS::Topic',
        Properties: { TopicName: 'told', KmsMasterKeyId: { Ref: 'Alias' }, DisplayName: 'Told' },
      },
      Policy: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: {
          Topics: [{ Ref: 'Topic' }],
          PolicyDocument: document({ ...allow('cloudwatch.amazonaws.com', 'sns:Publish'), Resource: { Ref: 'Topic' } }),
        },
      },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'told' } },
      QueuePolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Queue' }],
          PolicyDocument: document(allow('sns.amazonaws.com', 'sqs:SendMessage')),
        },
      },
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          TopicArn: { Ref: 'Topic' },
          Protocol: 'sqs',
          Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          RawMessageDelivery: true,
        },
      },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { AlarmName: 'told', AlarmDescription: 'Wrong: m', ...settings },
      },
    },
  });

async function deploy(operation: 'CreateStack' | 'UpdateStack', keyPolicy: object): Promise<void> {
  await call('cloudformation', operation, { StackName: 'told', TemplateBody: template(keyPolicy) });
  await expect
    .poll(async () => (await call('cloudformation', 'DescribeStacks', {})).Stacks?.[0]?.StackStatus, {
      timeout: 20_000,
    })
    .toMatch(/^(CREATE|UPDATE)_COMPLETE$/);
}

const QueueUrl = () => `${running.endpoint}/000000000000/told`;
async function messages(): Promise<unknown[]> {
  const { Messages = [] } = await call('sqs', 'ReceiveMessage', {
    QueueUrl: QueueUrl(),
    MaxNumberOfMessages: 10,
    VisibilityTimeout: 0,
  });
  return Messages.map(({ Body = '' }) => JSON.parse(Body));
}
async function put(Value: number) {
  await call('monitoring', 'PutMetricData', { Namespace: 'n', MetricData: [{ MetricName: 'm', Value }] });
  // Whoever asks for alarms has them judged.
  await call('monitoring', 'DescribeAlarms', {});
}
async function history() {
  const { AlarmHistoryItems = [] } = await call('monitoring', 'DescribeAlarmHistory', { AlarmName: 'told' });
  return AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary);
}
const enabled = (name: 'EnableAlarmActions' | 'DisableAlarmActions') =>
  call('monitoring', name, { AlarmNames: ['told'] });
const set = (StateValue: 'OK' | 'ALARM') =>
  call('monitoring', 'SetAlarmState', { AlarmName: 'told', StateValue, StateReason: 'by hand' });

beforeAll(async () => {
  running = await startCloud({ stateDir, port: 0 });
});
afterAll(async () => {
  await running.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

test('an alarm whose topic has a key that CloudWatch may not use tells nobody, and says so', {
  timeout: 30_000,
}, async () => {
  await deploy('CreateStack', document(root));
  await put(3);
  expect((await history())[0]).toBe(
    'Failed to execute action arn:aws:sns:eu-west-1:000000000000:told. Received error: "CloudWatch Alarms does not have authorization to access the SNS topic encryption key."',
  );
  expect((await call('monitoring', 'DescribeAlarms', {})).MetricAlarms).toMatchObject([
    {
      StateValue: 'ALARM',
      StateReason: expect.stringMatching(/^Threshold Crossed: 1 out of the last 5 datapoints \[3\.0 /),
    },
  ]);
  expect(await messages()).toEqual([]);
});

test('with a key policy that lets it, the topic is told of its end and of the next one, each once', {
  timeout: 30_000,
}, async () => {
  await deploy('UpdateStack', document(root, forAlarms));
  await set('OK');
  await set('ALARM');
  await expect.poll(messages).toHaveLength(2);
  expect(await messages()).toMatchObject([
    { AlarmName: 'told', NewStateValue: 'OK', OldStateValue: 'ALARM', NewStateReason: 'by hand' },
    {
      AlarmName: 'told',
      AlarmDescription: 'Wrong: m',
      AWSAccountId: '000000000000',
      NewStateValue: 'ALARM',
      OldStateValue: 'OK',
      Region: 'EU (Ireland)',
      AlarmArn: 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:told',
      Trigger: { MetricName: 'm', Namespace: 'n', Statistic: 'SUM', Threshold: 1, TreatMissingData: 'notBreaching' },
    },
  ]);
  await call('monitoring', 'DescribeAlarms', {});
  expect((await history()).filter((summary) => summary?.startsWith('Success'))).toHaveLength(2);
});

test('a state outlives the process, and is not told again', async () => {
  await running.stop();
  running = await startCloud({ stateDir, port: 0 });
  const { MetricAlarms } = await call('monitoring', 'DescribeAlarmsForMetric', { Namespace: 'n', MetricName: 'm' });
  expect(MetricAlarms).toMatchObject([{ AlarmName: 'told', StateValue: 'ALARM' }]);
  expect(await messages()).toHaveLength(2);
});

test('actions that are switched off are not taken, and EventBridge hears of the change all the same', async () => {
  await call('sqs', 'CreateQueue', {
    QueueName: 'heard',
    Attributes: { Policy: JSON.stringify(document(allow('events.amazonaws.com', 'sqs:SendMessage'))) },
  });
  const pattern = { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] };
  await call('events', 'PutRule', { Name: 'heard', EventPattern: JSON.stringify(pattern) });
  const Targets = [{ Id: 'q', Arn: 'arn:aws:sqs:eu-west-1:000000000000:heard' }];
  await call('events', 'PutTargets', { Rule: 'heard', Targets });
  await enabled('DisableAlarmActions');
  await set('OK');
  const heard = async () => {
    const url = `${running.endpoint}/000000000000/heard`;
    const { Messages = [] } = await call('sqs', 'ReceiveMessage', { QueueUrl: url, VisibilityTimeout: 0 });
    return Messages.map(({ Body = '' }) => JSON.parse(Body).detail);
  };
  await expect
    .poll(heard)
    .toMatchObject([
      { alarmName: 'told', state: { value: 'OK', reason: 'by hand' }, previousState: { value: 'ALARM' } },
    ]);
  expect(await messages()).toHaveLength(2);
  await enabled('EnableAlarmActions');
});
