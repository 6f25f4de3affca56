import { rows as rowsOf, run, start } from '../../local/aws/athena/testing/lake.ts';
import { readDatasetFile, selectOf, testsOf } from './dataset-file.ts';

type Row = Readonly<Record<string, string | null>>;

/** A local Athena with databases `lake` and `raw`, and the datasets that ship over tables that a test fills. */
export async function createDatasetLake() {
  const lake = await start();
  const does = async (sql: string): Promise<void> => {
    const { Status } = await run(lake, sql);
    if (Status?.State !== 'SUCCEEDED') throw new Error(`${Status?.StateChangeReason}\n${sql}`);
  };
  const query = async (sql: string): Promise<readonly Row[]> => {
    const [names = [], ...rows] = await rowsOf(lake, sql);
    return rows.map((row) => Object.fromEntries(row.map((value, at) => [names[at] ?? '', value])));
  };
  await does('CREATE DATABASE lake');
  await does('CREATE DATABASE raw');
  let objects = 0;
  return {
    query,
    /** A table of JSON lines by hour, as catalog registers them: `raw.event_stats`, `lake.haproxy_requests`. */
    async json(table: string, columns: Readonly<Record<string, string>>) {
      const typed = Object.entries(columns).map(([name, type]) => `\`${name}\` ${type}`);
      await does(
        `CREATE EXTERNAL TABLE ${table} (${typed.join(', ')}) PARTITIONED BY (year string, month string, day string, hour string)
         ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://bucket/${table}/'`,
      );
    },
    /** One more object of the table, in the folder of an hour: `2026-11-20T13`. */
    async land(table: string, hour: string, lines: readonly unknown[]) {
      objects += 1;
      const [, year, month, day, ofDay] = /^(\d+)-(\d+)-(\d+)T(\d+)$/.exec(hour) ?? [];
      const folder = `${table}/year=${year}/month=${month}/day=${day}/hour=${ofDay}`;
      await lake.put(`${folder}/${objects}.json`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      await does(`MSCK REPAIR TABLE ${table}`);
    },
    /** A table of Iceberg with the rows of a SELECT. */
    async make(table: string, select: string) {
      objects += 1;
      await does(
        `CREATE TABLE lake.${table} WITH (table_type = 'ICEBERG', is_external = false, location = 's3://bucket/${table}-${objects}/') AS ${select}`,
      );
    },
    /** Makes the dataset's table hold what its SELECT says of some days (or of all), and gives its rows after its own tests. */
    async compute(name: string, days?: readonly string[]): Promise<readonly Row[]> {
      const file = readDatasetFile(name);
      await does(`DROP TABLE IF EXISTS lake.${name}`);
      await this.make(name, selectOf(file, days));
      for (const test of testsOf(file, `lake.${name}`))
        if ((await query(test)).length > 0) throw new Error(`${name} does not keep what it says: ${test}`);
      return query(`SELECT * FROM lake.${name}`);
    },
  };
}
