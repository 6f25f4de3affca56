import { expect, test } from 'vitest';
import { type Lake, rows, run, start } from '../testing/lake.ts';

const json = "ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'";
const outputFormat = "OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'";

async function lakeOf(objects: Readonly<Record<string, string>>, inputFormat: string, serde = json): Promise<Lake> {
  const lake = await start();
  await run(lake, 'CREATE DATABASE lake');
  for (const [key, text] of Object.entries(objects)) await lake.put(key, text);
  const columns = 'eventname string, eventtime string, requestparameters string';
  const { Status } = await run(
    lake,
    `CREATE EXTERNAL TABLE t (${columns}) ${serde} STORED AS INPUTFORMAT '${inputFormat}' ${outputFormat} LOCATION 's3://bucket/t/'`,
  );
  expect(Status?.StateChangeReason).toBeUndefined();
  return lake;
}

const select = 'SELECT eventname, requestparameters FROM t ORDER BY eventname';
const read = async (lake: Lake) => (await rows(lake, select)).slice(1);
const reason = async (lake: Lake) => (await run(lake, select)).Status?.StateChangeReason;

test('CloudTrailInputFormat gives each record of a file', async () => {
  const records = ['PutObject', 'GetObject', 'AssumeRole'].map((eventName, at) => ({
    eventName,
    eventTime: '2026-11-30T00:00:00Z',
    requestParameters: at === 0 ? { bucketName: 'b', n: 1.5 } : null,
  }));
  const trail = 'com.amazon.emr.cloudtrail.CloudTrailInputFormat';
  const lake = await lakeOf({ 't/a.json': JSON.stringify({ Records: records }), 't/b.json': '{"Records":[]}' }, trail);
  expect(await read(lake)).toEqual([
    ['AssumeRole', null],
    ['GetObject', null],
    ['PutObject', '{"bucketName":"b","n":1.5}'],
  ]);
  await lake.put('t/c.json', '{"Digest":1}');
  expect(await reason(lake)).toMatch(/^HIVE_BAD_DATA: .*t\/c\.json is no file of CloudTrail/);
});

test('SymlinkTextInputFormat reads the files that a manifest names, and no others', async () => {
  const symlink = 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat';
  const lake = await lakeOf(
    {
      'data/1.json': '{"eventname":"one"}\n',
      'data/2.json': '{"eventname":"two"}\n',
      'data/old.json': '{"eventname":"old"}\n',
      't/manifest': 's3://bucket/data/1.json\ns3a://bucket/data/2.json\r\n\n',
    },
    symlink,
  );
  expect((await read(lake)).map(([name]) => name)).toEqual(['one', 'two']);
  expect(await rows(lake, `SELECT "$path" FROM t WHERE eventname = 'two'`)).toEqual([
    ['$path'],
    ['s3://bucket/data/2.json'],
  ]);
  await lake.put('t/manifest', 's3://bucket/data/gone.json\n');
  expect(await reason(lake)).toMatch(/^HIVE_CANNOT_OPEN_SPLIT: .*t\/manifest names s3:\/\/bucket\/data\/gone\.json/);
});

test('of any other class nothing is read', async () => {
  const other = 'org.apache.hadoop.mapred.SequenceFileInputFormat';
  const lake = await start();
  await run(lake, 'CREATE DATABASE lake');
  await lake.put('t/a', '{"eventname":"one"}\n');
  const made = await run(
    lake,
    `CREATE EXTERNAL TABLE t (eventname string) ${json} STORED AS INPUTFORMAT '${other}' ${outputFormat} LOCATION 's3://bucket/t/'`,
  );
  expect(made.Status?.StateChangeReason).toMatch(
    /HIVE_UNSUPPORTED_FORMAT: Unsupported input format: .*SequenceFileInputFormat/,
  );
});

test('a delimiter that is a number is a code: 1 stands for \\u0001, as Glue writes it', async () => {
  const delimited = (properties: string) =>
    `ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe' WITH SERDEPROPERTIES (${properties})`;
  const text = 'org.apache.hadoop.mapred.TextInputFormat';
  const first = await lakeOf({ 't/a': 'a\u0001t\u0001p\n' }, text, delimited("'serialization.format'='1'"));
  expect(await read(first)).toEqual([['a', 'p']]);
  const tabs = await lakeOf({ 't/a': 'a\tt\tp\n' }, text, delimited("'field.delim'='9'"));
  expect(await read(tabs)).toEqual([['a', 'p']]);
});
