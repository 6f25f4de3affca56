import type { Telemetry } from '@tributary/shared/lambda.ts';
import type { LandResult } from './land-file.ts';
import type { Landed } from './land-message.ts';

/** The metrics of an invocation: what came in, what became of it, and how far behind the database it was (`now`: epoch ms). */
export function report(telemetry: Telemetry, landed: Landed, now: number): void {
  if (landed === 'undeclared') telemetry.count('Undeclared', 1);
  else if (landed === undefined) {
    telemetry.logger.info('The file is gone: nothing was made of it');
    telemetry.count('Gone', 1);
  } else reportSegments(telemetry, landed, now);
}

function reportSegments(
  { logger, count, countBy }: Telemetry,
  { receipts, newestAt, rest }: LandResult,
  now: number,
): void {
  for (const receipt of receipts) {
    logger.info('Landed a segment', { receipt });
    count('RowsLoaded', receipt.loaded);
    count('RowsInserted', receipt.inserts);
    count('RowsUpdated', receipt.updates);
    count('RowsDeleted', receipt.deletes);
    count('RescuedValues', receipt.rescued);
    count('RecordsRejected', receipt.records_rejected + receipt.ranges_rejected);
    count('ReadBytes', receipt.bytes_in);
    for (const [reason, rejects] of Object.entries(receipt.rejects)) countBy('Rejects', { reason }, rejects);
  }
  if (newestAt !== null) count('SecondsBehind', Math.max(0, (now - newestAt) / 1000));
  if (rest !== undefined) {
    logger.info('The rest of the file is left to a next invocation', { rest });
    count('Continued', 1);
  }
}
