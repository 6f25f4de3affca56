import { gunzipSync } from 'node:zlib';
import type { Processor } from '@aws-sdk/client-firehose';
import { z } from 'zod';
import type { Cloud } from '../../kernel/cloud.ts';
import type { SourceRecord } from './buffer-files.ts';
import { deaggregate } from './deaggregation.ts';
import { extractMetadata } from './metadata-extraction.ts';
import { type Failure, failure, parameterOf, type Step, type WorkingRecord } from './processor.ts';
import type { DeliveryStream } from './store.ts';
import { transform } from './transformation.ts';

/** Delimiters between records are part of what an object is made of, not of its records. */
const order = [
  'Decompression',
  'CloudWatchLogProcessing',
  'RecordDeAggregation',
  'Lambda',
  'MetadataExtraction',
] as const;

/** Runs a stream's processors over a buffer, in Firehose's own order. */
export async function processRecords(
  cloud: Cloud,
  stream: DeliveryStream,
  records: readonly SourceRecord[],
): Promise<Step> {
  let left: readonly WorkingRecord[] = records.map((record) => ({ ...record, raw: record.data }));
  const failed: Failure[] = [];
  for (const type of order) {
    const processor = processorOf(stream, type);
    if (processor === undefined) continue;
    const step = await run(cloud, stream, processor, left);
    left = step.records;
    failed.push(...step.failed);
  }
  return { records: left, failed };
}

/** What stands between the records of an object: nothing unless AppendDelimiterToRecord is there. */
export function delimiterOf(stream: DeliveryStream): Buffer | undefined {
  const processor = processorOf(stream, 'AppendDelimiterToRecord');
  if (processor === undefined) return undefined;
  return Buffer.from((parameterOf(processor, 'Delimiter') ?? '\\n').replaceAll('\\n', '\n'));
}

function processorOf({ destination }: DeliveryStream, type: string): Processor | undefined {
  const { ProcessingConfiguration: processing } = destination;
  return processing?.Enabled === true ? processing.Processors?.find((one) => one.Type === type) : undefined;
}

function run(
  cloud: Cloud,
  stream: DeliveryStream,
  processor: Processor,
  records: readonly WorkingRecord[],
): Step | Promise<Step> {
  const now = cloud.clock.now();
  if (processor.Type === 'Decompression') return eachRecord(records, decompress, now);
  if (processor.Type === 'CloudWatchLogProcessing')
    return parameterOf(processor, 'DataMessageExtraction') === 'true'
      ? eachRecord(records, extractMessages, now)
      : { records, failed: [] };
  if (processor.Type === 'RecordDeAggregation') return deaggregate(processor, records, now);
  if (processor.Type === 'MetadataExtraction') return extractMetadata(processor, records, now);
  return transform({ cloud, stream, processor }, records);
}

function eachRecord(
  records: readonly WorkingRecord[],
  change: (data: Buffer) => Buffer | undefined,
  now: number,
): Step {
  const kept: WorkingRecord[] = [];
  const failed: Failure[] = [];
  for (const record of records) {
    try {
      const data = change(record.data);
      if (data !== undefined) kept.push({ ...record, data });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      failed.push(failure(record, { code: 'Decompression failed.', message, now, type: 'decompression-failed' }));
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
