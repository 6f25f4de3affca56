import { gunzipSync } from 'node:zlib';
import type { Processor } from '@aws-sdk/client-firehose';
import { z } from 'zod';
import type { Cloud } from '../../kernel/cloud.ts';
import type { SourceRecord } from './buffer-files.ts';
import { type FailedRecord, parameterOf, type Step } from './processor.ts';
import type { DeliveryStream } from './store.ts';
import { transform } from './transformation.ts';

export type Processed = { readonly data: readonly Buffer[]; readonly failed: readonly FailedRecord[] };

const order = ['Decompression', 'CloudWatchLogProcessing', 'Lambda', 'AppendDelimiterToRecord'] as const;

/** Runs a stream's processors over a buffer. */
export async function processRecords(
  cloud: Cloud,
  stream: DeliveryStream,
  records: readonly SourceRecord[],
): Promise<Processed> {
  const { ProcessingConfiguration: processing } = stream.destination;
  const processors = processing?.Enabled === true ? (processing.Processors ?? []) : [];
  let left = records;
  const failed: FailedRecord[] = [];
  for (const type of order) {
    const processor = processors.find((one) => one.Type === type);
    if (processor === undefined) continue;
    const step = await run(cloud, stream, processor, left);
    left = step.records;
    failed.push(...step.failed);
  }
  return { data: left.map((record) => record.data), failed };
}

function run(
  cloud: Cloud,
  stream: DeliveryStream,
  processor: Processor,
  records: readonly SourceRecord[],
): Step | Promise<Step> {
  if (processor.Type === 'Decompression') return eachRecord(cloud, records, 'Decompression', decompress);
  if (processor.Type === 'CloudWatchLogProcessing')
    return parameterOf(processor, 'DataMessageExtraction') === 'true'
      ? eachRecord(cloud, records, 'CloudWatchLogProcessing', extractMessages)
      : { records, failed: [] };
  if (processor.Type === 'Lambda') return transform(cloud, stream, processor, records);
  const delimiter = Buffer.from((parameterOf(processor, 'Delimiter') ?? '\\n').replaceAll('\\n', '\n'));
  const ended = records.map((record) => ({ ...record, data: Buffer.concat([record.data, delimiter]) }));
  return { records: ended, failed: [] };
}

function eachRecord(
  cloud: Cloud,
  records: readonly SourceRecord[],
  name: string,
  change: (data: Buffer) => Buffer | undefined,
): Step {
  const kept: SourceRecord[] = [];
  const failed: FailedRecord[] = [];
  for (const record of records) {
    try {
      const data = change(record.data);
      if (data !== undefined) kept.push({ ...record, data });
    } catch (error) {
      failed.push({
        attemptsMade: 1,
        arrivalTimestamp: record.arrival,
        errorCode: `${name}.Failed`,
        errorMessage: error instanceof Error ? error.message : String(error),
        attemptEndingTimestamp: cloud.clock.now(),
        rawData: record.data.toString('base64'),
      });
    }
  }
  return { records: kept, failed };
}

function decompress(data: Buffer): Buffer {
  return gunzipSync(data);
}

const envelopeSchema = z.object({
  messageType: z.string(),
  logEvents: z.array(z.object({ message: z.string() })),
});

/** The messages of a CloudWatch Logs envelope, one per line; a control message leaves nothing. */
function extractMessages(data: Buffer): Buffer | undefined {
  const envelope = envelopeSchema.parse(JSON.parse(data.toString('utf8')));
  if (envelope.messageType !== 'DATA_MESSAGE') return undefined;
  return Buffer.from(envelope.logEvents.map((event) => `${event.message}\n`).join(''));
}
