import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import { createDelivery, type DeliveryOptions } from './delivery.ts';
import { createEventIds } from './event-id.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import {
  createLogGroup,
  deleteLogGroup,
  deleteRetentionPolicy,
  describeLogGroups,
  putRetentionPolicy,
} from './groups.ts';
import { insightsOperations } from './insights/operations.ts';
import { countMetrics, deleteMetricFilter, describeMetricFilters, putMetricFilter } from './metric-filters.ts';
import { createIncomingMetrics } from './metrics.ts';
import type { LogParts } from './parts.ts';
import { putLogEvents } from './put-log-events.ts';
import { queryDefinitionOperations } from './query-definitions.ts';
import { logGroupResource } from './resources/log-group.ts';
import { logStreamResource } from './resources/log-stream.ts';
import { metricFilterResource } from './resources/metric-filter.ts';
import { queryDefinitionResource } from './resources/query-definition.ts';
import { subscriptionFilterResource } from './resources/subscription-filter.ts';
import { openLogStore } from './store.ts';
import { createLogStream, deleteLogStream, describeLogStreams } from './streams.ts';
import {
  deleteSubscriptionFilter,
  describeSubscriptionFilters,
  putSubscriptionFilter,
} from './subscription-filters.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';

export type LogOptions = DeliveryOptions & {
  /** Hears every accepted message, for the embedded metric format. */
  readonly onMessage?: (message: string, timestamp: number) => void;
};

/** CloudWatch Logs: groups and streams on disk, searched by filter patterns, sent on by subscription filters. */
export function createLogs(cloud: Cloud, options: LogOptions = {}): Service {
  const store = openLogStore(join(cloud.stateDir, 'logs'));
  const delivery = createDelivery(cloud, store, options);
  const incoming = createIncomingMetrics(cloud);
  const parts: LogParts = {
    cloud,
    store,
    eventId: createEventIds(cloud.clock.now()),
    onEvents(stream, events) {
      for (const { message, timestamp } of events) options.onMessage?.(message, timestamp);
      incoming.count(stream.group, events);
      countMetrics(cloud, store, stream.group, events);
      delivery.notice(stream);
    },
  };
  return {
    name: 'logs',
    operations: [
      ...queryDefinitionOperations(join(cloud.stateDir, 'logs')),
      ...insightsOperations(parts),
      ...[
        createLogGroup,
        deleteLogGroup,
        describeLogGroups,
        putRetentionPolicy,
        deleteRetentionPolicy,
        createLogStream,
        deleteLogStream,
        describeLogStreams,
        putLogEvents,
        getLogEvents,
        filterLogEvents,
        putSubscriptionFilter,
        describeSubscriptionFilters,
        deleteSubscriptionFilter,
        putMetricFilter,
        describeMetricFilters,
        deleteMetricFilter,
        tagResource,
        untagResource,
        listTagsForResource,
      ].map((make) => make(parts)),
    ],
    resources: [
      logGroupResource,
      logStreamResource,
      subscriptionFilterResource,
      metricFilterResource,
      queryDefinitionResource,
    ],
    start: delivery.start,
    stop: delivery.stop,
  };
}
