import type { Telemetry } from '@tributary/shared/lambda.ts';
import type { ParseResult } from './parse-logs.ts';

/** The metrics of an invocation: what came in, what became of it, and how far behind the logs' own time it was (`now`: epoch ms). */
export function report({ logger, count, countBy }: Telemetry, result: ParseResult | undefined, now: number): void {
  if (result === undefined) {
    logger.info('The object is gone: nothing was made of it');
    count('Gone', 1);
    return;
  }
  const { receipts, newestAt, rest } = result;
  for (const receipt of receipts) {
    logger.info('Parsed a segment', { receipt });
    count('Requests', receipt.requests);
    count('Events', receipt.events);
    count('RecordsRejected', receipt.records_rejected + receipt.ranges_rejected);
    count('Truncated', receipt.truncated);
    count('ControlMessages', receipt.control_messages);
    count('Salvaged', receipt.records_salvaged);
    count('ReadBytes', receipt.bytes_in);
    count('RejectedBytes', receipt.bytes_rejected);
    for (const [reason, rejects] of Object.entries(receipt.rejects)) countBy('Rejects', { reason }, rejects);
  }
  if (newestAt !== null) count('SecondsBehind', Math.max(0, (now - newestAt) / 1000));
  if (rest !== undefined) {
    logger.info('The rest of the object is left to a next invocation', { rest });
    count('Continued', 1);
  }
}
