import { describe, expect, test } from 'vitest';
import { type FakeOptions, fakeFramework } from './fake-framework.ts';
import { functionAlarms } from './function-alarms.ts';

const moment = 'before:aws:package:finalize:mergeCustomProviderResources';
const means = 'Rows are missing.';

async function resourcesOf(options: FakeOptions) {
  const framework = fakeFramework(options);
  await functionAlarms(framework)[moment]?.();
  return framework.service.provider.compiledCloudFormationTemplate.Resources;
}

const lambda = (timeout: number, condition?: string) => ({
  Type: 'AWS::Lambda::Function',
  ...(condition !== undefined && { Condition: condition }),
  Properties: { Timeout: timeout },
});

describe('a function', () => {
  const resources = { ParseLambdaFunction: lambda(300) };

  test('has alarms on errors, throttles and calls that take over 80 % of its time', async () => {
    const { ParseLambdaFunction: _, ...alarms } = await resourcesOf({
      functions: { parse: { alarms: { means } } },
      resources,
    });
    expect(Object.keys(alarms)).toEqual([
      'ParseLambdaFunctionErrorsAlarm',
      'ParseLambdaFunctionThrottlesAlarm',
      'ParseLambdaFunctionDurationAlarm',
    ]);
    const [errors, throttles, duration] = Object.values(alarms).map(({ Properties }) => Properties);
    expect(errors).toMatchObject({
      AlarmName: 'lake-dev-function-errors.parse',
      AlarmDescription: expect.stringMatching(
        /^Wrong: .*parse.*\nMeans: Rows are missing\.\nBegin: npx lake logs parse --errors --stage dev\nPage: docs\/runbook\/function-errors\.md$/,
      ),
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'ParseLambdaFunction' } }],
      Statistic: 'Sum',
      Threshold: 0,
      Period: 60,
      EvaluationPeriods: 1,
    });
    expect(throttles).toMatchObject({
      AlarmName: 'lake-dev-function-throttles.parse',
      MetricName: 'Throttles',
      Threshold: 0,
    });
    expect(duration).toMatchObject({ MetricName: 'Duration', Statistic: 'Maximum', Threshold: 240_000 });
  });

  test('that goes on until its time is nearly up says at which percent it is too late, and may begin elsewhere', async () => {
    const alarms = { means, begin: 'lake jobs', duration: 99 };
    const made = await resourcesOf({ functions: { parse: { alarms } }, resources });
    expect(made.ParseLambdaFunctionDurationAlarm?.Properties).toMatchObject({
      Threshold: 297_000,
      AlarmDescription: expect.stringContaining('Begin: npx lake jobs --stage dev'),
    });
  });

  test('that reads a stream has one on how far it is behind; one that reads a queue has none', async () => {
    const functions = {
      tally: { alarms: { means }, events: [{ stream: { arn: 'a' } }] },
      parse: { alarms: { means }, events: [{ sqs: 'a' }] },
    };
    const made = await resourcesOf({ functions, resources: { ...resources, TallyLambdaFunction: lambda(60) } });
    expect(made.TallyLambdaFunctionIteratorAgeAlarm?.Properties).toMatchObject({
      AlarmName: 'lake-dev-iterator-age.tally',
      MetricName: 'IteratorAge',
      Threshold: 900_000,
    });
    expect(made).not.toHaveProperty('ParseLambdaFunctionIteratorAgeAlarm');
  });

  test('that is there under a condition has alarms under the same', async () => {
    const made = await resourcesOf({
      functions: { parse: { alarms: { means } } },
      resources: { ParseLambdaFunction: lambda(60, 'Parses') },
    });
    expect(Object.values(made).map(({ Condition }) => Condition)).toEqual(['Parses', 'Parses', 'Parses', 'Parses']);
  });

  test('without a word of what its failure means is not packaged', async () => {
    await expect(resourcesOf({ functions: { parse: {} }, resources })).rejects.toThrow(
      /parse has no alarms: its function\.yml must say/,
    );
  });
});
