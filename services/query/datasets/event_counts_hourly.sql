/*
description: Per hour (UTC) and event type what arrived, added up from the tally's windows of a minute; late and early windows included, none twice
owner: platform
materialized: incremental
incremental_strategy: insert_overwrite
unique_key: [day, at_hour, event_type]
partitioned_by: day
# A day of the tally is 1,440 small objects a shard, and each run reads the day
every: 15 minutes
tags: [events]
columns:
  day: {type: date, description: "Day (UTC) of the hour", data_tests: [not_null]}
  at_hour: {type: timestamp, description: "Beginning of the hour (UTC) in which the events arrived", data_tests: [not_null]}
  event_type: {type: string, description: "As the routes name it; _unreadable for lines that are no event, _other for types after the first 200 of a window", data_tests: [not_null]}
  events: {type: bigint, description: "Events, each once within its window"}
  repeated: {type: bigint, description: "Lines whose event_id its window had already seen"}
  late: {type: bigint, description: "Lines that happened more than 5 minutes before the window in which they arrived"}
  bytes: {type: bigint, description: "Bytes of all lines"}
  windows: {type: bigint, description: "Windows in which the type arrived; 60 for one that came in each minute"}
data_tests:
  - unique: [day, at_hour, event_type]
  - sql: SELECT * FROM {{rows}} WHERE events < 0 OR repeated < 0 OR late < 0 OR late > events + repeated OR windows < 1
    name: counts are none below zero, and late lines are some of all
*/
WITH parts AS (
  -- A window that was ended early lies there in parts, by their first record; the same part again is the same part
  SELECT
    CAST(from_iso8601_timestamp(window_start) AS timestamp(6)) AS window_at,
    event_type,
    events,
    repeated,
    late,
    bytes,
    row_number() OVER (
      PARTITION BY window_start, shard_id, event_type, first_sequence_number
      ORDER BY length(last_sequence_number) DESC, last_sequence_number DESC
    ) AS copy
  FROM {{raw}}.event_stats
  WHERE {{days}}
)
SELECT
  CAST(window_at AS date) AS day,
  date_trunc('hour', window_at) AS at_hour,
  event_type,
  sum(events) AS events,
  sum(repeated) AS repeated,
  sum(late) AS late,
  sum(bytes) AS bytes,
  count(DISTINCT window_at) AS windows
FROM parts
WHERE copy = 1
GROUP BY CAST(window_at AS date), date_trunc('hour', window_at), event_type
