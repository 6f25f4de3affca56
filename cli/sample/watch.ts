import type { Ask } from '../athena.ts';
import { QueryFailedError } from '../athena.ts';
import type { PatientProgress } from '../terminal/patient-progress.ts';
import type { ParseTotals } from './receipts.ts';

export type Lake = {
  readonly prefix: string;
  readonly ask: Ask;
  readonly readReceipts: () => Promise<ParseTotals>;
  readonly database: string;
  readonly rawDatabase: string;
  readonly workGroup: string;
  readonly endpoint: string;
};

/** A stage of the lake did not catch up in time; the message says which, how far it came and where to look. */
export class BehindError extends Error {
  override readonly name = 'BehindError';
}

const pollMs = 400;
const patienceMs = 180_000;

/** Follows the sample through the lake: parsed, enriched, rolled up. Each stage is told when its sum agrees with the one before. */
export async function watchSample(lake: Lake, lines: number, progress: PatientProgress): Promise<void> {
  const parsed = await until(
    lake.readReceipts,
    ({ records_in }) => records_in >= lines,
    (totals) => progress.running(`${thousands(totals.records_in)} of ${thousands(lines)} lines parsed`),
    { stage: `${lake.prefix}-ingest-local-parse-logs`, fills: 'haproxy_requests', endpoint: lake.endpoint, progress },
  );
  progress.done(tellParsed(parsed));
  const enriched = await until(
    () => countRow(lake, enrichedSql),
    ([rows = 0]) => rows >= parsed.requests,
    ([rows = 0]) => progress.running(`${thousands(rows)} of ${thousands(parsed.requests)} requests enriched`),
    { stage: `${lake.prefix}-enrich-local-plan`, fills: 'integration_requests', endpoint: lake.endpoint, progress },
  );
  const [rows = 0, accounts = 0, integrations = 0] = enriched;
  progress.done(
    `${thousands(rows)} rows enriched: ${thousands(accounts)} found their account, ${thousands(integrations)} their integration`,
  );
  await until(
    () => countRow(lake, usageSql),
    ([requests = 0]) => requests >= rows,
    ([requests = 0]) => progress.running(`${thousands(requests)} of ${thousands(rows)} requests in integration_usage`),
    { stage: `${lake.prefix}-query-local-plan`, fills: 'integration_usage', endpoint: lake.endpoint, progress },
  );
  progress.done('integration_usage holds them all');
}

const enrichedSql = 'SELECT count(*), count(account_id), count(integration_id) FROM integration_requests';
const usageSql = 'SELECT coalesce(sum(requests), 0) FROM integration_usage';

export function thousands(count: number): string {
  return count.toLocaleString('en-GB');
}

function tellParsed(totals: ParseTotals): string {
  const rejected = totals.records_rejected + totals.ranges_rejected;
  const reasons = Object.entries(totals.rejects).map(([reason, count]) => `${reason} ${thousands(count)}`);
  const parsed = `${thousands(totals.requests)} requests and ${thousands(totals.events)} ${totals.events === 1 ? 'notice' : 'notices'} of HAProxy's own parsed (${thousands(totals.truncated)} from lines that were cut)`;
  return rejected === 0
    ? `${parsed}, no line rejected`
    : `${parsed}, ${thousands(rejected)} rejected: ${reasons.join(', ')}`;
}

/** The function that the sample is waiting for, and the table that it fills. */
type Stage = {
  readonly stage: string;
  readonly fills: string;
  readonly endpoint: string;
  readonly progress: PatientProgress;
};

/** Looks until it is done, telling what it sees; throws BehindError when that takes too long. */
export async function until<T>(
  look: () => Promise<T>,
  isDone: (seen: T) => boolean,
  tell: (seen: T) => void,
  { stage, fills, endpoint, progress }: Stage,
): Promise<T> {
  progress.awaits(() => `the function ${stage} to fill ${fills}`);
  const end = Date.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (isDone(seen)) return seen;
    tell(seen);
    if (Date.now() > end)
      throw new BehindError(
        `${stage} has not caught up within ${patienceMs / 1000} s: ${JSON.stringify(seen)}. See its log with: aws logs filter-log-events --log-group-name /aws/lambda/${stage} --endpoint-url ${endpoint}`,
      );
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** A row of counts; a table that is not there yet counts as empty. */
export async function countRow({ ask, database, workGroup }: Lake, sql: string): Promise<readonly number[]> {
  try {
    const { rows } = await ask({ sql, database, workGroup });
    return (rows[0] ?? []).map(Number);
  } catch (error) {
    if (error instanceof QueryFailedError && error.message.startsWith('TABLE_NOT_FOUND')) return [];
    throw error;
  }
}
