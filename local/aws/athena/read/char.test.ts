import { expect, test } from 'vitest';
import { type Lake, rows, run, start } from '../testing/lake.ts';

const formats = {
  csv: ["ROW FORMAT DELIMITED FIELDS TERMINATED BY ','", '1,Sunday,x\n2,Monday,xyzw\n3,Wednesday,\n'],
  json: [
    "ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'",
    '{"id":1,"day":"Sunday","code":"x"}\n{"id":2,"day":"Monday ","code":"xyzw"}\n{"id":3,"day":"Wednesday","code":""}\n',
  ],
} as const;

async function lakeOf(format: keyof typeof formats): Promise<Lake> {
  const lake = await start();
  const [rowFormat, text] = formats[format];
  await run(lake, 'CREATE DATABASE lake');
  await lake.put('t/a', text);
  await run(lake, `CREATE EXTERNAL TABLE t (id int, day char(9), code char(3)) ${rowFormat} LOCATION 's3://bucket/t/'`);
  return lake;
}

const read = async (lake: Lake, sql: string) => (await rows(lake, sql)).slice(1);

test.each(['csv', 'json'] as const)(
  'CHAR(n) of %s has n characters, and its spaces count for nothing where it is compared',
  async (format) => {
    const lake = await lakeOf(format);
    const numbers = async (condition: string) =>
      (await read(lake, `SELECT id FROM t WHERE ${condition} ORDER BY id`)).flat();
    expect(await numbers("day = 'Sunday'")).toEqual(['1']);
    expect(await numbers("day IN ('Monday', 'Tuesday')")).toEqual(['2']);
    expect(await numbers("day BETWEEN 'Monday' AND 'Sunday'")).toEqual(['1', '2']);
    expect(await numbers("nullif(day, 'Sunday') IS NULL")).toEqual(['1']);
    expect(await numbers("day LIKE 'Sun%' AND length(day) = 9 AND length(trim(day)) = 6")).toEqual(['1']);
    expect(await numbers("code = '' OR code = 'xyz'")).toEqual(['2', '3']);
    expect(
      await read(lake, "SELECT day || code, CASE day WHEN 'Sunday' THEN 1 ELSE 0 END FROM t WHERE id = 1"),
    ).toEqual([['Sunday   x  ', '1']]);
    expect(
      await read(lake, "SELECT count(*) FROM t JOIN (VALUES 'Sunday', 'Friday') AS d(name) ON t.day = d.name"),
    ).toEqual([['1']]);
    expect(await read(lake, "SELECT day, count(*) FROM t GROUP BY day HAVING day = 'Monday'")).toEqual([
      ['Monday   ', '1'],
    ]);
  },
);

test('so do those of partitions, within arrays, maps and rows, and of Parquet', async () => {
  const lake = await start();
  await run(lake, 'CREATE DATABASE lake');
  await lake.put('p/k=ab/a', '{"l":["x","yy"],"m":{"k":"v"},"r":{"c":"z"}}\n');
  const { Status } = await run(
    lake,
    `CREATE EXTERNAL TABLE p (l array<char(3)>, m map<char(2),char(3)>, r struct<c:char(2)>) PARTITIONED BY (k char(4))
     ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://bucket/p/'`,
  );
  expect(Status?.StateChangeReason).toBeUndefined();
  await run(lake, 'MSCK REPAIR TABLE p');
  const all =
    "SELECT contains(l, CAST('x' AS char(3))), length(l[1]), length(m[CAST('k' AS char(2))]), length(r.c), length(k) FROM";
  expect(await read(lake, `${all} p WHERE k = 'ab'`)).toEqual([['true', '3', '3', '2', '4']]);
  expect(await read(lake, "SELECT count(*) FROM p WHERE k = 'abc'")).toEqual([['0']]);
  await run(lake, "CREATE TABLE q WITH (format = 'PARQUET', external_location = 's3://bucket/q/') AS SELECT * FROM p");
  expect(await read(lake, `${all} q WHERE k = 'ab'`)).toEqual([['true', '3', '3', '2', '4']]);
});
