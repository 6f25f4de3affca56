/*
description: Per account and day what it does with us (requests, their errors and slowness, events), and what the CRM said of it that day
owner: success
materialized: incremental
incremental_strategy: insert_overwrite
unique_key: [day, account_id]
partitioned_by: day
event_time: request_date
tags: [accounts]
columns:
  day: {type: date, description: "Day (UTC)", data_tests: [not_null]}
  account_id: {type: bigint, description: "The CRM's id of the account", data_tests: [not_null]}
  company: {type: string, description: "Company, as enriched with its last request of the day; null on a day without requests"}
  plan: {type: string, description: "Plan, of the same request"}
  region: {type: string, description: "Region, of the same request"}
  requests: {type: bigint, description: "Requests to the account's own host"}
  errors_4xx: {type: bigint, description: "Requests that the client had wrong"}
  errors_5xx: {type: bigint, description: "Requests that we had wrong"}
  error_ratio: {type: double, description: "errors_5xx of requests, 0 to 1; null without requests"}
  p95_active_ms: {type: bigint, description: "95 % of the requests took at most so long, milliseconds"}
  integrations: {type: bigint, description: "Integrations in use, by name"}
  clients: {type: bigint, description: "Addresses that the requests came from"}
  events: {type: bigint, description: "Events that name the account"}
data_tests:
  - unique: [day, account_id]
  - sql: SELECT * FROM {{rows}} WHERE requests + events < 1 OR errors_4xx + errors_5xx > requests
    name: a row is of a request or an event, and errors are some of the requests
*/
WITH requests AS (
  SELECT
    CAST(request_date AS date) AS day,
    account_id,
    max_by(account_company, ROW(request_date, record_id)) AS company,
    max_by(account_plan, ROW(request_date, record_id)) AS plan,
    max_by(account_region, ROW(request_date, record_id)) AS region,
    count(*) AS requests,
    count_if(status_code BETWEEN 400 AND 499) AS errors_4xx,
    count_if(status_code BETWEEN 500 AND 599) AS errors_5xx,
    approx_percentile(time_active_ms, 0.95E0) FILTER (WHERE time_active_ms >= 0) AS p95_active_ms,
    count(DISTINCT integration_slug) AS integrations,
    count(DISTINCT client_ip) AS clients
  FROM {{lake}}.integration_requests
  WHERE {{days}} AND account_id IS NOT NULL
  GROUP BY CAST(request_date AS date), account_id
),
events AS (
  -- The days of the events by the name of the requests' time, so that the same condition bounds both
  SELECT day, account_id, sum(events) AS events
  FROM (SELECT day, account_id, events, CAST(day AS timestamp(6)) AS request_date FROM {{lake}}.account_events) AS dated
  WHERE {{days}}
  GROUP BY day, account_id
)
SELECT
  coalesce(r.day, e.day) AS day,
  coalesce(r.account_id, e.account_id) AS account_id,
  r.company,
  r.plan,
  r.region,
  coalesce(r.requests, 0) AS requests,
  coalesce(r.errors_4xx, 0) AS errors_4xx,
  coalesce(r.errors_5xx, 0) AS errors_5xx,
  CAST(r.errors_5xx AS double) / r.requests AS error_ratio,
  r.p95_active_ms,
  coalesce(r.integrations, 0) AS integrations,
  coalesce(r.clients, 0) AS clients,
  coalesce(e.events, 0) AS events
FROM requests AS r
FULL JOIN events AS e ON e.day = r.day AND e.account_id = r.account_id
