import { expect, test } from 'vitest';
import { type Lake, rows, run, start } from '../testing/lake.ts';

const read = async (lake: Lake, sql: string) => (await rows(lake, sql)).slice(1);

test.each([
  ["ROW FORMAT DELIMITED FIELDS TERMINATED BY ','", 'MTL/AA==,1\n'],
  ["ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'", '{"b":"MTL/AA==","n":1}\n'],
  ["ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'", '{"b":"MTL/AA==","n":1}\n'],
])('BINARY is base64 in text: %s', async (serde, text) => {
  const lake = await start();
  await run(lake, 'CREATE DATABASE lake');
  await lake.put('t/a', text);
  await run(lake, `CREATE EXTERNAL TABLE t (b binary, n int) ${serde} LOCATION 's3://bucket/t/'`);
  await run(lake, "INSERT INTO t VALUES (X'00ff', 2)");
  expect(await read(lake, 'SELECT b, to_hex(b), length(b) FROM t ORDER BY n')).toEqual([
    ['31 32 ff 00', '3132FF00', '4'],
    ['00 ff', '00FF', '2'],
  ]);
});

test('within arrays, maps and rows, too', async () => {
  const lake = await start();
  await run(lake, 'CREATE DATABASE lake');
  await lake.put('t/a', '{"l":["MTI=",null],"m":{"k":"AA=="},"r":{"b":"/w==","n":1}}\n{}\n');
  await run(
    lake,
    "CREATE EXTERNAL TABLE t (l array<binary>, m map<string,binary>, r struct<b:binary,n:int>) ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://bucket/t/'",
  );
  expect(
    await read(
      lake,
      "SELECT to_hex(l[1]), cardinality(l), to_hex(m['k']), to_hex(r.b), r.n FROM t WHERE r IS NOT NULL",
    ),
  ).toEqual([['3132', '2', '00', 'FF', '1']]);
  expect(await read(lake, 'SELECT count(*) FROM t WHERE r IS NULL AND l IS NULL')).toEqual([['1']]);
});
