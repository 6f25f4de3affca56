/*
description: Per account, day of arrival and event type the events that name the account in their payload, each once
owner: success
materialized: incremental
incremental_strategy: insert_overwrite
unique_key: [day, account_id, event_type]
partitioned_by: day
tags: [events, accounts]
columns:
  day: {type: date, description: "Day (UTC) on which the events arrived", data_tests: [not_null]}
  account_id: {type: bigint, description: "The CRM's id of the account, account_id of the payload", data_tests: [not_null]}
  event_type: {type: string, description: "As the routes name it", data_tests: [not_null]}
  events: {type: bigint, description: "Events, each once however often it was delivered that day"}
data_tests:
  - unique: [day, account_id, event_type]
  - sql: SELECT * FROM {{rows}} WHERE events < 1
    name: a row is of an event
# Another event type that names accounts is one more branch of a UNION ALL
*/
SELECT
  CAST(year || '-' || month || '-' || day AS date) AS day,
  TRY_CAST(json_extract_scalar(payload, '$.account_id') AS bigint) AS account_id,
  event_type,
  count(DISTINCT event_id) AS events
FROM {{raw}}.events_order_placed
WHERE {{days}}
  AND TRY_CAST(json_extract_scalar(payload, '$.account_id') AS bigint) IS NOT NULL
GROUP BY 1, 2, 3
