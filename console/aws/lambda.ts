import * as z from 'zod/mini';
import { every } from './every.ts';
import { AwsError, callRest } from './request.ts';

const destinationSchema = z.object({
  OnFailure: z.optional(z.object({ Destination: z.optional(z.string()) })),
});

const functionSchema = z.object({
  FunctionName: z.string(),
  FunctionArn: z.string(),
  Role: z.string(),
  Timeout: z.number(),
  MemorySize: z.number(),
  Runtime: z.optional(z.string()),
  DeadLetterConfig: z.optional(z.object({ TargetArn: z.optional(z.string()) })),
  LoggingConfig: z.optional(z.object({ LogGroup: z.optional(z.string()) })),
});

export type LambdaFunction = z.infer<typeof functionSchema>;

const mappingSchema = z.object({
  FunctionArn: z.string(),
  EventSourceArn: z.optional(z.string()),
  State: z.optional(z.string()),
  Queues: z.optional(z.array(z.string())),
  DestinationConfig: z.optional(destinationSchema),
});

export type EventSource = z.infer<typeof mappingSchema>;

const functionsPage = z.object({ Functions: z.array(functionSchema), NextMarker: z.nullish(z.string()) });
const mappingsPage = z.object({ EventSourceMappings: z.array(mappingSchema), NextMarker: z.nullish(z.string()) });

export function listFunctions(): Promise<readonly LambdaFunction[]> {
  return every(async (marker) => {
    const { body } = await callRest('lambda', `/2015-03-31/functions/${marked(marker)}`);
    const { Functions, NextMarker } = functionsPage.parse(body);
    return { items: Functions, next: NextMarker ?? undefined };
  });
}

/** What functions are called for by Lambda itself: queues, streams and brokers. */
export function listEventSources(): Promise<readonly EventSource[]> {
  return every(async (marker) => {
    const { body } = await callRest('lambda', `/2015-03-31/event-source-mappings/${marked(marker)}`);
    const { EventSourceMappings, NextMarker } = mappingsPage.parse(body);
    return { items: EventSourceMappings, next: NextMarker ?? undefined };
  });
}

const invokeConfig = z.object({ DestinationConfig: z.optional(destinationSchema) });

/** Where Lambda puts asynchronous calls that it gave up; undefined where nothing is said about them. */
export async function onFailureOf(name: string): Promise<string | undefined> {
  const path = `/2019-09-25/functions/${encodeURIComponent(name)}/event-invoke-config`;
  try {
    const { body } = await callRest('lambda', path);
    return invokeConfig.parse(body).DestinationConfig?.OnFailure?.Destination;
  } catch (error) {
    if (error instanceof AwsError && error.status === 404) return undefined;
    throw error;
  }
}

/** Has Lambda call the function later, with this as its event. */
export async function invokeLater(functionArn: string, payload: unknown): Promise<void> {
  await callRest('lambda', `/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'Event' },
    body: JSON.stringify(payload),
  });
}

function marked(marker: string | undefined): string {
  return marker === undefined ? '?MaxItems=50' : `?MaxItems=50&Marker=${encodeURIComponent(marker)}`;
}
