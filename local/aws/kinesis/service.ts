import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import { getRecords, getShardIterator } from './get-records.ts';
import { putRecord, putRecords } from './put-records.ts';
import { streamResource } from './resources/stream.ts';
import {
  addTagsToStream,
  decreaseStreamRetentionPeriod,
  increaseStreamRetentionPeriod,
  listTagsForStream,
  startStreamEncryption,
} from './settings.ts';
import { openKinesisStore } from './store.ts';
import {
  createStream,
  deleteStream,
  describeStream,
  describeStreamSummary,
  listShards,
  listStreams,
} from './streams.ts';

/** Kinesis Data Streams: shards as files, in the order of arrival; without resharding and without throughput limits. */
export function createKinesis(cloud: Cloud): Service {
  const store = openKinesisStore(join(cloud.stateDir, 'kinesis'));
  return {
    name: 'kinesis',
    operations: [
      createStream,
      deleteStream,
      describeStream,
      describeStreamSummary,
      listStreams,
      listShards,
      putRecord,
      putRecords,
      getShardIterator,
      getRecords,
      increaseStreamRetentionPeriod,
      decreaseStreamRetentionPeriod,
      startStreamEncryption,
      addTagsToStream,
      listTagsForStream,
    ].map((make) => make(store)),
    resources: [streamResource],
  };
}
