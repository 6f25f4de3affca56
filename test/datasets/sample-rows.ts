import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { readMessages } from '@tributary/cli/route/messages.ts';
import { readDeclarations } from '@tributary/ingest/events/core/facts/declarations.ts';
import { factsOf } from '@tributary/ingest/events/core/facts/facts-of.ts';
import { readRoutes } from '@tributary/ingest/events/core/routes/read-routes.ts';
import { createRoute } from '@tributary/ingest/events/core/routes/route.ts';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';

export const readProject = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url));

/** The hour in which the sample's events arrive. */
export const hour = '2026-11-20T13';

/** What the routes and facts.yml make of the sample's messages. */
export async function eventsOfSample() {
  const decide = createRoute(readRoutes(readProject('services/ingest/events/routes.yml').toString()), () => 'any salt');
  const declared = readDeclarations(readProject('services/ingest/events/facts.yml').toString());
  const outcomes = [];
  for await (const each of readMessages(Readable.from([readProject('samples/events/messages.ndjson')])))
    outcomes.push(decide(each, Date.parse(`${hour}:59:00.000Z`)));
  const kept = outcomes.flatMap((each) => (each.kind === 'kept' ? [each] : []));
  const facts = kept.flatMap(({ event, payload }) => {
    const declaration = declared.get(event.event_type);
    return declaration === undefined ? [] : [...factsOf({ ...event, payload }, declaration)];
  });
  return { facts, events: kept.map(({ event, payload }) => ({ ...event, payload: JSON.parse(payload) })) };
}

export const accounts = z
  .array(z.object({ account_id: z.coerce.number(), domain: z.string() }))
  .parse(parse(readProject('samples/crm/accounts.csv'), { columns: true }));

/** Requests of HAProxy's own structured data, as integration_requests has them. */
export function requestsOfSample() {
  const lines = gunzipSync(readProject('samples/haproxy/truth-rfc5424.log.gz')).toString('latin1').split('\n');
  return lines.flatMap((line, index) => {
    const field = (name: string) => new RegExp(` ${name}="?([^" \\]]*)`).exec(line)?.[1] ?? '';
    const path = / r="[A-Z]+ ([^ ?"]*)/.exec(line)?.[1];
    if (!line.includes('[x@1 ') || path === undefined) return [];
    const [host] = (/ hr="\{([^}]*)\}"/.exec(line)?.[1] ?? '').split('|');
    const account = accounts.find(({ domain }) => domain === host);
    const at = line.split(' ')[1]?.slice(0, 23).replace('T', ' ') ?? '';
    return {
      ...{ record_id: String(index), request_date: at, client_ip: field('ci'), backend_name: field('b'), path },
      ...{ status_code: Number(field('ST')), time_active_ms: Number(field('Ta')) },
      ...{ integration_slug: null, account_id: account?.account_id ?? null },
    };
  });
}

export const requestColumns = {
  ...{ record_id: 'string', request_date: 'timestamp', client_ip: 'string', backend_name: 'string', path: 'string' },
  ...{ status_code: 'int', time_active_ms: 'bigint', integration_slug: 'string', account_id: 'bigint' },
  ...{
    integration_name: 'string',
    is_internal: 'boolean',
    account_company: 'string',
    account_plan: 'string',
    account_region: 'string',
  },
};
