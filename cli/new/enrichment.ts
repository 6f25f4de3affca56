import type { Made } from './made.ts';

/** An enrichment to start from: requests with the company that the CRM knows by their host. */
export function newEnrichment(name: string): Made {
  const text = `/*
table: ${name}
description: HAProxy's requests with the company behind their host
source: haproxy_requests
key: record_id
time: request_date
origin: source_key
partitioned_by: day(request_date)
columns:
  record_id: string
  request_date: timestamp
  method: string
  path: string
  status_code: int
  host: string
  company: string
  source_key: string
*/
WITH requests AS (
  SELECT *, regexp_replace(lower(element_at(request_headers, 'host')), ':[0-9]+$', '') AS host
  FROM {{source}}
  WHERE {{batch}}
),
-- One row per name, whatever the CRM holds: a request is to stay one row
accounts AS (
  SELECT lower(domain) AS domain, max(company) AS company
  FROM {{crm}}.accounts
  GROUP BY lower(domain)
)
SELECT
  r.record_id,
  r.request_date,
  r.method,
  r.path,
  r.status_code,
  r.host,
  a.company,
  r.source_key
FROM requests AS r
LEFT JOIN accounts AS a ON a.domain = r.host
`;
  return {
    file: `enrich/enrichments/${name}.sql`,
    text,
    added: text,
    next: [
      'edit it: services/enrich/README.md says what it may read; another source than haproxy_requests needs its prefixes in services/enrich/resources/queues.yml',
      'npx lake deploy enrich: a mistake ends that with its line and column',
      `npx lake jobs ${name} says what of it has run`,
      `npx lake query "SELECT * FROM ${name} LIMIT 10"`,
    ],
  };
}
