/*
description: The present state of each entity, from the last fact of each of its attributes; an attribute that has gone is not there, nor an entity without any
owner: platform
materialized: table
# Each run reads all days of entity_facts
every: 15 minutes
tags: [events]
columns:
  entity: {type: string, description: "Kind of thing: customer, order", data_tests: [not_null]}
  entity_id: {type: string, description: "Which of them", data_tests: [not_null]}
  attributes: {type: "map<string,string>", description: "By dotted path; texts without their quotes, numbers with every digit, lists as JSON text", data_tests: [not_null]}
  changed_at: {type: timestamp, description: "When an attribute of it last changed, or went (UTC)", data_tests: [not_null]}
data_tests:
  - unique: [entity, entity_id]
  - sql: SELECT * FROM {{rows}} WHERE cardinality(attributes) = 0
    name: an entity has attributes
*/
WITH placed AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY entity, entity_id, attribute
      ORDER BY changed_at DESC, event_id DESC, value DESC, day DESC
    ) AS place
  FROM {{lake}}.entity_facts
)
SELECT
  entity,
  entity_id,
  map_agg(attribute, coalesce(json_extract_scalar(value, '$'), value) ORDER BY attribute) FILTER (WHERE value <> 'null') AS attributes,
  max(changed_at) AS changed_at
FROM placed
WHERE place = 1
GROUP BY entity, entity_id
HAVING count_if(value <> 'null') > 0
