const split = (text: string) => text.trim().split(/\s+/);

/** Athena's words that a statement is made of (Trino's grammar, Hive's for DDL), in lower case; functions are not among them. */
export const keywords = split(`
  add all alter and any as asc at between by case cast create cross current_date current_time current_timestamp database databases delete desc
  describe distinct drop else end escape except execute exists explain extract false fetch filter first following for from full group grouping
  having if in inner insert intersect interval into is join last lateral left like limit localtime localtimestamp location matched merge
  natural next not null nulls offset on only optimize or order ordinality outer over partition partitioned partitions preceding prepare
  properties range recursive rename repair replace right row rows schema schemas select serdeproperties set sets show some stored table
  tables tablesample tblproperties then to trim true try_cast unbounded union unload unnest update using vacuum values view views when where
  window with within within group rollup cube external comment clustered bucketed format delimited fields terminated lines collection items
  msck analyze columns deallocate day hour minute month second year zone without ties parquet json no action bin_pack rewrite data
`);

export const types = split(`
  array bigint binary boolean char date decimal double float int integer interval ipaddress json map real row smallint string struct time
  timestamp tinyint uuid varbinary varchar
`);
