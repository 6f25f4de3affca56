/*
description: The customers there are now, a column per attribute; what is no value of its column's type is null, and stands in entity_snapshot
owner: shop
materialized: table
tags: [events, customers]
columns:
  customer_id: {type: string, description: "The shop's id of the customer", data_tests: [not_null]}
  name: {type: string, description: "First name", sensitive: true}
  email_hash: {type: string, description: "Hash of the address, by the broker's salt: the same address has the same"}
  plan: {type: string, description: "What they pay for"}
  seats: {type: int, description: "How many people the plan is for"}
  city: {type: string, description: "City of their address"}
  changed_at: {type: timestamp, description: "When anything of it last changed (UTC)", data_tests: [not_null]}
data_tests:
  - unique: [customer_id]
*/
SELECT
  entity_id AS customer_id,
  element_at(attributes, 'name') AS name,
  element_at(attributes, 'email') AS email_hash,
  element_at(attributes, 'plan') AS plan,
  TRY_CAST(element_at(attributes, 'seats') AS integer) AS seats,
  element_at(attributes, 'address.city') AS city,
  changed_at
FROM {{lake}}.entity_snapshot
WHERE entity = 'customer'
