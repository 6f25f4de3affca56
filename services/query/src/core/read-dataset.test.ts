import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readDataset } from './read-dataset.ts';

const file = `/*
description: Per day and integration its requests
owner: integrations
partitioned_by: day
unique_key: [day, slug]
event_time: at
every: 15 minutes
tags: [integrations]
columns:
  day: {type: date, description: UTC, data_tests: [not_null]}
  slug: string
  account_id: {type: bigint, sensitive: true, tests: [unique]}
  share: decimal(5, 2)
data_tests:
  - unique: [day, slug]
*/
SELECT CAST(at AS date) AS day, slug, max(account_id) AS account_id, 0.5 AS share
FROM {{lake}}.requests
WHERE {{days}}
GROUP BY 1, 2`;

const read = (...changes: readonly (readonly [string, string])[]) =>
  readDataset(
    'usage.sql',
    changes.reduce((text, [from, to]) => text.replace(from, to), file),
  );

test('a header in dbt’s words says what a dataset is', () => {
  expect(read()).toEqual({
    table: 'usage',
    file: 'datasets/usage.sql',
    line: 17,
    description: 'Per day and integration its requests',
    owner: 'integrations',
    tags: ['integrations'],
    materialized: 'incremental',
    strategy: 'insert_overwrite',
    after: [{ database: 'lake', table: 'requests' }],
    time: 'at',
    partition: { column: 'day', grain: 'day' },
    lookback: 0,
    key: ['day', 'slug'],
    everySeconds: 900,
    onChange: 'rebuild',
    fill: 'newest',
    columns: { day: 'date', slug: 'string', account_id: 'bigint', share: 'decimal(5,2)' },
    sensitive: ['account_id'],
    tests: [
      { name: 'not_null(day)', sql: 'SELECT * FROM {{rows}} WHERE "day" IS NULL' },
      {
        name: 'unique(account_id)',
        sql: 'SELECT "account_id", count(*) AS "rows" FROM {{rows}} WHERE "account_id" IS NOT NULL GROUP BY "account_id" HAVING count(*) > 1',
      },
      {
        name: 'unique(day, slug)',
        sql: 'SELECT "day", "slug", count(*) AS "rows" FROM {{rows}} GROUP BY "day", "slug" HAVING count(*) > 1',
      },
    ],
    select: file.slice(file.indexOf('SELECT CAST')),
  });
});

test('an editor’s ends of lines, its mark of the encoding and /** change nothing', () => {
  const { select } = read();
  const other = `\uFEFF${file.replace('/*', '/**').replaceAll('\n', '\r\n')}`;
  expect(readDataset('usage.sql', other)).toEqual(read());
  expect(select).toContain('\nFROM');
});

test('what is said of one column holds for another that takes it over', () => {
  const { columns, sensitive } = read(
    ['slug: string', 'slug: &text {type: string, sensitive: true}'],
    ['share: decimal(5, 2)', 'share: {<<: *text, type: double}'],
  );
  expect([columns.share, sensitive]).toEqual(['double', ['slug', 'account_id', 'share']]);
});

test('what ships says what it said', () => {
  const name = 'integration_usage.sql';
  const dataset = readDataset(name, readFileSync(new URL(`../../datasets/${name}`, import.meta.url), 'utf8'));
  expect(dataset).toMatchObject({
    materialized: 'incremental',
    strategy: 'insert_overwrite',
    after: [{ database: 'lake', table: 'integration_requests' }],
    time: 'request_date',
    partition: { column: 'day', grain: 'day' },
    key: ['day', 'integration_slug'],
  });
  expect(Object.entries(dataset.columns).flat()).toEqual(
    'day date integration_slug string integration_name string is_internal boolean requests bigint accounts bigint clients bigint errors_5xx bigint p95_active_ms bigint'.split(
      ' ',
    ),
  );
});

describe('what a header leaves out', () => {
  const whole = [
    ['partitioned_by: day\nunique_key: [day, slug]\nevent_time: at\n', ''],
    ['WHERE {{days}}\n', ''],
  ] as const;

  test('without partitions it is a table', () => {
    expect(read(...whole)).toMatchObject({ materialized: 'table', key: [] });
    expect(read(...whole).partition).toBeUndefined();
  });

  test('a merge may do without partitions, and without {{days}}', () => {
    const merge = read(...whole, ['owner:', 'incremental_strategy: merge\nunique_key: slug\nowner:']);
    expect(merge).toMatchObject({ materialized: 'incremental', strategy: 'merge', key: ['slug'] });
  });

  test.each([
    ['day: {type: date', 'day: {type: timestamp', 'day', 'hour'],
    ['partitioned_by: day', 'partitioned_by: [day]', 'day', 'day'],
    ['partitioned_by: day', 'partitioned_by: {column: day, granularity: month}', 'day', 'month'],
  ])('%j made %j is partitioned by %s, each a %s', (from, to, column, grain) => {
    expect(read([from, to]).partition).toEqual({ column, grain });
  });

  test('what the SELECT reads stands in its place', () => {
    const other = read([
      'FROM {{lake}}.requests',
      'FROM {{lake}}.requests JOIN {{raw}}.ids USING (id), {{lake}}.requests b',
    ]);
    expect(other.after).toEqual([
      { database: 'lake', table: 'requests' },
      { database: 'raw', table: 'ids' },
    ]);
    const said = read(['owner:', "after: [raw.events, ref('accounts')]\nowner:"]);
    expect(read(['owner:', `after: ["{{ ref(\\"a\\") }}", "source('raw', 'b')"]\nowner:`]).after).toEqual([
      { database: 'lake', table: 'a' },
      { database: 'raw', table: 'b' },
    ]);
    expect(said.after).toEqual([
      { database: 'raw', table: 'events' },
      { database: 'lake', table: 'accounts' },
    ]);
  });
});

test('all else that a header says', () => {
  const more = 'lookback: 2\nschedule: cron(0/5 5 * * ? *)\non_change: keep\nfill: none\nowner:';
  expect(read(['every: 15 minutes\n', ''], ['owner:', more])).toMatchObject({
    lookback: 2,
    schedule: 'cron(0/5 5 * * ? *)',
    onChange: 'keep',
    fill: 'none',
  });
});

const at = (line: number, column: number, what: string) => `datasets/usage.sql:${line}:${column}: ${what}`;

describe('a mistake is told with its place', () => {
  test.each([
    ['owner:', 'table: usage\nowner:', at(3, 1, 'table: the name is the file’s: leave it out')],
    ['owner:', 'view: usage\nowner:', at(3, 1, 'view: the name is the file’s: write `materialized: view`')],
    ['owner:', 'materialisation: incremental\nowner:', at(3, 1, 'materialisation: write `materialized`')],
    ['event_time:', 'time:', at(6, 1, 'time: write `event_time`')],
    ['partitioned_by:', 'partition_column:', at(4, 1, 'partition_column: write `partitioned_by`')],
    ['unique_key:', 'key:', at(5, 1, 'key: write `unique_key`')],
    ['owner:', 'reads: [requests]\nowner:', at(3, 1, 'reads: what is read is taken from the SELECT')],
    ['owner:', 'ownr:', at(3, 1, 'ownr: there is no such setting: did you mean owner?')],
    ['owner:', 'viw:', at(3, 1, 'viw: there is no such setting: there are description, owner')],
    ['owner:', 'colour:', at(3, 1, 'colour: there is no such setting: there are description, owner')],
    ['description: Per', 'owner: a\n# ', 'usage.sql:'],
    ['every: 15 minutes', 'every: often', at(7, 1, 'every: a time such as `5 minutes`')],
    ['unique_key: [day, slug]', 'unique_key: [day, Slug]', at(5, 19, 'unique_key.1: a name of lower-case letters')],
    ['unique_key: [day, slug]', 'unique_key: [day, whom]', at(5, 19, 'unique_key.1: whom must be in columns')],
    ['unique_key: [day, slug]', 'unique_key: [day, day]', at(5, 19, 'unique_key.1: day stands there twice')],
    [
      'unique_key: [day, slug]',
      'unique_key: [slug]\nincremental_strategy: merge',
      at(5, 1, 'unique_key: must contain day, by which it is partitioned: else each run'),
    ],
    [
      'unique_key: [day, slug]',
      'incremental_strategy: merge',
      at(5, 1, 'incremental_strategy: merge needs unique_key'),
    ],
    ['partitioned_by: day', 'partitioned_by: dya', at(4, 1, 'partitioned_by: dya must be in columns')],
    [
      'partitioned_by: day',
      'partitioned_by: slug',
      at(4, 1, 'partitioned_by: slug is a string, and partitions of an hour are by a timestamp'),
    ],
    [
      'partitioned_by: day',
      'partitioned_by: {column: day, granularity: hour}',
      at(4, 1, 'partitioned_by: day is a date, and'),
    ],
    [
      'partitioned_by: day',
      'partitioned_by: {column: day, granularity: week}',
      at(4, 31, 'partitioned_by.granularity: hour, day or month'),
    ],
    ['partitioned_by: day', 'materialized: incremental', at(4, 1, 'materialized: needs partitioned_by: write it, or')],
    [
      'partitioned_by: day',
      'incremental_strategy: merge',
      at(6, 1, 'event_time: bounds partitions: write partitioned_by'),
    ],
    [
      'partitioned_by: day',
      'incremental_strategy: merge\nlookback: 1',
      at(5, 1, 'lookback: counts partitions: write partitioned_by'),
    ],
    ['owner:', 'materialized: table\nowner:', at(5, 1, 'partitioned_by: a table is computed as a whole')],
    ['owner:', 'materialized: tables\nowner:', at(3, 1, 'materialized: view, table or incremental is expected')],
    [
      'owner:',
      'schedule: rate(1 hour)\nowner:',
      at(8, 1, 'every: it runs by its schedule, and not when its tables change'),
    ],
    ['owner:', 'schedule: rate(1 hours)\nowner:', at(3, 1, 'schedule: rate(1 hour), rate(15 minutes) or cron(')],
    [
      'owner:',
      'schedule: cron(0 5 * * * *)\nowner:',
      at(3, 1, 'schedule: of day-of-month and day-of-week one has to be ?'),
    ],
    ['owner:', 'lookback: -1\nowner:', at(3, 1, 'lookback: ')],
    ['owner:', 'on_change: drop\nowner:', at(3, 1, 'on_change: rebuild or keep is expected')],
    ['owner:', 'fill: all\nowner:', at(3, 1, 'fill: newest, oldest or none is expected')],
    ['owner:', 'after: [raws.x]\nowner:', at(3, 9, 'after.0: a table, or lake.table, or raw.table is expected')],
    ['owner:', 'after: [requests, usage]\nowner:', at(3, 19, 'after.1: a dataset cannot come after itself')],
    ['slug: string', 'slug: varchar', at(11, 3, 'columns.slug.type: write string')],
    ['slug: string', 'slug: varchar(10)', at(11, 3, 'columns.slug.type: write string')],
    ['slug: string', 'slug: STRING', at(11, 3, 'columns.slug.type: write string')],
    ['slug: string', 'slug: array<string>', at(11, 3, 'columns.slug.type: write string, and json_format(')],
    ['slug: string', 'slug: decimal', at(11, 3, 'columns.slug.type: write decimal(18,2)')],
    ['slug: string', 'slug:', at(11, 3, 'columns.slug.type: a type is expected, as `type: string`')],
    ['slug: string', 'slug: {type: map<string, string>}', at(11, 28, 'columns.slug.string>: there is no such setting')],
    [
      'slug: string',
      'slug: {type: string, description: 5}',
      at(11, 24, 'columns.slug.description: a text is expected, not a number: put it in quotes'),
    ],
    [
      'slug: string',
      'slug: {type: string, sensitive: yes}',
      at(11, 24, 'columns.slug.sensitive: true or false is expected, not a text'),
    ],
    ['slug: string', 'slug: [string]', at(11, 3, 'columns.slug: a map is expected, not a list')],
    ['owner: integrations', 'owner: 12', at(3, 1, 'owner: a text is expected, not a number: put it in quotes')],
    ['partitioned_by: day', 'partitioned_by: [day, slug]', at(4, 1, 'partitioned_by: one column is expected')],
    [
      'partitioned_by: day',
      'partitioned_by: {field: day, data_type: date}',
      at(4, 18, 'partitioned_by.field: write `column`'),
    ],
    ['owner:', 'config: {materialized: table}\nowner:', at(3, 1, 'config: write its words in the header itself')],
    ['owner:', 'meta: {a: b}\nowner:', at(3, 1, 'meta: nobody reads it here: leave it out')],
    ['owner:', 'partition_by: day\nowner:', at(3, 1, 'partition_by: write `partitioned_by`')],
    [
      'tests: [unique]',
      'tests: [{unique: {config: {severity: warn}}}]',
      at(12, 56, 'columns.account_id.tests.0.unique: it says nothing more: write `- unique`'),
    ],
    [
      'tests: [unique]',
      'tests: [row_count]',
      at(12, 55, 'columns.account_id.tests.0: row_count is a test of the table; there are: not_null'),
    ],
    ['tests: [unique]', 'tests: unique', at(12, 47, 'columns.account_id.tests: a list of tests is expected')],
    [
      'tests: [unique]',
      'tests: [5]',
      at(12, 55, 'columns.account_id.tests.0: a test is expected; there are: not_null'),
    ],
    [
      'tests: [unique]',
      'tests: [{accepted_values: {arguments: {values: [1]}}}]',
      at(12, 74, 'columns.account_id.tests.0.accepted_values.arguments: write what is in it one level higher'),
    ],
    [
      '- unique: [day, slug]',
      '- unique',
      at(15, 5, 'data_tests.0.unique: name the columns: `- unique: [day, country]`'),
    ],
    [
      '- unique: [day, slug]',
      '- unique: slug\n    not_null: slug',
      at(15, 5, 'data_tests.0: unique and not_null are two tests'),
    ],
    [
      'description: Per',
      'description: Per: day',
      at(2, 14, 'Nested mappings are not allowed in compact mappings: a text with a colon in it stands in quotes'),
    ],
    [
      'owner: integrations',
      'owner: *me',
      at(3, 8, 'no anchor is called me: a text that begins with * stands in quotes'),
    ],
    [
      'owner: integrations',
      'owner: @me',
      at(3, 8, 'Plain value cannot start with reserved character @: a text that begins so stands in quotes'),
    ],
    ['  slug: string', '\tslug: string', at(11, 1, 'Tabs are not allowed as indentation: write spaces')],
    [
      'integration its requests',
      'integration */ its requests',
      at(2, 38, 'the first comment ends here already: it cannot have */ in it'),
    ],
    ['slug: string', 'slug: strin', at(11, 3, 'columns.slug.type: no type of the lake; there are: string, int')],
    ['slug: string', 'slug: {data_type: string}', at(11, 10, 'columns.slug.data_type: write `type`')],
    ['decimal(5, 2)', 'decimal(50, 2)', at(13, 3, 'columns.share.type: a decimal has 1 to 38 digits')],
    ['decimal(5, 2)', 'decimal(5, 6)', at(13, 3, 'columns.share.type: a decimal has 1 to 38 digits')],
    [
      'tests: [unique]',
      'tests: [uniq]',
      at(12, 55, 'columns.account_id.tests.0: no test is called uniq; there are: not_null, unique'),
    ],
    [
      '- unique: [day, slug]',
      '- unique: [day, slog]',
      at(15, 5, 'data_tests.0: slog is not in columns: did you mean slug?'),
    ],
    [
      '- unique: [day, slug]',
      '- accepted_values: {column: account_id, values: [1, x]}',
      at(15, 5, 'data_tests.0: account_id is a bigint, and cannot be "x"'),
    ],
    [
      '- unique: [day, slug]',
      '- row_count: {min: 5, max: 1}',
      at(15, 5, 'data_tests.0.row_count: min is more than max'),
    ],
    ['- unique: [day, slug]', '- sql: SELECT 1', at(15, 5, 'data_tests.0: the SELECT does not read {{rows}}')],
    ['- unique: [day, slug]', '- sql: SELECT * FROM {{rows}} WHRE 1', at(15, 38, "not Athena's SQL")],
    [
      '- unique: [day, slug]',
      '- sql: "SELECT slgu FROM {{rows}}"',
      at(15, 18, 'sql: what is read here has no column slgu: did you mean slug?'),
    ],
    [
      '- unique: [day, slug]',
      '- sql: |\n      SELECT slug FROM {{rows}}\n      WHERE {{days}} OR slug = 1\n    name: mine',
      at(17, 13, '{{days}} stands for nothing here; there are: {{lake}}, {{raw}}, {{rows}}'),
    ],
    [
      '- unique: [day, slug]',
      '- relationships: {column: account, to: accounts, field: id}',
      at(15, 5, 'data_tests.0: account is not in columns'),
    ],
    [
      'tests: [unique]',
      'tests: [unique], data_tests: [unique]',
      at(12, 47, 'columns.account_id.tests: is `data_tests` by its other name'),
    ],
    ['owner:', 'tests: [{unique: day}]\nowner:', at(3, 1, 'tests: is `data_tests` by its other name')],
    ['WHERE {{days}}', 'WHERE true', at(17, 1, 'the SELECT does not use {{days}}, which bounds it')],
    ['WHERE {{days}}', 'WHERE true -- {{days}}', at(17, 1, 'the SELECT does not use {{days}}, which bounds it')],
    ['FROM {{lake}}.requests', 'FROM requests', at(18, 6, 'requests is of no database: write {{lake}}.requests')],
    ['AS day', 'AS dya', at(10, 3, 'columns.day: the SELECT does not give it')],
    ['AS day', 'AS dya', at(17, 1, 'the SELECT gives dya, which is not in columns')],
    ['0.5 AS share', '0.5', at(17, 1, 'column 4 of the SELECT has no name: give it one with AS')],
    ['0.5 AS share', '0.5 AS share, 1 AS share', at(17, 1, 'the SELECT gives share twice')],
    ['GROUP BY', 'GRUP BY', at(20, 1, "not Athena's SQL")],
    ['*/', 'every: 1 hour\n*/', at(16, 1, 'Map keys must be unique')],
  ])('%j made %j', (from, to, message) => {
    expect(() => read([from, to])).toThrow(message);
  });

  test('a schedule that ends the comment is known', () => {
    expect(() => read(['owner:', 'schedule: cron(*/5 * * * ? *)\nowner:'])).toThrow(
      at(3, 1, 'schedule: it ends too early: */ ends the comment, write 0/5 for */5'),
    );
  });

  test('{{days}} is of incremental datasets alone', () => {
    const table = ['partitioned_by: day\nunique_key: [day, slug]\nevent_time: at\n', ''] as const;
    expect(() => read(table)).toThrow(
      at(16, 7, '{{days}} bounds what an incremental dataset reads, and a table reads all: leave it out'),
    );
  });

  test('columns as dbt lists them are told with how they stand here', () => {
    const text = file.replace(/columns:[\s\S]*(?=data_tests:\n)/, 'columns:\n  - name: day\n    type: date\n');
    expect(() => readDataset('usage.sql', text)).toThrow(
      at(9, 1, 'columns: a map is expected: instead of `- name: day` write `day: {type: date}`'),
    );
  });

  test('columns have to be there', () => {
    const text = file.replace(/columns:[\s\S]*(?=\*\/)/, '');
    expect(() => readDataset('usage.sql', text)).toThrow('columns: is missing: name the columns of the table');
  });

  test('many are told at once, by their places', () => {
    const all = () =>
      read(
        ['unique_key: [day, slug]', 'unique_key: [day, x]'],
        ['AS share', 'AS shar'],
        ['- unique: [day, slug]', '- not_null: y'],
      );
    expect(all).toThrow(
      [
        at(5, 19, 'unique_key.1: x must be in columns'),
        at(13, 3, 'columns.share: the SELECT does not give it: did you mean shar?'),
        at(15, 5, 'data_tests.0: y is not in columns'),
        at(17, 1, 'the SELECT gives shar, which is not in columns: add it there with its type, or leave it out'),
      ].join('\n'),
    );
  });
});
