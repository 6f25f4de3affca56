/*
description: Per day and integration (null for none found) the requests, who made them, their errors and their slowness
owner: integrations
materialized: incremental
partitioned_by: day
unique_key: [day, integration_slug]
event_time: request_date
tags: [integrations]
columns:
  day: date
  integration_slug: string
  integration_name: string
  is_internal: boolean
  requests: bigint
  accounts: bigint
  clients: bigint
  errors_5xx: bigint
  p95_active_ms: bigint
*/
SELECT
  CAST(request_date AS date) AS day,
  integration_slug,
  max(integration_name) AS integration_name,
  bool_or(is_internal) AS is_internal,
  count(*) AS requests,
  count(DISTINCT account_id) AS accounts,
  count(DISTINCT client_ip) AS clients,
  count_if(status_code BETWEEN 500 AND 599) AS errors_5xx,
  approx_percentile(time_active_ms, 0.95E0) FILTER (WHERE time_active_ms >= 0) AS p95_active_ms
FROM {{lake}}.integration_requests
WHERE {{days}}
GROUP BY CAST(request_date AS date), integration_slug
