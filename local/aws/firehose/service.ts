import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import { type BufferingOptions, createBuffering } from './buffering.ts';
import { createDeliveryStream } from './create-delivery-stream.ts';
import { createKinesisSource } from './kinesis-source.ts';
import type { FirehoseParts } from './parts.ts';
import { putRecord, putRecordBatch } from './put-record.ts';
import { deliveryStreamResource } from './resources/delivery-stream.ts';
import { openFirehoseStore } from './store.ts';
import { deleteDeliveryStream, describeDeliveryStream, listDeliveryStreams, updateDestination } from './streams.ts';
import { listTagsForDeliveryStream, tagDeliveryStream } from './tags.ts';

/** Data Firehose to S3: buffers on disk, processors, prefixes, failed records beside the good ones. */
export function createFirehose(cloud: Cloud, options: BufferingOptions = {}): Service {
  const store = openFirehoseStore(join(cloud.stateDir, 'firehose'));
  const buffering = createBuffering(cloud, store, options);
  const source = createKinesisSource(cloud, store, buffering);
  const parts: FirehoseParts = { store, buffering, source };
  return {
    name: 'firehose',
    operations: [
      createDeliveryStream,
      describeDeliveryStream,
      listDeliveryStreams,
      deleteDeliveryStream,
      updateDestination,
      putRecord,
      putRecordBatch,
      tagDeliveryStream,
      listTagsForDeliveryStream,
    ].map((make) => make(parts)),
    resources: [deliveryStreamResource],
    start() {
      buffering.start();
      source.start();
    },
    async stop() {
      source.stop();
      await buffering.stop();
    },
  };
}
