import * as z from 'zod/mini';
import { every } from './every.ts';
import { call } from './request.ts';

const namesPage = z.object({ DeliveryStreamNames: z.array(z.string()), HasMoreDeliveryStreams: z.boolean() });
const parameterSchema = z.object({ ParameterName: z.string(), ParameterValue: z.string() });
const placeSchema = z.object({ BucketARN: z.string(), Prefix: z.optional(z.string()) });

const descriptionSchema = z.object({
  DeliveryStreamName: z.string(),
  DeliveryStreamARN: z.string(),
  Source: z.optional(
    z.object({ KinesisStreamSourceDescription: z.optional(z.object({ KinesisStreamARN: z.optional(z.string()) })) }),
  ),
  Destinations: z.array(
    z.object({
      ExtendedS3DestinationDescription: z.optional(
        z.extend(placeSchema, {
          S3BackupDescription: z.optional(placeSchema),
          ProcessingConfiguration: z.optional(
            z.object({
              Processors: z.optional(
                z.array(z.object({ Type: z.string(), Parameters: z.optional(z.array(parameterSchema)) })),
              ),
            }),
          ),
        }),
      ),
    }),
  ),
});

export type DeliveryDescription = z.infer<typeof descriptionSchema>;

export function listDeliveries(): Promise<readonly string[]> {
  return every(async (last) => {
    const input = last === undefined ? { Limit: 100 } : { Limit: 100, ExclusiveStartDeliveryStreamName: last };
    const page = namesPage.parse(await call('firehose', 'ListDeliveryStreams', input));
    const names = page.DeliveryStreamNames;
    return { items: names, next: page.HasMoreDeliveryStreams ? names.at(-1) : undefined };
  });
}

export async function describeDelivery(name: string): Promise<DeliveryDescription> {
  const answer = await call('firehose', 'DescribeDeliveryStream', { DeliveryStreamName: name });
  return z.object({ DeliveryStreamDescription: descriptionSchema }).parse(answer).DeliveryStreamDescription;
}

const streamsPage = z.object({
  StreamSummaries: z.optional(z.array(z.object({ StreamName: z.string(), StreamARN: z.string() }))),
  NextToken: z.nullish(z.string()),
});

export function listStreams(): Promise<readonly { readonly StreamName: string; readonly StreamARN: string }[]> {
  return every(async (NextToken) => {
    const page = streamsPage.parse(await call('kinesis', 'ListStreams', { NextToken }));
    return { items: page.StreamSummaries ?? [], next: page.NextToken ?? undefined };
  });
}
