import type { PatientProgress } from '../terminal/patient-progress.ts';
import type { EventsSample } from './events.ts';
import { countRow, type Lake, thousands, until } from './watch.ts';

/** How many of the sample's events are rows already; what comes twice counts once. */
export async function countEvents(lake: Lake, { byType }: EventsSample): Promise<number> {
  return countDistinct(
    lake,
    Object.keys(byType).map((type) => `events_${type}`),
  );
}

/** Follows the sample's events into their tables, and their facts into theirs. */
export async function watchEvents(lake: Lake, sample: EventsSample, progress: PatientProgress): Promise<void> {
  const kept = Object.values(sample.byType).reduce((sum, count) => sum + count, 0);
  await until(
    () => countEvents(lake, sample),
    (rows) => rows >= kept,
    (rows) => progress.running(`${thousands(rows)} of ${thousands(kept)} events are rows`),
    { stage: `${lake.prefix}-ingest-local-bridge`, fills: 'the tables events_…', endpoint: lake.endpoint, progress },
  );
  const types = Object.entries(sample.byType).map(([type, count]) => `${type} ${thousands(count)}`);
  progress.done(
    `${thousands(kept)} events are rows (${types.join(', ')}); ${thousands(sample.dropped)} messages dropped by a route, ${thousands(sample.rejected)} rejected`,
  );
  const tables = Object.keys(sample.byEntity).map((entity) => `facts_${entity}`);
  await until(
    () => countDistinct(lake, tables),
    (events) => events >= kept,
    (events) => progress.running(`${thousands(events)} of ${thousands(kept)} events have their facts`),
    { stage: `${lake.prefix}-ingest-local-facts`, fills: 'the tables facts_…', endpoint: lake.endpoint, progress },
  );
  const facts = await Promise.all(
    tables.map((table) => countRow(lake, `SELECT count(*) FROM "${lake.rawDatabase}".${table}`)),
  );
  progress.done(`${thousands(facts.reduce((sum, [count = 0]) => sum + count, 0))} facts of ${tables.length} entities`);
}

async function countDistinct(lake: Lake, tables: readonly string[]): Promise<number> {
  const counts = await Promise.all(
    tables.map((table) =>
      countRow(
        lake,
        `SELECT count(DISTINCT event_id) FROM "${lake.rawDatabase}".${table} WHERE regexp_like(event_id, '^([^/]+/)?sample-')`,
      ),
    ),
  );
  return counts.reduce((sum, [count = 0]) => sum + count, 0);
}
