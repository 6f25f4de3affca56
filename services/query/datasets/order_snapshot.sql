/*
description: The orders there are, a column per attribute; what is no value of its column's type is null, and stands in entity_snapshot
owner: shop
materialized: table
tags: [events, orders]
columns:
  order_id: {type: string, description: "The shop's id of the order", data_tests: [not_null]}
  account_id: {type: bigint, description: "The account that it was placed for"}
  customer_id: {type: string, description: "Who placed it"}
  placed_at: {type: timestamp, description: "When it was placed (UTC)"}
  total_cents: {type: bigint, description: "What it comes to, in cents of its currency"}
  currency: {type: string, description: "ISO 4217"}
  payment_method: {type: string, description: "card or invoice"}
  items: {type: string, description: "Its lines, JSON text of a list of sku, quantity and price_cents"}
  carrier: {type: string, description: "Who brings it; null as long as it has not been sent"}
  shipped_at: {type: timestamp, description: "When it was sent (UTC); null as long as it has not been"}
  ship_country: {type: string, description: "Country that it was sent to, ISO 3166"}
  changed_at: {type: timestamp, description: "When anything of it last changed (UTC)", data_tests: [not_null]}
data_tests:
  - unique: [order_id]
*/
-- Instants are ISO 8601 in UTC
SELECT
  entity_id AS order_id,
  TRY_CAST(element_at(attributes, 'account_id') AS bigint) AS account_id,
  element_at(attributes, 'customer.id') AS customer_id,
  TRY_CAST(regexp_replace(element_at(attributes, 'placed_at'), '^(.{10})T(.*)Z$', '$1 $2') AS timestamp(6)) AS placed_at,
  TRY_CAST(element_at(attributes, 'total_cents') AS bigint) AS total_cents,
  element_at(attributes, 'currency') AS currency,
  element_at(attributes, 'payment.method') AS payment_method,
  element_at(attributes, 'items') AS items,
  element_at(attributes, 'carrier') AS carrier,
  TRY_CAST(regexp_replace(element_at(attributes, 'shipped_at'), '^(.{10})T(.*)Z$', '$1 $2') AS timestamp(6)) AS shipped_at,
  element_at(attributes, 'address.country') AS ship_country,
  changed_at
FROM {{lake}}.entity_snapshot
WHERE entity = 'order'
