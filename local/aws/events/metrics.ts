import type { Cloud } from '../../kernel/cloud.ts';
import { putServiceMetrics } from '../monitoring/service-metrics.ts';
import type { Delivery } from './record.ts';

/** What becomes of a rule's invocations of its targets: FailedInvocations are those that are given up. */
type RuleMetric = 'Invocations' | 'FailedInvocations' | 'InvocationsSentToDlq' | 'InvocationsFailedToBeSentToDlq';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html: by the rule, and of a bus of one's own by the bus too. */
export function countOfRule(cloud: Cloud, { ruleName, ruleArn }: Delivery, MetricName: RuleMetric): void {
  const [, bus] = /:rule\/([^/]+)\/[^/]+$/.exec(ruleArn) ?? [];
  const dimensions = { ...(bus !== undefined && { EventBusName: bus }), RuleName: ruleName };
  putServiceMetrics(cloud, { namespace: 'AWS/Events', dimensions, data: [{ MetricName, Value: 1, Unit: 'Count' }] });
}
