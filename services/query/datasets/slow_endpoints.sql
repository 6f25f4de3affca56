/*
description: Per day, backend and path pattern (ids and numbers of a path taken out) how slow requests were
owner: platform
materialized: incremental
incremental_strategy: merge
unique_key: [day, backend_name, path_pattern]
partitioned_by: day
tags: [requests]
columns:
  day: {type: date, description: "Day (UTC) of the requests", data_tests: [not_null]}
  backend_name: {type: string, description: "HAProxy's backend", data_tests: [not_null]}
  path_pattern: {type: string, description: "Path with :id for numbers, :uuid and :hex for what is one, its first 200 characters; (none) for requests without", data_tests: [not_null]}
  requests: {type: bigint, description: "Requests"}
  errors_5xx: {type: bigint, description: "Requests that we had wrong"}
  p50_active_ms: {type: bigint, description: "Half of the requests took at most so long, milliseconds"}
  p95_active_ms: {type: bigint, description: "95 % of the requests took at most so long, milliseconds"}
  worst_active_ms: {type: bigint, description: "The slowest took so long, milliseconds; null where none was measured to its end"}
data_tests:
  - unique: [day, backend_name, path_pattern]
  - sql: SELECT * FROM {{rows}} WHERE requests < 1 OR errors_5xx > requests OR p95_active_ms > worst_active_ms OR p50_active_ms > p95_active_ms
    name: no endpoint is faster at its worst
*/
WITH requests AS (
  -- A number that is a part of a path between / and . is an id; what is longer and no number is told by its digits
  SELECT
    CAST(request_date AS date) AS day,
    coalesce(backend_name, '(none)') AS backend_name,
    coalesce(
      substr(
        regexp_replace(
          regexp_replace(
            regexp_replace(path, '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}', ':uuid'),
            '([/.=_-])[0-9a-fA-F]{16,}(?=[/.;_-]|$)', '$1:hex'
          ),
          '([/.=_-])[0-9]+(?=[/.;_-]|$)', '$1:id'
        ),
        1, 200
      ),
      '(none)'
    ) AS path_pattern,
    status_code,
    time_active_ms
  FROM {{lake}}.haproxy_requests
  WHERE {{days}}
)
SELECT
  day,
  backend_name,
  path_pattern,
  count(*) AS requests,
  count_if(status_code BETWEEN 500 AND 599) AS errors_5xx,
  approx_percentile(time_active_ms, 0.5E0) FILTER (WHERE time_active_ms >= 0) AS p50_active_ms,
  approx_percentile(time_active_ms, 0.95E0) FILTER (WHERE time_active_ms >= 0) AS p95_active_ms,
  max(time_active_ms) FILTER (WHERE time_active_ms >= 0) AS worst_active_ms
FROM requests
GROUP BY day, backend_name, path_pattern
