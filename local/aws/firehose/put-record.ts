import type { _Record as FirehoseRecord, PutRecordBatchResponseEntry } from '@aws-sdk/client-firehose';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import type { FirehoseParts } from './parts.ts';
import { type DeliveryStream, requireStream, streamArn } from './store.ts';

/** https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const maxBatchBytes = 4 * 1_048_576;

export function putRecord({ store, buffering }: FirehoseParts): Operation {
  return operation('firehose', 'PutRecord', {
    permissions: ({ DeliveryStreamName }, { cloud }) => [
      { action: 'firehose:PutRecord', resource: streamArn(cloud, DeliveryStreamName ?? '') },
    ],
    handle({ DeliveryStreamName, Record }, { cloud }) {
      const stream = directPut(requireStream(store, cloud, DeliveryStreamName));
      const [RecordId] = buffering.accept(stream, [{ data: dataOf(Record) }]);
      return { RecordId, Encrypted: stream.encrypted };
    },
  });
}

/** A fault of kind partial-failure at `firehose:records` fails every second record of a batch. */
export function putRecordBatch({ store, buffering }: FirehoseParts): Operation {
  return operation('firehose', 'PutRecordBatch', {
    permissions: ({ DeliveryStreamName }, { cloud }) => [
      { action: 'firehose:PutRecordBatch', resource: streamArn(cloud, DeliveryStreamName ?? '') },
    ],
    handle({ DeliveryStreamName, Records = [] }, { cloud }) {
      const stream = directPut(requireStream(store, cloud, DeliveryStreamName));
      const data = Records.map(dataOf);
      if (data.reduce((sum, one) => sum + one.length, 0) > maxBatchBytes)
        throw new AwsError('InvalidArgumentException', 'Records size exceeds 4 MB limit');
      const fails = cloud.faults
        .strike('firehose:records', stream.arn)
        .some((fault) => fault.kind === 'partial-failure');
      const isTaken = (index: number) => !fails || index % 2 === 1;
      const ids = buffering.accept(
        stream,
        data.filter((_data, index) => isTaken(index)).map((one) => ({ data: one })),
      );
      const left = [...ids];
      const RequestResponses = data.map((_data, index): PutRecordBatchResponseEntry => {
        const RecordId = isTaken(index) ? left.shift() : undefined;
        return RecordId === undefined
          ? { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Slow down.' }
          : { RecordId };
      });
      return { FailedPutCount: data.length - ids.length, Encrypted: stream.encrypted, RequestResponses };
    },
  });
}

function directPut(stream: DeliveryStream): DeliveryStream {
  if (stream.type !== 'DirectPut')
    throw new AwsError(
      'InvalidArgumentException',
      `This operation is not permitted on KinesisStreamAsSource delivery stream type.`,
    );
  return stream;
}

function dataOf(record: FirehoseRecord | undefined): Buffer {
  return Buffer.from(record?.Data ?? []);
}
