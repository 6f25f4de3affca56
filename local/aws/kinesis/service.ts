import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import { getRecords } from './get-records.ts';
import { listShards } from './list-shards.ts';
import { putRecord, putRecords } from './put-records.ts';
import { mergeShards, splitShard, updateShardCount } from './resharding.ts';
import { streamResource } from './resources/stream.ts';
import {
  decreaseStreamRetentionPeriod,
  disableEnhancedMonitoring,
  enableEnhancedMonitoring,
  increaseStreamRetentionPeriod,
  startStreamEncryption,
  stopStreamEncryption,
  updateMaxRecordSize,
  updateStreamMode,
} from './settings.ts';
import { getShardIterator } from './shard-iterator.ts';
import { openKinesisStore } from './store.ts';
import {
  createStream,
  deleteStream,
  describeLimits,
  describeStream,
  describeStreamSummary,
  listStreams,
} from './streams.ts';
import {
  addTagsToStream,
  listTagsForResource,
  listTagsForStream,
  removeTagsFromStream,
  tagResource,
  untagResource,
} from './tags.ts';

/** Kinesis Data Streams: each shard a log on disk. Its limits per second hold where a fault at `kinesis:write-limits` or `kinesis:read-limits` says so. */
export function createKinesis(cloud: Cloud): Service {
  const store = openKinesisStore(cloud);
  return {
    name: 'kinesis',
    operations: [
      ...[createStream, deleteStream, describeStream, describeStreamSummary, listStreams, describeLimits],
      ...[listShards, splitShard, mergeShards, updateShardCount],
      ...[putRecord, putRecords, getShardIterator, getRecords],
      ...[increaseStreamRetentionPeriod, decreaseStreamRetentionPeriod, updateMaxRecordSize, updateStreamMode],
      ...[startStreamEncryption, stopStreamEncryption, enableEnhancedMonitoring, disableEnhancedMonitoring],
      ...[addTagsToStream, removeTagsFromStream, listTagsForStream],
      ...[tagResource, untagResource, listTagsForResource],
    ].map((make) => make(store)),
    resources: [streamResource],
    async stop() {
      store.files.close();
    },
  };
}
