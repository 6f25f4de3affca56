import { fileURLToPath } from 'node:url';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { compileSql } from '@tributary/enrich/src/compile-sql.ts';
import { QueryFailedError } from '../athena.ts';
import type { JobsService } from '../jobs/declared.ts';
import { findFunctions } from '../logs/functions.ts';
import { limited } from '../logs/limited.ts';
import { findRecord, type RecordsFound } from './find-record.ts';
import { type Mentions, readMentions } from './mentions.ts';
import type { OpenTracing } from './open-tracing.ts';

/** What an id is of. */
export type IdTrace = {
  readonly id: string;
  /** Whose statement it is. */
  readonly statement: { readonly target: string; readonly service: JobsService } | undefined;
  /** Rows with it; a text where Athena could not be asked. */
  readonly rows: RecordsFound | string | undefined;
  readonly mentions: Mentions | undefined;
  /** Objects of raw that it leads to. */
  readonly keys: readonly string[];
};

const enrich = fileURLToPath(new URL('../../services/enrich', import.meta.url));
const searchesAtOnce = 5;

/** Looks for an id among statements, then rows, then in the logs: whoever knows it ends the search. `from`: epoch ms. */
export async function traceId(tracing: OpenTracing, id: string, from: number): Promise<IdTrace> {
  const nothing = { id, rows: undefined, mentions: undefined, keys: [] };
  const statement = await tracing.ownerOf(id);
  if (statement !== undefined) return { ...nothing, statement };
  const rows = await recordsOf(tracing, id, from);
  if (typeof rows !== 'string' && rows.records.length > 0)
    return { ...nothing, statement, rows, keys: keysOf(rows, tracing.lake.names.rawBucket) };
  const mentions = await mentionsOf(tracing, id, from);
  return { id, statement, rows, mentions, keys: mentions.keys };
}

async function recordsOf({ lake }: OpenTracing, id: string, from: number): Promise<RecordsFound | string> {
  const { enrichments } = compileSql(enrich);
  const enriched = enrichments.map(({ table, key, time }) => ({ table, key, time }));
  try {
    return await findRecord(lake, id, { from, enriched });
  } catch (error) {
    if (error instanceof QueryFailedError) return error.message;
    throw error;
  }
}

/** Rows of events lie in raw themselves. */
function keysOf({ records }: RecordsFound, rawBucket: string): readonly string[] {
  const own = `s3://${rawBucket}/`;
  return [
    ...new Set(
      records.flatMap(({ sourceKey, path }) => {
        if (sourceKey !== undefined) return [sourceKey];
        return path?.startsWith(own) ? [path.slice(own.length)] : [];
      }),
    ),
  ];
}

async function mentionsOf({ lake }: OpenTracing, id: string, from: number): Promise<Mentions> {
  const { target, names } = lake;
  const functions = findFunctions([], { prefix: names.prefix, stage: target.stage });
  const client = new CloudWatchLogsClient(target.client);
  return readMentions(
    limited(searchesAtOnce, (input) => client.send(new FilterLogEventsCommand(input))),
    functions,
    { id, from },
  );
}
