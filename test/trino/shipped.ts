import { fileURLToPath } from 'node:url';
import { compileSql } from '@tributary/query/src/compile-sql.ts';
import type { Dataset } from '@tributary/query/src/core/dataset.ts';
import { eventColumns, factColumns, statsColumns } from '../datasets/raw-columns.ts';
import { eventsOfSample, hour, requestColumns, requestsOfSample } from '../datasets/sample-rows.ts';
import { json, landed } from './changes.ts';
import type { OneLake } from './two-lakes.ts';

/** The datasets and views that ship, each after those that it reads. */
export const shipped = compileSql(fileURLToPath(new URL('../../services/query', import.meta.url)));

const tally = {
  ...{
    window_start: `${hour}:00:00.000Z`,
    window_end: `${hour}:01:00.000Z`,
    shard_id: 's',
    event_type: 'order_placed',
  },
  ...{ events: 3, repeated: 1, entities: 2, entities_error: 0, bytes: 100, late: 2, terminated_early: false },
  ...{ first_sequence_number: '10', last_sequence_number: '19' },
};

/** The tables that they read, with what the sample's messages and log lines become. */
export async function landSample({ sql, put }: OneLake): Promise<void> {
  const { facts, events } = await eventsOfSample();
  const requests = requestsOfSample();
  const ofEntity = (name: string) => facts.filter(({ entity }) => entity === name);
  const placed = events.filter(({ event_type }) => event_type === 'order_placed');
  const tables: readonly (readonly [string, Readonly<Record<string, string>>, readonly object[]])[] = [
    ['raw.facts_customer', factColumns, ofEntity('customer')],
    ['raw.facts_order', factColumns, ofEntity('order')],
    ['raw.events_order_placed', eventColumns, placed],
    ['raw.event_stats', statsColumns, [tally]],
    ['lake.integration_requests', requestColumns, requests],
    ['lake.haproxy_requests', requestColumns, requests],
  ];
  for (const [table, columns, lines] of tables) {
    await sql(`DROP TABLE IF EXISTS ${table}`);
    await json(
      sql,
      table,
      Object.entries(columns)
        .map(([name, type]) => `\`${name}\` ${type}`)
        .join(', '),
    );
    await put(landed(table, hour.slice(8)), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await sql(`MSCK REPAIR TABLE ${table}`);
  }
}

/** Without percentiles, which approx_percentile gives in each engine's own approximation. */
export function exactly({ table, columns }: Pick<Dataset, 'table' | 'columns'>) {
  return { table, columns: Object.fromEntries(Object.entries(columns).filter(([name]) => !/^p\d+_/.test(name))) };
}
