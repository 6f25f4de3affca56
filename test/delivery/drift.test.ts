import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from 'vitest';
import { type Drift, detectDrift, drifted } from '../../delivery/detect-drift.ts';

type Answer = Readonly<Record<string, unknown>>;

/** A client that answers commands by their names, each time with the next answer. */
function clientOf(answers: Readonly<Record<string, readonly Answer[]>>): CloudFormationClient {
  const client = new CloudFormationClient({ region: 'eu-west-1' });
  const turns = new Map(Object.entries(answers).map(([name, list]) => [name, [...list]]));
  client.middlewareStack.add(
    (_next, context) => async () => {
      const answer = turns.get(context.commandName ?? '')?.shift();
      if (answer === undefined) throw new Error(`no answer for ${context.commandName}`);
      return { output: { ...answer, $metadata: {} }, response: {} };
    },
    { step: 'initialize' },
  );
  return client;
}

const noWait = async () => undefined;
const begun = { DetectStackDriftCommand: [{ StackDriftDetectionId: 'id' }] };
const changed: Drift = {
  LogicalResourceId: 'PlanQueue',
  ResourceType: 'AWS::SQS::Queue',
  StackResourceDriftStatus: 'MODIFIED',
  PropertyDifferences: [
    { PropertyPath: '/VisibilityTimeout', ExpectedValue: '360', ActualValue: '30', DifferenceType: 'NOT_EQUAL' },
  ],
};

describe('the drift of a stack', () => {
  test('is asked for until it is detected, over all pages', async () => {
    const client = clientOf({
      ...begun,
      DescribeStackDriftDetectionStatusCommand: [
        { DetectionStatus: 'DETECTION_IN_PROGRESS' },
        { DetectionStatus: 'DETECTION_COMPLETE' },
      ],
      DescribeStackResourceDriftsCommand: [
        { StackResourceDrifts: [changed], NextToken: 'more' },
        { StackResourceDrifts: [{ ...changed, LogicalResourceId: 'SettleQueue' }] },
      ],
    });
    const { drifts, undetected } = await detectDrift(client, 'stack', noWait);
    expect(drifts.map(({ LogicalResourceId: id }) => id)).toEqual(['PlanQueue', 'SettleQueue']);
    expect(undetected).toBeUndefined();
  });

  test('that could not be detected everywhere says so', async () => {
    const client = clientOf({
      ...begun,
      DescribeStackDriftDetectionStatusCommand: [
        { DetectionStatus: 'DETECTION_FAILED', DetectionStatusReason: 'AccessDenied on LakeBus' },
      ],
      DescribeStackResourceDriftsCommand: [{ StackResourceDrifts: [] }],
    });
    const detection = await detectDrift(client, 'stack', noWait);
    expect(drifted('stack', detection)).toMatchObject({ isDrifted: true, text: expect.stringContaining('LakeBus') });
  });

  test('that is never detected ends with an error', async () => {
    const forever = Array.from({ length: 1000 }, () => ({ DetectionStatus: 'DETECTION_IN_PROGRESS' }));
    const client = clientOf({ ...begun, DescribeStackDriftDetectionStatusCommand: forever });
    await expect(detectDrift(client, 'stack', noWait)).rejects.toThrow(/not detected after 15 minutes/);
  });
});

test('what differs is told by resource and property', () => {
  const gone: Drift = {
    LogicalResourceId: 'LakeBus',
    ResourceType: 'AWS::Events::EventBus',
    StackResourceDriftStatus: 'DELETED',
  };
  const { isDrifted, text } = drifted('tributary-query-dev', {
    drifts: [changed, gone],
  });
  expect(isDrifted).toBe(true);
  expect(text.split('\n')).toEqual([
    '::error title=Drift of tributary-query-dev::2 resources differ from the template',
    '  PlanQueue (AWS::SQS::Queue): was changed',
    '    /VisibilityTimeout: 30, not 360',
    '  LakeBus (AWS::Events::EventBus): is gone',
  ]);
});

test('a stack that is as its template says is told so', () => {
  expect(drifted('stack', { drifts: [] })).toEqual({ isDrifted: false, text: 'stack: as its template says' });
});
