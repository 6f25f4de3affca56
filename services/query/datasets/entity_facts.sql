/*
description: Per day of arrival the last fact of each attribute of each entity, each once; what entity_snapshot is made of without reading all JSON again
owner: platform
materialized: incremental
incremental_strategy: insert_overwrite
unique_key: [day, entity, entity_id, attribute]
partitioned_by: day
tags: [events]
columns:
  day: {type: date, description: "Day (UTC) on which the fact arrived", data_tests: [not_null]}
  entity: {type: string, description: "Of what kind of thing it is a fact: customer, order", data_tests: [not_null]}
  entity_id: {type: string, description: "Of which of them", data_tests: [not_null]}
  attribute: {type: string, description: "Dotted path of the attribute; $ for a payload that is no object", data_tests: [not_null]}
  value: {type: string, description: "JSON text of the value; null where the attribute has gone", data_tests: [not_null]}
  changed_at: {type: timestamp, description: "Since when it has the value (UTC)", data_tests: [not_null]}
  event_id: {type: string, description: "The event that says so", data_tests: [not_null]}
data_tests:
  - unique: [day, entity, entity_id, attribute]
# A new entity of facts.yml is one more branch of the UNION
*/
WITH facts AS (
  SELECT entity, entity_id, attribute, value, "at", event_id, year, month, day
  FROM {{raw}}.facts_customer
  WHERE {{days}}
  UNION ALL
  SELECT entity, entity_id, attribute, value, "at", event_id, year, month, day
  FROM {{raw}}.facts_order
  WHERE {{days}}
),
placed AS (
  -- Instants are text that sorts as time does. Two events of one instant: the greater id, on every run alike. Copies of a fact are alike.
  SELECT
    *,
    row_number() OVER (
      PARTITION BY year, month, day, entity, entity_id, attribute
      ORDER BY "at" DESC, event_id DESC, value DESC
    ) AS place
  FROM facts
)
SELECT
  CAST(year || '-' || month || '-' || day AS date) AS day,
  entity,
  entity_id,
  attribute,
  value,
  CAST(from_iso8601_timestamp("at") AS timestamp(6)) AS changed_at,
  event_id
FROM placed
WHERE place = 1
