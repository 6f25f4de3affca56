import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../kernel/cloud.ts';

type Series = {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly data: readonly MetricDatum[];
};

/** Puts metrics that an AWS service writes by itself, without anything waiting for it. */
export function putServiceMetrics(cloud: Cloud, { namespace: Namespace, dimensions, data }: Series): void {
  if (cloud.service('monitoring') === undefined) return;
  const principal = `${Namespace.slice(Namespace.indexOf('/') + 1).toLowerCase()}.amazonaws.com`;
  const Timestamp = new Date(cloud.clock.now());
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  cloud
    .call({ kind: 'service', principal }, 'monitoring', 'PutMetricData', {
      Namespace,
      MetricData: data.map((datum) => ({ ...datum, Timestamp, Dimensions })),
    })
    .catch((error: unknown) =>
      cloud.log('debug', `Metrics of ${Namespace} were not stored`, { reason: String(error) }),
    );
}
