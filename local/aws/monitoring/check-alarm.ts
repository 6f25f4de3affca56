import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { actionServices } from './alarm-actions.ts';
import { periodOf } from './alarm-record.ts';
import { comparisonOperators } from './alarm-state.ts';
import { checkQueries } from './queries.ts';

const refused = ['ThresholdMetricId', 'EvaluationWindow', 'EvaluationCriteria', 'ActionConfiguration'] as const;

/** Throws for what CloudWatch refuses, NotImplemented for what does not run here. */
export function checkAlarm(input: PutMetricAlarmInput): void {
  for (const key of refused) if (input[key] !== undefined) throw notCovered(`the alarm setting ${key}`);
  const single = input.Metrics === undefined ? checkSingle : checkMetrics;
  const missing = (['AlarmName', 'Threshold', 'EvaluationPeriods'] as const).find((key) => input[key] === undefined);
  if (missing !== undefined) throw refusal(`The parameter ${missing} is required.`);
  single(input);
  if (!comparisonOperators.includes(input.ComparisonOperator ?? ''))
    throw notCovered(`the comparison operator ${input.ComparisonOperator}`);
  if ((input.DatapointsToAlarm ?? 1) > (input.EvaluationPeriods ?? 1))
    throw refusal('DatapointsToAlarm must not be greater than EvaluationPeriods.');
  checkPeriod(input);
  checkActions(input);
  checkWords(input);
}

function checkSingle(input: PutMetricAlarmInput): void {
  const missing = (['MetricName', 'Namespace', 'Period'] as const).find((key) => input[key] === undefined);
  if (missing !== undefined) throw refusal(`The parameter ${missing} is required.`);
  if ((input.Statistic === undefined) === (input.ExtendedStatistic === undefined))
    throw new AwsError('InvalidParameterCombination', 'Exactly one of Statistic and ExtendedStatistic is required.');
}

const ofOneMetric = [
  'MetricName',
  'Namespace',
  'Period',
  'Statistic',
  'ExtendedStatistic',
  'Dimensions',
  'Unit',
] as const;

function checkMetrics(input: PutMetricAlarmInput): void {
  const { Metrics = [] } = input;
  const both = ofOneMetric.find((key) => input[key] !== undefined);
  if (both !== undefined) throw refusal(`${both} must not be set if Metrics is set`);
  if (Metrics.filter(({ ReturnData }) => ReturnData !== false).length !== 1)
    throw refusal('Exactly one element of the metrics list should return data.');
  checkQueries(Metrics);
  const periods = new Set(Metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? []));
  if (periods.size > 1) throw notCovered('an alarm on metrics of different periods');
}

function checkActions({ AlarmActions = [], OKActions = [], InsufficientDataActions = [] }: PutMetricAlarmInput): void {
  const actions = [...AlarmActions, ...OKActions, ...InsufficientDataActions];
  const notArn = actions.find((action) => !/^arn:[^:]+:[^:]+:/.test(action));
  if (notArn !== undefined) throw refusal(`Invalid arn syntax: ${notArn}`);
  const uncovered = actions.find((action) => !actionServices.includes(action.split(':')[2] ?? ''));
  if (uncovered !== undefined) throw notCovered(`alarm actions such as ${uncovered}`);
}

const statistics = /^(p(\d{1,2}(\.\d{1,10})?|100)|(tm|wm|tc|ts)\d.*|(PR|TM|WM|TC|TS)\(.*\)|IQM)$/;
const treatments: readonly string[] = ['breaching', 'notBreaching', 'ignore', 'missing'];

function checkWords({ ExtendedStatistic: statistic, TreatMissingData: treatment }: PutMetricAlarmInput): void {
  if (statistic !== undefined && !statistics.test(statistic))
    throw refusal(`The value ${statistic} for parameter ExtendedStatistic is not supported.`);
  if (treatment !== undefined && !treatments.includes(treatment))
    throw refusal(`The value ${treatment} for parameter TreatMissingData is not supported.`);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html: an alarm looks back a day, a week by hours. */
function checkPeriod(input: PutMetricAlarmInput): void {
  const count = input.EvaluationPeriods ?? 1;
  const period = periodOf(input);
  if (![10, 20, 30].includes(period) && period % 60 !== 0)
    throw refusal('Period must be 10, 20, 30 or a multiple of 60');
  const [most, span] = period >= 3_600 ? [604_800, 'week'] : [86_400, 'day'];
  if (period * count > most)
    throw refusal(
      `Metrics cannot be checked across more than a ${span} (EvaluationPeriods * Period must be <= ${most}).`,
    );
}

const refusal = (message: string) => new AwsError('ValidationError', message);
