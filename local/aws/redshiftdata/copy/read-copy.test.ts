import { expect, test } from 'vitest';
import { readStatement } from '../dialect/read-statement.ts';
import { Refusal } from '../dialect/refusal.ts';

const read = (sql: string) => readStatement(sql, { parameters: [], inBatch: true });

test('COPY is read as the lake writes it', () => {
  const from = { bucket: 'athena', key: 'egress/run/' };
  expect(
    read(`COPY "_lake_stage" ("Day", slug) FROM 's3://athena/egress/run/' IAM_ROLE default FORMAT PARQUET`),
  ).toEqual({
    kind: 'copy',
    copy: {
      table: ['_lake_stage'],
      columns: ['day', 'slug'],
      from,
      role: undefined,
      format: { kind: 'parquet', serializeToJson: false },
    },
  });
  expect(
    read(
      `COPY a.t FROM 's3://athena/egress/run/' IAM_ROLE 'arn:aws:iam::000000000000:role/r' FORMAT JSON 's3://athena/run.jsonpaths' GZIP TIMEFORMAT 'auto' DATEFORMAT AS 'auto';`,
    ),
  ).toEqual({
    kind: 'copy',
    copy: {
      table: ['a', 't'],
      columns: undefined,
      from,
      role: 'arn:aws:iam::000000000000:role/r',
      format: { kind: 'json', paths: { bucket: 'athena', key: 'run.jsonpaths' }, isGzip: true },
    },
  });
  for (const format of ['FORMAT AS JSON', "JSON AS 'auto'", "FORMAT JSON 'auto'"])
    expect(read(`COPY t FROM 's3://b/' IAM_ROLE DEFAULT ${format}`)).toMatchObject({
      copy: { format: { kind: 'json', paths: undefined, isGzip: false } },
    });
  expect(read(`COPY t FROM 's3://b/k' PARQUET SERIALIZETOJSON IAM_ROLE default`)).toMatchObject({
    copy: { format: { kind: 'parquet', serializeToJson: true } },
  });
});

const rest = "FROM 's3://b/k' IAM_ROLE default";
test.each([
  [`COPY t ${rest}`, 'COPY of delimited text'],
  [`COPY t ${rest} CSV`, "COPY's option CSV"],
  [`COPY t ${rest} FORMAT ORC`, "COPY's format ORC"],
  [`COPY t ${rest} FORMAT PARQUET MAXERROR 5`, "COPY's option MAXERROR"],
  [`COPY t ${rest} FORMAT JSON 'auto' TRUNCATECOLUMNS`, "COPY's option TRUNCATECOLUMNS"],
  [`COPY t ${rest} FORMAT JSON 'auto' TIMEFORMAT 'epochsecs'`, "TIMEFORMAT 'epochsecs'"],
  [`COPY t ${rest} FORMAT JSON 'noshred'`, "COPY from 'noshred'"],
  [`COPY t ${rest} FORMAT PARQUET FORMAT JSON`, 'conflicting'],
  [`COPY t ${rest} FORMAT PARQUET GZIP`, 'GZIP option is not supported'],
  [`COPY t ${rest} FORMAT JSON SERIALIZETOJSON`, 'SERIALIZETOJSON is only'],
  [`COPY t FROM 's3://b/k' FORMAT PARQUET`, 'IAM_ROLE'],
  [`COPY t FROM 'emr://b/k' IAM_ROLE default FORMAT PARQUET`, "COPY from 'emr://b/k'"],
  [`COPY t (a b) ${rest}`, 'syntax error at or near "b"'],
  ['COPY t', 'syntax error at or near "end of input"'],
])('%s is refused', (sql, message) => {
  expect(() => read(sql)).toThrow(Refusal);
  expect(() => read(sql)).toThrow(message);
});
