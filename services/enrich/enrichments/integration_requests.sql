/*
table: integration_requests
description: HAProxy's requests with the account and the integration behind each of them
source: haproxy_requests
key: record_id
time: request_date
origin: source_key
partitioned_by: day(request_date)
columns:
  record_id: string
  request_date: timestamp
  frontend_name: string
  backend_name: string
  server_name: string
  client_ip: string
  method: string
  path: string
  status_code: int
  bytes_read: bigint
  time_active_ms: bigint
  termination_state: string
  host: string
  user_agent: string
  requested_integration: string
  integration_id: bigint
  integration_slug: string
  integration_name: string
  integration_vendor: string
  is_internal: boolean
  account_id: bigint
  account_company: string
  account_plan: string
  account_region: string
  source_key: string
*/
WITH requests AS (
  SELECT
    *,
    regexp_replace(lower(element_at(request_headers, 'host')), ':[0-9]+$', '') AS host,
    element_at(request_headers, 'user-agent') AS user_agent,
    nullif(lower(trim(element_at(request_headers, 'x-integration'))), '') AS requested_integration
  FROM {{source}}
  WHERE {{batch}}
),
-- The connector's types vary with the database: text first, then what is meant. One row per name, whatever the CRM holds.
integrations AS (
  SELECT
    CAST(CAST(integration_id AS varchar) AS bigint) AS integration_id,
    slug,
    name,
    vendor,
    lower(CAST(is_internal AS varchar)) IN ('1', 'true') AS is_internal,
    user_agent_prefix,
    row_number() OVER (PARTITION BY lower(slug) ORDER BY CAST(CAST(integration_id AS varchar) AS bigint)) AS copy
  FROM {{crm}}.integrations
),
accounts AS (
  SELECT
    CAST(CAST(account_id AS varchar) AS bigint) AS account_id,
    lower(domain) AS domain,
    company,
    plan,
    region,
    row_number() OVER (PARTITION BY lower(domain) ORDER BY CAST(CAST(account_id AS varchar) AS bigint)) AS copy
  FROM {{crm}}.accounts
),
-- The longest prefix wins: `HubSpot Connect` before `HubSpot`
agents AS (
  SELECT
    a.user_agent,
    i.slug,
    row_number() OVER (PARTITION BY a.user_agent ORDER BY length(i.user_agent_prefix) DESC, i.integration_id) AS place
  FROM (SELECT DISTINCT user_agent FROM requests WHERE user_agent IS NOT NULL) AS a
  JOIN integrations AS i ON i.user_agent_prefix <> '' AND starts_with(a.user_agent, i.user_agent_prefix)
  WHERE i.copy = 1
)
SELECT
  r.record_id,
  r.request_date,
  r.frontend_name,
  r.backend_name,
  r.server_name,
  r.client_ip,
  r.method,
  r.path,
  r.status_code,
  r.bytes_read,
  r.time_active_ms,
  r.termination_state,
  r.host,
  r.user_agent,
  r.requested_integration,
  i.integration_id,
  i.slug AS integration_slug,
  i.name AS integration_name,
  i.vendor AS integration_vendor,
  i.is_internal,
  c.account_id,
  c.company AS account_company,
  c.plan AS account_plan,
  c.region AS account_region,
  r.source_key
FROM requests AS r
LEFT JOIN agents AS a ON a.user_agent = r.user_agent AND a.place = 1
LEFT JOIN integrations AS i ON lower(i.slug) = coalesce(r.requested_integration, lower(a.slug)) AND i.copy = 1
LEFT JOIN accounts AS c ON c.domain = r.host AND c.copy = 1
