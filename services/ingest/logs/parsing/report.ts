import type { Telemetry } from '@tributary/shared/lambda.ts';
import { reportSegments, type SegmentWords, type Span } from '@tributary/shared/objects/report-segments.ts';
import type { ParseResult } from './parse-logs.ts';
import type { LogNumber } from './segment.ts';

/** The metrics of an invocation: what came in, what became of it, and how far behind the logs' own time it was. */
export function report(telemetry: Telemetry, result: ParseResult | undefined, span: Span): void {
  if (result === undefined) {
    telemetry.logger.info('The object is gone: nothing was made of it');
    telemetry.count('Gone', 1);
  } else reportSegments(telemetry, result, { ...words, ...span });
}

const words: SegmentWords<LogNumber> = {
  said: 'Parsed a segment',
  way: 'logs',
  metrics: (receipt) => ({
    Requests: receipt.requests,
    Events: receipt.events,
    Truncated: receipt.truncated,
    ControlMessages: receipt.control_messages,
    Salvaged: receipt.records_salvaged,
    RejectedBytes: receipt.bytes_rejected,
  }),
};
