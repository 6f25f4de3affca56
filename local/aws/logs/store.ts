import { join } from 'node:path';
import type { Distribution, LogGroupClass, MetricTransformation } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../../kernel/error.ts';
import { type Journal, openJournal } from '../../kernel/journal.ts';
import { type EventFiles, openEventFiles } from './event-files.ts';

export type Group = {
  readonly name: string;
  readonly creationTime: number;
  readonly retentionInDays?: number;
  readonly kmsKeyId?: string;
  readonly logGroupClass: LogGroupClass;
  readonly tags: Readonly<Record<string, string>>;
};

export type Stream = { readonly group: string; readonly name: string; readonly creationTime: number };

export type SubscriptionFilter = {
  readonly group: string;
  readonly name: string;
  readonly pattern: string;
  readonly destinationArn: string;
  readonly roleArn?: string;
  readonly distribution: Distribution;
  readonly creationTime: number;
};

export type MetricFilter = {
  readonly group: string;
  readonly name: string;
  readonly pattern: string;
  readonly transformations: readonly MetricTransformation[];
  readonly creationTime: number;
};

export type LogStore = {
  readonly groups: Journal<Group>;
  /** By streamKey. */
  readonly streams: Journal<Stream>;
  /** By `group filter`: neither may hold a space. */
  readonly subscriptions: Journal<SubscriptionFilter>;
  readonly metricFilters: Journal<MetricFilter>;
  /** How many bytes of a stream's events a subscription has delivered, by `group filter` and stream key. */
  readonly cursors: Journal<number>;
  readonly events: EventFiles;
};

export function openLogStore(dir: string): LogStore {
  const journal = <T>(name: string) => openJournal<T>(join(dir, `${name}.jsonl`));
  return {
    groups: journal('groups'),
    streams: journal('streams'),
    subscriptions: journal('subscription-filters'),
    metricFilters: journal('metric-filters'),
    cursors: journal('cursors'),
    events: openEventFiles(join(dir, 'events')),
  };
}

export const streamKey = (group: string, stream: string) => `${group} ${stream}`;
export const filterKey = (group: string, filter: string) => `${group} ${filter}`;
export const cursorKey = (filter: SubscriptionFilter, stream: string) => `${filter.group} ${filter.name} ${stream}`;

export function groupArn(cloud: { readonly region: string; readonly account: string }, group: string): string {
  return `arn:aws:logs:${cloud.region}:${cloud.account}:log-group:${group}`;
}

/** A log group by its name or ARN; throws ResourceNotFoundException. */
export function requireGroup(store: LogStore, identifier: string | undefined): Group {
  const group = store.groups.get(groupNameOf(identifier));
  if (group === undefined) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

export function groupNameOf(identifier: string | undefined): string {
  if (identifier?.startsWith('arn:') !== true) return identifier ?? '';
  return identifier.split(':log-group:')[1]?.replace(/:\*$/, '') ?? '';
}

export function requireStream(store: LogStore, group: Group, name: string | undefined): Stream {
  const stream = store.streams.get(streamKey(group.name, name ?? ''));
  if (stream === undefined) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  return stream;
}

export function streamsOf(store: LogStore, group: string): Stream[] {
  return [...store.streams.values()].filter((stream) => stream.group === group);
}

export function subscriptionsOf(store: LogStore, group: string): SubscriptionFilter[] {
  return [...store.subscriptions.values()].filter((filter) => filter.group === group);
}

export function metricFiltersOf(store: LogStore, group: string): MetricFilter[] {
  return [...store.metricFilters.values()].filter((filter) => filter.group === group);
}

/** Removes a stream with its events and what subscriptions know of it. */
export function dropStream(store: LogStore, stream: Stream): void {
  store.streams.delete(streamKey(stream.group, stream.name));
  for (const filter of subscriptionsOf(store, stream.group)) store.cursors.delete(cursorKey(filter, stream.name));
  store.events.remove(stream);
}

export function dropSubscription(store: LogStore, filter: SubscriptionFilter): void {
  store.subscriptions.delete(filterKey(filter.group, filter.name));
  for (const stream of streamsOf(store, filter.group)) store.cursors.delete(cursorKey(filter, stream.name));
}
