import * as z from 'zod/mini';
import type { LogEvent } from '../aws/logs.ts';

/** One invocation, as Lambda reports it at its end. */
export type Invocation = {
  readonly requestId: string;
  /** Milliseconds. */
  readonly at: number;
  readonly durationMs: number;
  readonly memoryMb: number;
  readonly ofMemoryMb: number;
  /** Of a cold start: how long it took. */
  readonly initMs: number | undefined;
  /** `error`, `timeout`, with its type; undefined where it went well. */
  readonly failed: string | undefined;
};

/** Asks CloudWatch for lines that tell of an invocation's end, in either of Lambda's formats. */
export const reportPattern = '?REPORT ?"Invoke Error" ?"Task timed out" ?"platform.report"';

/** Of such lines the invocations, those that failed first, then the newest. */
export function invocationsIn(events: readonly LogEvent[]): readonly Invocation[] {
  const failed = new Set(events.flatMap(({ message }) => failedRequest(message)));
  return events
    .flatMap((event) => reported(event))
    .map((each) => (each.failed === undefined && failed.has(each.requestId) ? { ...each, failed: 'error' } : each))
    .toSorted((a, b) => Number(a.failed === undefined) - Number(b.failed === undefined) || b.at - a.at);
}

/** A handler that throws is told in a line of its own, before the report. */
function failedRequest(message: string): readonly string[] {
  const [, id] = /^\S+Z\s+([0-9a-f-]{36})\s+(?:ERROR\s+Invoke Error|Task timed out)/.exec(message) ?? [];
  return id === undefined ? [] : [id];
}

function reported({ timestamp: at, message }: LogEvent): readonly Invocation[] {
  if (message.startsWith('{')) return fromJson(at, message);
  const [, requestId] = /^REPORT RequestId: (\S+)/.exec(message) ?? [];
  if (requestId === undefined) return [];
  const field = (name: string) => new RegExp(`(?:^|\\t)${name}: ([^\\t\\n]+)`).exec(message)?.[1];
  const numberOf = (name: string) => Number.parseFloat(field(name) ?? '0');
  const init = field('Init Duration');
  const failed = [field('Status'), field('Error Type')].filter((part) => part !== undefined);
  return [
    {
      ...{ requestId, at, durationMs: numberOf('Duration') },
      ...{ memoryMb: numberOf('Max Memory Used'), ofMemoryMb: numberOf('Memory Size') },
      initMs: init === undefined ? undefined : Number.parseFloat(init),
      failed: failed.length === 0 ? undefined : failed.join(', '),
    },
  ];
}

const jsonSchema = z.object({
  type: z.literal('platform.report'),
  record: z.object({
    requestId: z.string(),
    status: z.optional(z.string()),
    errorType: z.optional(z.string()),
    metrics: z.object({
      durationMs: z.number(),
      memorySizeMB: z.number(),
      maxMemoryUsedMB: z.number(),
      initDurationMs: z.optional(z.number()),
    }),
  }),
});

function fromJson(at: number, message: string): readonly Invocation[] {
  const read = jsonSchema.safeParse(parsed(message));
  if (!read.success) return [];
  const { requestId, status = 'success', errorType, metrics } = read.data.record;
  return [
    {
      ...{ requestId, at, durationMs: metrics.durationMs },
      ...{ memoryMb: metrics.maxMemoryUsedMB, ofMemoryMb: metrics.memorySizeMB, initMs: metrics.initDurationMs },
      failed: status === 'success' ? undefined : [status, errorType].filter(Boolean).join(', '),
    },
  ];
}

/** What a text says as JSON; undefined for any other text. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
