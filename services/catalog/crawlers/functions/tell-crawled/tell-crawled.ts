import type { Log } from '@tributary/shared/lambda.ts';
import type { SendEvents } from '@tributary/shared/send-events.ts';
import type { Message } from '@tributary/shared/sqs.ts';
import { readCrawl } from '../../core/crawl-event.ts';
import { type CrawledPartition, type CrawledTable, crawledUpdates } from '../../core/crawled-updates.ts';

export type TellCrawledDeps = {
  readonly databases: readonly string[];
  /** The tables of a database that were last written by a crawler. */
  readonly tablesOf: (database: string, crawler: string) => Promise<readonly CrawledTable[]>;
  readonly partitionsOf: (database: string, table: string) => Promise<readonly CrawledPartition[]>;
  readonly sendEvents: SendEvents;
  readonly log: Pick<Log, 'info'>;
};

/** Tells the lake's bus of each table that a crawl has made, changed or given partitions. Told twice, it does no harm. */
export function createTellCrawled({ databases, tablesOf, partitionsOf, sendEvents, log }: TellCrawledDeps) {
  return async function tellCrawled({ body }: Pick<Message, 'body'>): Promise<void> {
    const { crawler, sinceMs } = readCrawl(body);
    const tables = (await Promise.all(databases.map((database) => tablesOf(database, crawler)))).flat();
    let told = 0;
    for (const table of tables) {
      // Where only new folders are crawled, a table's own time stays as it is when it has new partitions
      const hasPartitions = table.partitionKeys.length > 0;
      const partitions = hasPartitions ? await partitionsOf(table.database, table.table) : [];
      const updates = crawledUpdates(table, partitions, sinceMs);
      await sendEvents(updates);
      if (updates.length > 0) told += 1;
    }
    log.info('A crawl is told', { crawler, since: new Date(sinceMs).toISOString(), tables: tables.length, told });
  };
}
