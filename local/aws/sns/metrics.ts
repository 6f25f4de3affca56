import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../kernel/cloud.ts';
import { putServiceMetrics } from '../monitoring/service-metrics.ts';
import type { Notification } from './record.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html */
export function countPublished(cloud: Cloud, { topicArn, message }: Notification): void {
  put(cloud, topicArn, [
    { MetricName: 'NumberOfMessagesPublished', Value: 1, Unit: 'Count' },
    { MetricName: 'PublishSize', Value: Buffer.byteLength(message), Unit: 'Bytes' },
  ]);
}

export function countDelivery(cloud: Cloud, topicArn: string, hasArrived: boolean): void {
  const MetricName = hasArrived ? 'NumberOfNotificationsDelivered' : 'NumberOfNotificationsFailed';
  put(cloud, topicArn, [{ MetricName, Value: 1, Unit: 'Count' }]);
}

function put(cloud: Cloud, topicArn: string, data: readonly MetricDatum[]): void {
  const TopicName = topicArn.slice(topicArn.lastIndexOf(':') + 1);
  putServiceMetrics(cloud, { namespace: 'AWS/SNS', dimensions: { TopicName }, data });
}
