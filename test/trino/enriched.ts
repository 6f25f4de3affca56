import { readFileSync } from 'node:fs';
import { mergeObjectsSql } from '@tributary/enrich/src/core/merge-objects.ts';
import { readEnrichment } from '@tributary/enrich/src/core/read-enrichment.ts';
import { replaceHoursSql } from '@tributary/enrich/src/core/replace-hours.ts';
import { sourceObject } from '@tributary/enrich/src/core/source-object.ts';
import { createTableSql } from '@tributary/shared/iceberg-table.ts';
import { json, landed } from './changes.ts';
import type { OneLake } from './two-lakes.ts';

const file = new URL('../../services/enrich/enrichments/integration_requests.sql', import.meta.url);
/** The enrichment that ships, over a table of this test's own. */
export const enrichment = {
  ...readEnrichment('integration_requests.sql', readFileSync(file, 'utf8')),
  ...{ source: 'landed_requests', table: 'enriched_requests' },
};
// A database of the lake in the place of the federated one.
const names = { lakeDatabase: 'lake', crmCatalog: 'awsdatacatalog', crmDatabase: 'crm' };

const source = `record_id string, request_date timestamp, frontend_name string, backend_name string, server_name string, client_ip string, method string, path string,
status_code int, bytes_read bigint, time_active_ms bigint, termination_state string, request_headers map<string,string>, source_key string`;

const request = (record_id: string, at: string, request_headers: Readonly<Record<string, string>>) =>
  `${JSON.stringify({ record_id, request_date: `2026-11-${at}`, status_code: 200, bytes_read: 5, request_headers, source_key: record_id })}\n`;

const objects: Readonly<Record<string, string>> = {
  '20T13': request('1', '20 13:00:00.5', { host: 'ACME.example:443', 'user-agent': 'HubSpot Connect 2' }),
  '20T14':
    request('2', '20 14:59:59.999', { host: 'acme.example', 'x-integration': ' Zap ' }) +
    request('2', '20 14:59:59.999', { host: 'acme.example' }) +
    request('3', '20 14:00:00', {}),
};

/** The tables that it reads, and the one that it writes. */
export async function makeEnriched({ sql, put, run }: OneLake): Promise<void> {
  await json(sql, 'lake.landed_requests', source);
  for (const [hour, lines] of Object.entries(objects)) await put(landed('lake.landed_requests', hour), lines);
  await sql('MSCK REPAIR TABLE lake.landed_requests');
  await sql('CREATE DATABASE crm');
  const iceberg = (table: string) => `LOCATION 's3://bucket/crm/${table}/' TBLPROPERTIES ('table_type' = 'ICEBERG')`;
  await sql(
    `CREATE TABLE crm.integrations (integration_id bigint, slug string, name string, vendor string, is_internal boolean, user_agent_prefix string) ${iceberg('integrations')}`,
  );
  await sql(
    "INSERT INTO crm.integrations VALUES (1, 'hubspot', 'HubSpot', 'H', false, 'HubSpot'), (2, 'connect', 'Connect', 'H', true, 'HubSpot Connect'), (3, 'zap', 'Zap', 'Z', NULL, '')",
  );
  await sql(
    `CREATE TABLE crm.accounts (account_id bigint, domain string, company string, plan string, region string) ${iceberg('accounts')}`,
  );
  await sql(
    "INSERT INTO crm.accounts VALUES (7, 'Acme.example', 'Acme', 'team', 'eu'), (8, 'acme.example', 'Twice', 'team', 'eu')",
  );
  const { table, columns, partitionedBy } = enrichment;
  const keep = { snapshotSeconds: 3_600, metadataFiles: 10 };
  await run(
    createTableSql({
      database: 'lake',
      table,
      columns,
      partitionedBy,
      location: `s3://bucket/iceberg/${table}/`,
      keep,
    }),
  );
}

/** New objects, the same again, and an hour that is computed anew. */
export function enrichmentStatements(): readonly string[] {
  const found = Object.keys(objects).flatMap(
    (hour) => sourceObject('bucket', landed('lake.landed_requests', hour)) ?? [],
  );
  const merge = mergeObjectsSql(enrichment, found, names);
  return [merge, merge, replaceHoursSql(enrichment, [new Date('2026-11-20T14:00:00Z')], names)];
}
