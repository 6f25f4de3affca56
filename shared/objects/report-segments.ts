import type { Log, Telemetry } from '../lambda.ts';
import type { ConvertResult } from './convert.ts';
import type { Receipt, ReceiptWith } from './receipt.ts';

/** What a converter says of its segments: a line of the log each, and metrics of its own by their names; `way`: which way into the lake it is. */
export type SegmentWords<N extends string> = {
  readonly said: string;
  readonly way: 'logs' | 'changes' | 'files';
  readonly metrics: (receipt: ReceiptWith<N>) => Readonly<Record<string, number>>;
};

export type SegmentTelemetry = Pick<Telemetry, 'count' | 'countBy'> & { readonly logger: Pick<Log, 'info'> };

/** When the work on a message began, and when it is told (epoch ms). */
export type Span = { readonly startedAt: number; readonly now: number };

/** The metrics of an invocation that every converter has, and its own: what came in, what became of it, and how far behind it was. */
export function reportSegments<N extends string>(
  { logger, count, countBy }: SegmentTelemetry,
  {
    receipts,
    newestAt,
    rest,
  }: Pick<ConvertResult<N>, 'receipts' | 'newestAt'> & { readonly rest?: ConvertResult<N>['rest'] | undefined },
  { said, way, metrics, startedAt, now }: SegmentWords<N> & Span,
): void {
  for (const receipt of receipts) {
    logger.info(said, { object: objectOf(receipt), ms: now - startedAt, receipt });
    for (const [name, value] of Object.entries(metrics(receipt))) count(name, value);
    const rejected = receipt.records_rejected + receipt.ranges_rejected;
    count('RecordsRejected', rejected);
    countBy('RecordsRejected', { way }, rejected);
    count('ReadBytes', receipt.bytes_in);
    for (const [reason, rejects] of Object.entries(receipt.rejects)) countBy('Rejects', { reason }, rejects);
  }
  if (newestAt !== null) {
    const seconds = Math.max(0, (now - newestAt) / 1000);
    count('SecondsBehind', seconds);
    countBy('SecondsBehind', { way }, seconds);
  }
  if (rest === undefined) return;
  logger.info('The rest of the object is left to a next invocation', { rest });
  count('Continued', 1);
}

/** As every line names an object, of whichever function. */
function objectOf({ source_bucket: bucket, source_key: key, source_version_id: versionId }: Receipt) {
  return { bucket, key, ...(versionId === null ? {} : { versionId }) };
}
