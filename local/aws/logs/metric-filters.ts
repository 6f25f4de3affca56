import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { MetricTransformation } from '@aws-sdk/client-cloudwatch-logs';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import type { LogEvent } from './event-files.ts';
import { page } from './paging.ts';
import type { LogParts } from './parts.ts';
import { jsonObject, selectJson } from './pattern/json.ts';
import { readPattern } from './pattern/pattern.ts';
import { filterKey, groupArn, type LogStore, type MetricFilter, metricFiltersOf, requireGroup } from './store.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const maxFilters = 100;
const maxDimensions = 3;

export function putMetricFilter({ store }: LogParts): Operation {
  return operation('logs', 'PutMetricFilter', {
    permissions: ({ logGroupName }, { cloud }) => [
      { action: 'logs:PutMetricFilter', resource: `${groupArn(cloud, logGroupName ?? '')}:*` },
    ],
    handle(input, { cloud }) {
      const group = requireGroup(store, input.logGroupName);
      readPattern(input.filterPattern ?? '');
      const transformations = input.metricTransformations ?? [];
      for (const one of transformations) checkTransformation(one);
      const name = input.filterName ?? '';
      const others = metricFiltersOf(store, group.name).filter((filter) => filter.name !== name);
      if (others.length >= maxFilters) throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
      store.metricFilters.put(filterKey(group.name, name), {
        group: group.name,
        name,
        pattern: input.filterPattern ?? '',
        transformations,
        creationTime: cloud.clock.now(),
      });
      return {};
    },
  });
}

export function describeMetricFilters({ store }: LogParts): Operation {
  return operation('logs', 'DescribeMetricFilters', {
    permissions: ({ logGroupName }, { cloud }) => [
      { action: 'logs:DescribeMetricFilters', resource: `${groupArn(cloud, logGroupName ?? '*')}:*` },
    ],
    handle(input) {
      const of = input.logGroupName === undefined ? undefined : requireGroup(store, input.logGroupName).name;
      const prefix = input.filterNamePrefix ?? '';
      const found = [...store.metricFilters.values()].filter(
        (filter) => (of === undefined || filter.group === of) && filter.name.startsWith(prefix),
      );
      const { items, nextToken } = page(found, input);
      return { metricFilters: items.map(toAnswer), nextToken };
    },
  });
}

export function deleteMetricFilter({ store }: LogParts): Operation {
  return operation('logs', 'DeleteMetricFilter', {
    permissions: ({ logGroupName }, { cloud }) => [
      { action: 'logs:DeleteMetricFilter', resource: `${groupArn(cloud, logGroupName ?? '')}:*` },
    ],
    handle({ logGroupName, filterName }) {
      const group = requireGroup(store, logGroupName);
      if (!store.metricFilters.delete(filterKey(group.name, filterName ?? '')))
        throw new AwsError('ResourceNotFoundException', 'The specified metric filter does not exist.');
      return {};
    },
  });
}

/** Puts the metrics that a group's metric filters find in new events. */
export function countMetrics(cloud: Cloud, store: LogStore, group: string, events: readonly LogEvent[]): void {
  for (const filter of metricFiltersOf(store, group)) {
    const matches = readPattern(filter.pattern);
    const matched = events.filter((event) => matches(event.message));
    for (const transformation of filter.transformations) putMetrics(cloud, transformation, matched);
  }
}

function putMetrics(cloud: Cloud, transformation: MetricTransformation, events: readonly LogEvent[]): void {
  if (events.length === 0 || cloud.service('monitoring') === undefined) return;
  const data = events.flatMap((event) => datumOf(transformation, event) ?? []);
  for (let from = 0; from < data.length; from += 1_000)
    cloud
      .call({ kind: 'service', principal: 'logs.amazonaws.com' }, 'monitoring', 'PutMetricData', {
        Namespace: transformation.metricNamespace,
        MetricData: data.slice(from, from + 1_000),
      })
      .catch((error: unknown) => cloud.log('warn', 'A metric filter could not store', { reason: String(error) }));
}

function datumOf(transformation: MetricTransformation, { message, timestamp }: LogEvent): MetricDatum | undefined {
  const object = jsonObject(message);
  const read = (text: string) => (text.startsWith('$') ? selectJson(object, text) : text);
  const value = Number(read(transformation.metricValue ?? '1'));
  if (Number.isNaN(value)) return undefined;
  const dimensions = Object.entries(transformation.dimensions ?? {}).map(([Name, from]) => ({
    Name,
    Value: String(read(from)),
  }));
  return {
    MetricName: transformation.metricName,
    Value: value,
    Timestamp: new Date(timestamp),
    Unit: transformation.unit ?? 'None',
    ...(dimensions.length === 0 ? {} : { Dimensions: dimensions }),
  };
}

function checkTransformation(transformation: MetricTransformation): void {
  const { metricValue = '', dimensions = {}, defaultValue } = transformation;
  if (Object.keys(dimensions).length > 0 && defaultValue !== undefined)
    throw new AwsError(
      'InvalidParameterException',
      'Invalid metric transformation: dimensions and default value are mutually exclusive properties.',
    );
  if (Object.keys(dimensions).length > maxDimensions)
    throw new AwsError(
      'InvalidParameterException',
      `Invalid metric transformation: there are at most ${maxDimensions} dimensions.`,
    );
  if (!/^\$(\.|\[)/.test(metricValue) && Number.isNaN(Number(metricValue)))
    throw notCovered(`the metric value ${metricValue}, which is neither a number nor a JSON selector`);
}

function toAnswer({ group, name, pattern, transformations, creationTime }: MetricFilter) {
  return {
    logGroupName: group,
    filterName: name,
    filterPattern: pattern,
    metricTransformations: [...transformations],
    creationTime,
  };
}
