/*
description: Each integration's usage against the day before
owner: integrations
materialized: view
tags: [integrations]
columns:
  day: date
  integration_slug: string
  integration_name: string
  is_internal: boolean
  requests: bigint
  requests_day_before: bigint
  requests_change: bigint
  requests_change_ratio: double
  error_rate: double
  error_rate_day_before: double
  p95_active_ms: bigint
  p95_active_ms_day_before: bigint
*/
SELECT
  today.day,
  today.integration_slug,
  today.integration_name,
  today.is_internal,
  today.requests,
  before.requests AS requests_day_before,
  today.requests - coalesce(before.requests, 0) AS requests_change,
  CAST(today.requests - before.requests AS double) / before.requests AS requests_change_ratio,
  CAST(today.errors_5xx AS double) / today.requests AS error_rate,
  CAST(before.errors_5xx AS double) / before.requests AS error_rate_day_before,
  today.p95_active_ms,
  before.p95_active_ms AS p95_active_ms_day_before
FROM {{lake}}.integration_usage AS today
LEFT JOIN {{lake}}.integration_usage AS before
  ON before.day = date_add('day', -1, today.day)
  AND coalesce(before.integration_slug, '') = coalesce(today.integration_slug, '')
