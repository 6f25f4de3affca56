import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../kernel/cloud.ts';
import { putServiceMetrics } from '../monitoring/service-metrics.ts';
import type { Outcome } from './invocation.ts';

/** Puts the AWS/Lambda metrics of one invocation, `concurrent` of which ran as it began. */
export function recordInvocation(cloud: Cloud, functionName: string, outcome: Outcome, concurrent: number): void {
  put(cloud, functionName, [
    { MetricName: 'Invocations', Value: 1, Unit: 'Count' },
    { MetricName: 'Errors', Value: outcome.functionError === undefined ? 0 : 1, Unit: 'Count' },
    { MetricName: 'Throttles', Value: 0, Unit: 'Count' },
    { MetricName: 'Duration', Value: outcome.durationMs, Unit: 'Milliseconds' },
    { MetricName: 'ConcurrentExecutions', Value: concurrent, Unit: 'Count' },
  ]);
}

export function recordThrottle(cloud: Cloud, functionName: string): void {
  put(cloud, functionName, [{ MetricName: 'Throttles', Value: 1, Unit: 'Count' }]);
}

export function recordDeadLetterError(cloud: Cloud, functionName: string): void {
  put(cloud, functionName, [{ MetricName: 'DeadLetterErrors', Value: 1, Unit: 'Count' }]);
}

/** How old the newest record of a stream's batch was when its function got it. */
export function recordIteratorAge(cloud: Cloud, functionName: string, ms: number): void {
  put(cloud, functionName, [{ MetricName: 'IteratorAge', Value: Math.max(0, ms), Unit: 'Milliseconds' }]);
}

function put(cloud: Cloud, FunctionName: string, data: readonly MetricDatum[]): void {
  putServiceMetrics(cloud, { namespace: 'AWS/Lambda', dimensions: { FunctionName }, data });
}
