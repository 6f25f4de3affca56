/** `name(parameters) AS expression`: what DuckDB can say itself, said once. A parameter that stands twice is evaluated twice. */
export const macros: readonly string[] = [
  `trino_float(x) AS CASE WHEN isfinite(x) AND abs(x) >= 3.4028235677973366e38::DOUBLE THEN CAST(sign(x) * 'infinity'::DOUBLE AS FLOAT) ELSE CAST(x AS FLOAT) END`,
  `trino_floor_multiple(x, m) AS (x - ((x % m) + m) % m)`,
  `trino_round_micros(x, m) AS trino_floor_multiple(x + m // 2, m)`,
  `trino_parse_date(x) AS (DATE '1970-01-01' + trino_date_days(x))`,
  `trino_micros_time(x) AS CAST(make_timestamp(CAST(x AS BIGINT)) AS TIME)`,
  `trino_zoned(utc_time, zone_name) AS {'utc': utc_time, 'zone': zone_name}`,
  `trino_offset(z) AS to_seconds(CASE WHEN z[1] = '-' THEN -60 ELSE 60 END * (CAST(z[2:3] AS INTEGER) * 60 + CAST(z[5:6] AS INTEGER)))`,
  `trino_at(t, z) AS CASE WHEN z = 'UTC' THEN t WHEN z[1] IN ('+', '-') THEN t + trino_offset(z) ELSE timezone(z, timezone('UTC', t)) END`,
  `trino_utc(t, z) AS CASE WHEN z = 'UTC' THEN t WHEN z[1] IN ('+', '-') THEN t - trino_offset(z) ELSE timezone('UTC', timezone(z, t)) END`,
  `trino_local(x) AS trino_at(struct_extract(x, 'utc'), struct_extract(x, 'zone'))`,
  `trino_from_local(t, z) AS CASE WHEN t IS NOT NULL AND z IS NOT NULL THEN {'utc': trino_utc(t, z), 'zone': z} END`,
  `trino_parse_zoned(x, p) AS trino_from_local(make_timestamp(trino_parse_timestamp(x, p)), trino_zone_of(x))`,
];
