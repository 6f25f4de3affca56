import { describe, expect, test } from 'vitest';
import { type Analysed, analyse } from './analyse.ts';
import { parseSelect } from './parse-select.ts';
import { type Columns, unknownColumns } from './scope.ts';
import type { Days } from './walk.ts';

const known: Readonly<Record<string, Columns>> = {
  'lake.usage': {
    list: [{ name: 'day', type: 'date' }, { name: 'slug', type: 'string' }, { name: 'hits' }],
    isOpen: false,
  },
  'lake.owners': { list: [{ name: 'slug' }, { name: 'owner' }], isOpen: false },
};

const dayOnly = { columns: ['day'], types: ['date'], isTime: true };

function read(sql: string, days: Days = dayOnly): Analysed {
  const parsed = parseSelect(sql, ['lake', 'raw', 'days', 'rows']);
  if (parsed.root === undefined) return { tables: [], columns: unknownColumns, mistakes: parsed.mistakes };
  const columnsOf = ({ database, table }: { readonly database: string; readonly table: string }) =>
    known[`${database}.${table}`] ?? unknownColumns;
  return analyse(parsed, { columnsOf, rows: known['lake.usage'], days });
}

const names = ({ columns: { list, isOpen } }: Analysed) => [...list.map(({ name }) => name), ...(isOpen ? ['…'] : [])];
const told = ({ mistakes }: Analysed) => mistakes.map(({ line, column, message }) => `${line}:${column}: ${message}`);

describe('a SELECT that is right', () => {
  test.each([
    ['SELECT day, u.hits AS n FROM {{lake}}.usage AS u WHERE {{days}}', ['day', 'n']],
    ['SELECT * FROM {{lake}}.usage', ['day', 'slug', 'hits']],
    [
      'SELECT * FROM {{lake}}."usage" WHERE "$path" = \'x\' AND usage."$file_modified_time" IS NULL',
      ['day', 'slug', 'hits'],
    ],
    ['SELECT *, 1 AS one FROM {{raw}}.x', ['one', '…']],
    ['SELECT USAGE.DAY, "SLUG" FROM {{ lake }}.Usage', ['day', 'slug']],
    ['SELECT {{lake}}.usage.day FROM {{lake}}.usage', ['day']],
    ['SELECT * FROM {{lake}}.usage JOIN {{lake}}.owners USING (slug)', ['slug', 'day', 'hits', 'owner']],
    ['SELECT u.*, o.owner AS who FROM {{lake}}.usage u JOIN {{lake}}.owners o USING (slug)', ['day', 'hits', 'who']],
    [
      'SELECT slug, a.z FROM {{raw}}.x a JOIN {{raw}}.y b USING (slug) JOIN {{lake}}.owners USING (slug) WHERE slug = owner',
      ['slug', 'z'],
    ],
    ['SELECT o.* FROM {{lake}}.usage u, {{lake}}.owners o', ['slug', 'owner']],
    ['SELECT t.a FROM {{lake}}.owners AS t (a, b)', ['a']],
    ['WITH w AS (SELECT day AS d FROM {{lake}}.usage) SELECT w.d FROM w', ['d']],
    [
      'WITH w (x, y) AS (SELECT slug, owner FROM {{lake}}.owners), v AS (SELECT x FROM w) SELECT v.x, w.y FROM v, w',
      ['x', 'y'],
    ],
    ['WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 9) SELECT r.n FROM r', ['n']],
    [
      'SELECT owner FROM {{lake}}.owners o WHERE EXISTS (SELECT 1 FROM {{lake}}.usage u WHERE u.slug = o.slug AND owner = slug)',
      ['owner'],
    ],
    [
      'SELECT u.slug, (SELECT max(owner) FROM {{lake}}.owners o WHERE o.slug = u.slug) AS owner FROM {{lake}}.usage u',
      ['slug', 'owner'],
    ],
    ["SELECT slug, e FROM {{lake}}.owners CROSS JOIN UNNEST(split(owner, ',')) AS t (e)", ['slug', 'e']],
    ['SELECT t.e, t.n FROM {{lake}}.owners, UNNEST(ARRAY[owner]) WITH ORDINALITY t (e, n)', ['e', 'n']],
    ['SELECT l.x FROM {{lake}}.owners o CROSS JOIN LATERAL (SELECT o.owner AS x) l', ['x']],
    [
      'SELECT transform(ARRAY[1], x -> x + hits) AS a, reduce(ARRAY[1], 0, (s, x) -> s + x, s -> s) AS b FROM {{lake}}.usage',
      ['a', 'b'],
    ],
    [
      'SELECT slug AS s, count(*) AS n FROM {{lake}}.usage GROUP BY slug HAVING count(*) > 1 ORDER BY n DESC, s',
      ['s', 'n'],
    ],
    ['SELECT slug, hits FROM {{lake}}.usage ORDER BY day', ['slug', 'hits']],
    ['SELECT slug FROM {{lake}}.usage UNION ALL SELECT slug FROM {{lake}}.owners ORDER BY slug', ['slug']],
    ['(SELECT slug FROM {{lake}}.usage) EXCEPT (SELECT slug FROM {{lake}}.owners)', ['slug']],
    ['TABLE {{lake}}.owners', ['slug', 'owner']],
    ['VALUES (1, 2)', [undefined, undefined]],
    ['VALUES 1', [undefined]],
    ['VALUES CAST(ROW(1) AS row(a bigint))', ['…']],
    ['SELECT t.a FROM (VALUES 1, 2) AS t (a)', ['a']],
    ['SELECT t.slug AS e FROM {{lake}}.owners CROSS JOIN UNNEST(ARRAY[slug]) AS t (slug)', ['e']],
    ['SELECT a.day FROM {{lake}}.usage a JOIN {{raw}}.x b ON hits = b.n, {{lake}}.usage c', ['day']],
    ['SELECT u.slug, count(*) AS n FROM {{lake}}.usage u GROUP BY slug', ['slug', 'n']],
    ['SELECT slug, hits, count(*) AS n FROM {{lake}}.usage GROUP BY (slug, hits)', ['slug', 'hits', 'n']],
    [
      'SELECT day AS d, slug, 1 AS one, max(hits) AS n FROM {{lake}}.usage GROUP BY 1, slug ORDER BY 4',
      ['d', 'slug', 'one', 'n'],
    ],
    ['SELECT slug, (SELECT count(*) FROM {{lake}}.owners) AS n FROM {{lake}}.usage', ['slug', 'n']],
    ['SELECT slug, count(*) OVER () AS n FROM {{lake}}.usage', ['slug', 'n']],
    ['SELECT slug, sum(count(*)) OVER () AS n FROM {{lake}}.usage GROUP BY slug', ['slug', 'n']],
    [
      'SELECT l.k, l.n FROM {{lake}}.usage u CROSS JOIN LATERAL (SELECT u.slug AS k, count(*) AS n FROM {{lake}}.owners o WHERE o.slug = u.slug) l',
      ['k', 'n'],
    ],
    ['SELECT hits FROM {{lake}}.usage WHERE hits = (SELECT max(hits) FROM {{lake}}.usage)', ['hits']],
    ['SELECT rank() OVER (w ORDER BY day) AS r FROM {{lake}}.usage WINDOW w AS (PARTITION BY slug)', ['r']],
    ['WITH a AS (SELECT 1 AS x), b AS (WITH a AS (SELECT 2 AS y) SELECT y FROM a) SELECT x, y FROM a, b', ['x', 'y']],
    [
      "SELECT TIMESTAMP '2026-01-01 00:00:00.5 Europe/Berlin' AS a, TIMESTAMP '2026-01-01' AS b, DATE '2026-1-1' AS c, JSON '{}' AS d, INTERVAL '1' DAY AS e",
      ['a', 'b', 'c', 'd', 'e'],
    ],
    [
      'SELECT CAST(hits AS int) AS i, CAST(slug AS varchar(3)) AS v, CAST(hits AS decimal(3, 1)) AS d FROM {{lake}}.usage',
      ['i', 'v', 'd'],
    ],
    ["SELECT '{% x %} {{ ref(1) }}' AS a -- {{ ref('x') }}\n/* {% if %} */", ['a']],
    ['SELECT 1 AS "a""B"', ['a"b']],
    ['SELECT v.a FROM (VALUES (1, 2)) AS v (a, b)', ['a']],
    ['SELECT x.payload.id, x.payload.a.b, y[1].z AS z FROM {{raw}}.events AS x', ['id', 'b', 'z']],
    ['SELECT payload.id FROM {{raw}}.events', ['id']],
    [
      'SELECT sum(hits) OVER (PARTITION BY slug ORDER BY day) AS total, rank() OVER w AS r FROM {{lake}}.usage WINDOW w AS (ORDER BY day)',
      ['total', 'r'],
    ],
    ['SELECT array_agg(slug ORDER BY day) FILTER (WHERE hits > 1) AS a FROM {{lake}}.usage', ['a']],
    ['SELECT current_date AS d, localtimestamp AS t, EXTRACT(DOW FROM day) AS w FROM {{lake}}.usage', ['d', 't', 'w']],
    [
      "SELECT date_add('day', -1, day) AS d, DATE '2026-01-01' AS e, INTERVAL '1' DAY AS i FROM {{lake}}.usage",
      ['d', 'e', 'i'],
    ],
    ['SELECT slug FROM {{rows}} AS r WHERE r.hits < 0', ['slug']],
    ['SELECT table_name FROM information_schema.tables', ['table_name']],
    ['SELECT file_path FROM {{lake}}."usage$files"', ['file_path']],
    ["SELECT day FROM {{lake}}.usage FOR TIMESTAMP AS OF TIMESTAMP '2026-01-01 00:00:00 UTC'", ['day']],
    ['SELECT day FROM {{lake}}.usage TABLESAMPLE BERNOULLI (10)', ['day']],
    ['-- {{days}} of {{lake}}\nSELECT 1 AS one /* {{raw}} */', ['one']],
    ['SELECT (u.day) AS d, u.slug FROM ({{lake}}.usage AS u JOIN {{lake}}.owners o ON o.slug = u.slug)', ['d', 'slug']],
    ['SELECT j.day FROM ({{lake}}.usage u CROSS JOIN {{lake}}.owners o) AS j', ['day']],
    ['SELECT GROUPING(slug, day) AS g, slug FROM {{lake}}.usage GROUP BY ROLLUP (slug, day)', ['g', 'slug']],
    [
      'SELECT m.x FROM {{lake}}.usage MATCH_RECOGNIZE (ORDER BY day MEASURES A.hits AS x PATTERN (A B+) DEFINE B AS hits > PREV(hits)) AS m',
      ['x'],
    ],
    ["SELECT count(*) AS n, json_value(slug, 'lax $.a' RETURNING bigint) AS j FROM {{lake}}.usage", ['n', 'j']],
    [
      "SELECT try_cast(slug AS row(a bigint, b varchar)).a AS a, slug IS DISTINCT FROM 'x' AS d FROM {{lake}}.usage",
      ['a', 'd'],
    ],
    ['SELECT hits FROM {{lake}}.usage WHERE day = ANY (SELECT max(day) FROM {{lake}}.usage)', ['hits']],
    [
      'SELECT if(hits > 1, 1, 2) AS i, coalesce(hits, 0) AS c, nullif(hits, 0) AS n FROM {{lake}}.usage',
      ['i', 'c', 'n'],
    ],
  ])('%s', (sql, columns) => {
    const analysed = read(sql);
    expect(told(analysed)).toEqual([]);
    expect(names(analysed)).toEqual(columns);
  });
});

test('is as deep as Trino takes it', () => {
  expect(told(read(`SELECT day FROM {{lake}}.usage WHERE ${'hits > 1 AND '.repeat(3000)}hist > 1`))).toEqual([
    expect.stringContaining('usage has no column hist'),
  ]);
  expect(told(read(`SELECT ${'('.repeat(300)}hist${')'.repeat(300)} AS n FROM {{lake}}.usage`))).toEqual([
    expect.stringContaining('1:308: usage has no column hist'),
  ]);
  const deep = `SELECT ${'('.repeat(5000)}1${')'.repeat(5000)} AS n`;
  expect(told(read(deep))).toEqual(['1:1: the SELECT nests too deep']);
});

test('names each table that it reads, with its place, and no name of WITH', () => {
  const sql = `WITH usage AS (SELECT * FROM {{raw}}.a)
SELECT * FROM usage JOIN {{lake}}.b ON true
WHERE x IN (SELECT y FROM {{ lake }}."c$partitions") AND EXISTS (TABLE {{lake}}.d)`;
  expect(read(sql).tables).toEqual([
    { database: 'raw', table: 'a', line: 1, column: 30 },
    { database: 'lake', table: 'b', line: 2, column: 26 },
    { database: 'lake', table: 'c', line: 3, column: 27 },
    { database: 'lake', table: 'd', line: 3, column: 72 },
  ]);
});

describe('a SELECT with a mistake', () => {
  test.each([
    ['SELECT dayy FROM {{lake}}.usage', '1:8: usage has no column dayy: did you mean day?'],
    ['SELECT nothing FROM {{lake}}.usage', '1:8: usage has no column nothing; there are: day, slug, hits'],
    ['SELECT u.dayy FROM {{lake}}.usage u, {{raw}}.x', '1:8: u has no column dayy: did you mean day?'],
    ['SELECT us.day FROM {{lake}}.usage AS use', '1:8: nothing that is read here is called us: did you mean use?'],
    ['SELECT 1 AS n FROM {{lake}}.usage\nWHERE  hit > 1', '2:8: usage has no column hit: did you mean hits?'],
    ['SELECT hits AS n FROM {{lake}}.usage WHERE n > 1', '1:44: n is no column: it is a name that this SELECT gives'],
    ['WITH w AS (SELECT day FROM {{lake}}.usage) SELECT w.hits FROM w', '1:51: w has no column hits; there are: day'],
    ['SELECT s.hits FROM (SELECT slug FROM {{lake}}.usage) s', '1:8: s has no column hits'],
    ['SELECT 1 AS one FROM {{lake}}.usage u JOIN {{lake}}.owners o ON o.slug = u.slgu', '1:74: u has no column slgu'],
    ['SELECT transform(ARRAY[1], x -> x + hit) AS a FROM {{lake}}.usage', '1:37: usage has no column hit'],
    ['SELECT day FROM {{lake}}.usage ORDER BY dayy', '1:41: usage has no column dayy'],
    ['SELECT x', '1:8: no table is read here that has a column x'],
    ['SELECT day FROM usage', '1:17: usage is of no database: write {{lake}}.usage, or {{raw}}.usage'],
    [
      'WITH uses AS (SELECT 1 AS a) SELECT a FROM usess',
      '1:44: usess is of no database and of no WITH: did you mean uses?',
    ],
    ['SELECT day FROM tributary_lake_dev.usage', '1:17: tributary_lake_dev.usage is of one stage'],
    ['SELECT id FROM crm.sales.accounts', '1:16: crm.sales.accounts is of one stage, or of no stage'],
    ['SELECT day FROM {{lake}}', '1:17: {{lake}} is a database: a table of it is {{lake}}.name'],
    [
      'SELECT slug AS s FROM {{lake}}.usage GROUP BY slug HAVING s > 1',
      '1:59: s is no column: it is a name that this SELECT gives',
    ],
    ['SELECT rows.slug FROM {{rows}}', '1:8: nothing that is read here is called rows'],
    ['SELECT day FROM {{lake}}.usage.day', '1:17: {{lake}} is a database: a table of it is {{lake}}.name'],
    ['SELECT a FROM other.information_schema.tables', '1:15: other.information_schema.tables is of one stage'],
    ['SELECT a FROM information_schema.a.b', '1:15: information_schema.a.b is of one stage'],
    ['SELECT day FROM {{rows}}.usage', '1:17: {{rows}} is a table itself'],
    ['SELECT day FROM {{lake}}.usage WHERE {{dayz}}', '1:38: {{dayz}} stands for nothing here; there are: {{lake}}'],
    ["SELECT '{{days}}' AS d", '1:9: {{days}} becomes SQL, which cannot stand in a text'],
    ['SELECT day FROM "{{lake}}".usage', '1:18: {{lake}} becomes SQL, which cannot stand in a text or in quotes'],
    ['SELECT `day` FROM {{lake}}.usage', '1:8: Athena takes no backquotes in a SELECT: write "day"'],
    ['SELECT 1 AS 1st', '1:13: a name that begins with a digit stands in quotes: write "1st"'],
    ['SELECT EXTRACT(epoch FROM day) AS e FROM {{lake}}.usage', '1:8: EXTRACT has no field epoch; there are: year'],
    ['SELECT day FROM {{lake}}.usage WHERE hits > ?', '1:45: nobody gives a value for ?'],
    ['SELECT day FROM {{lake}}.usage WHERE', "1:37: not Athena's SQL: mismatched input"],
    ['SELECT day,\n  FROM {{lake}}.usage', "2:3: not Athena's SQL: mismatched input 'FROM'"],
    ['SELECT 1 AS a; SELECT 2', "1:16: not Athena's SQL: mismatched input 'SELECT': a file has one SELECT"],
    ['INSERT INTO x SELECT 1', '1:1: a SELECT is expected, not INSERT'],
    ['WITH FUNCTION f() RETURNS bigint RETURN 1 SELECT f() AS a', '1:1: WITH FUNCTION cannot stand within'],
    ['SELECT a FROM {{lake}}.x WHERE a ::bigint > 1', "1:34: not Athena's SQL"],
    ['SELECT 1 AS "é", 😀', "1:18: not Athena's SQL"],
    ['SELECT 1 AS a UNION SELECT 2, 3', '1:21: the queries of a UNION have as many columns each: here 1 and 2'],
    [
      'SELECT slug AS s FROM {{lake}}.usage UNION SELECT owner FROM {{lake}}.owners ORDER BY owner',
      '1:87: what is read here has no column owner; there are: s',
    ],
    [
      'SELECT slug FROM {{lake}}.usage u JOIN {{lake}}.owners o ON true',
      '1:8: u and o have a column slug: write which one it is, as u.slug',
    ],
    [
      'SELECT x FROM (SELECT slug AS x, hits AS x FROM {{lake}}.usage) s',
      '1:8: s has x 2 times: give each of them a name',
    ],
    [
      'SELECT u.slug FROM {{lake}}.usage u JOIN {{lake}}.owners o USING (slug)',
      "1:8: slug is a column of USING, which has no table's name before it: write slug",
    ],
    ['SELECT u.slug FROM {{raw}}.usage u JOIN {{raw}}.owners o USING (slug)', '1:8: slug is a column of USING'],
    ['SELECT hits FROM {{lake}}.usage JOIN {{lake}}.owners USING (owner)', '1:61: USING: usage has no column owner'],
    ['SELECT hits FROM {{lake}}.usage JOIN {{lake}}.owners USING (hits)', '1:61: USING: owners has no column hits'],
    ['SELECT * FROM {{lake}}.usage NATURAL JOIN {{lake}}.owners', '1:15: Athena has no NATURAL JOIN'],
    ['SELECT slug.a FROM {{lake}}.usage', '1:8: slug is a string, and has no field a'],
    ['SELECT u.day.a AS x FROM {{lake}}.usage u', '1:8: day is a date, and has no field a'],
    ['SELECT hits AS n, n + 1 AS m FROM {{lake}}.usage', '1:19: n is no column: it is a name that this SELECT gives'],
    ['SELECT t.a FROM (VALUES (1, 2)) AS t (a)', '1:38: 1 names are given to 2 columns'],
    ['WITH w (a, b) AS (SELECT 1) SELECT a FROM w', '1:8: 2 names are given to 1 columns'],
    ['WITH a AS (SELECT 1 AS x), a AS (SELECT 2 AS x) SELECT x FROM a', '1:28: WITH has two queries called a'],
    [
      'WITH a AS (SELECT x FROM b), b AS (SELECT 1 AS x) SELECT x FROM a',
      '1:26: WITH has b later: put it before what reads it',
    ],
    [
      'WITH t (n) AS (SELECT n FROM t) SELECT n FROM t',
      '1:30: WITH has t later: put it before what reads it; what reads itself is WITH RECURSIVE',
    ],
    ['SELECT q.* FROM {{lake}}.usage u', '1:8: nothing that is read here is called q'],
    ['SELECT *', '1:8: * is all columns of what is read, and nothing is: write FROM'],
    ['SELECT rank() OVER w AS r FROM {{lake}}.usage WINDOW v AS (ORDER BY day)', '1:20: no window is called w'],
    ['SELECT rank() OVER (w ORDER BY day) AS r FROM {{lake}}.usage', '1:21: no window is called w'],
    ['SELECT slug, count(*) AS n FROM {{lake}}.usage', '1:8: slug is neither in GROUP BY nor in an aggregate'],
    ['SELECT slug, u.hits FROM {{lake}}.usage u GROUP BY slug', '1:14: u.hits is neither in GROUP BY'],
    ['SELECT slug, hits FROM {{lake}}.usage GROUP BY 1', '1:14: hits is neither in GROUP BY'],
    ['SELECT slug FROM {{lake}}.usage GROUP BY 1, 2', '1:45: GROUP BY 2: the SELECT gives 1'],
    ['SELECT slug FROM {{lake}}.usage ORDER BY 0 DESC', '1:42: ORDER BY 0: the SELECT gives 1'],
    ['SELECT * FROM {{raw}}.x ORDER BY 0', '1:34: ORDER BY 0: counts columns from 1'],
    [
      'SELECT slug FROM {{lake}}.usage WHERE max(hits) > 1',
      '1:33: WHERE comes before the rows are grouped: write HAVING',
    ],
    ['SELECT slug FROM {{lake}}.usage WHERE rank() OVER (ORDER BY day) = 1', '1:33: WHERE comes before OVER'],
    ['SELECT max(count(*)) AS m FROM {{lake}}.usage GROUP BY slug', '1:8: an aggregate cannot stand in another'],
    [
      'SELECT count(*) FILTER (WHERE hits > 1) OVER () AS n FROM {{lake}}.usage',
      '1:8: Athena takes no FILTER with OVER',
    ],
    ['SELECT nvl(slug, hits) AS n FROM {{lake}}.usage', '1:8: Athena has no function nvl: write coalesce(a, b)'],
    ['SELECT CAST(slug AS string) AS s FROM {{lake}}.usage', "1:21: Athena's SELECT has no type string: write varchar"],
    [
      'SELECT CAST(ARRAY[hits] AS array(int64)) AS s FROM {{lake}}.usage',
      "1:34: Athena's SELECT has no type int64: write bigint",
    ],
    ["SELECT DATE '2026-02-30' AS d", "1:8: '2026-02-30' is no date"],
    ["SELECT TIMESTAMP '2026-01-01T00:00:00Z' AS t", "1:8: '2026-01-01T00:00:00Z' is no timestamp"],
    [
      "SELECT day - INTERVAL '1 day' AS d FROM {{lake}}.usage",
      '1:14: the unit of an INTERVAL stands outside of its quotes',
    ],
    [
      'SELECT u.day FROM {{lake}}.usage u, {{lake}}.usage v WHERE {{days}}',
      '1:60: {{days}} bounds day, the event_time: u and v have it',
    ],
    [
      'SELECT owner FROM {{lake}}.owners WHERE {{days}}',
      '1:41: {{days}} bounds day, the event_time: owners has no column day',
    ],
  ])('%s', (sql, message) => {
    expect(told(read(sql)).join('\n')).toContain(message);
  });

  test.each([
    ['SELECT {{ ref(\'x\') }}.a FROM {{ ref("y") }}', ['1:8: dbt', '{{lake}}.x', '1:30: dbt', '{{lake}}.y']],
    ["SELECT a FROM {{ source('raw', 'x') }}", ['1:15: dbt', ': write {{raw}}.x']],
    ["SELECT a FROM {{ source('crm', 'x') }}", ['1:15: dbt', ': write {{lake}}.x, or {{raw}}.x']],
    [
      "{{ config(\n  materialized='table') }}\nSELECT nope FROM",
      ['1:1: dbt', 'words of the first comment', "3:17: not Athena's SQL"],
    ],
    [
      '{# note #} SELECT a FROM {{raw}}.x\n{% if is_incremental() %} WHERE a > (SELECT 1 FROM {{ this }}) {% endif %}',
      ['1:1: dbt', 'a comment begins with --', '2:1: dbt', 'WHERE {{days}}', '2:52: dbt', 'its own table', '2:64: dbt'],
    ],
    ["SELECT {{ var('n') }} AS n", ['1:8: dbt', 'are: {{lake}}, {{raw}}, {{days}}, {{rows}}']],
  ])('what dbt would fill in is told with what to write: %s', (sql, parts) => {
    const lines = told(read(sql)).join('\n');
    for (const part of parts) expect(lines).toContain(part);
  });

  test.each([
    ['SELECT hits::varchar AS a FROM {{lake}}.usage', '1:12: ', 'write CAST('],
    ['SELECT day FROM {{lake}}.usage QUALIFY rank() = 1', '1:40: ', 'there is no QUALIFY'],
    ['SELECT * EXCEPT (slug) FROM {{lake}}.usage', '1:18: ', 'name those that are wanted'],
    ['SELECT * EXCLUDE (slug) FROM {{lake}}.usage', '1:10: ', 'name those that are wanted'],
    ['SELECT day FROM {{lake}}.usage LIMIT 1, 2', '1:39: ', 'OFFSET 1 LIMIT 2'],
    ['SELECT day FROM {{lake}}.usage LIMIT 1 OFFSET 2', '1:40: ', 'OFFSET stands before LIMIT'],
    ['SELECT day, FROM {{lake}}.usage', '1:13: ', 'a comma too many'],
    ['SELECT 1 AS a WHERE 1 IN (1,)', '1:23: ', 'a comma too many'],
    ["SELECT 1 AS a WHERE 'a' ILIKE 'A'", '1:25: ', "lower(…) LIKE '…'"],
    ["SELECT 1 AS a WHERE 'a' RLIKE 'A'", '1:25: ', 'regexp_like'],
    ["SELECT 1 AS a WHERE 'a' ~ 'A'", '1:25: ', 'regexp_like'],
    ['SELECT 1 AS a WHERE 1 == 1', '1:23: ', 'one = compares'],
    ['SELECT 1 AS a WHERE true && true', '1:26: ', 'write AND'],
    ['SELECT “a” FROM {{lake}}.usage', '1:8: ', 'quotes are straight'],
    ['SELECT day\u00a0FROM {{lake}}.usage', '1:11: ', 'write a space'],
    ['SELECT day FROM {lake}.usage', '1:17: ', 'stand in {{ and }}'],
    ["SELECT slug->>'a' AS a FROM {{lake}}.usage", '1:14: ', 'json_extract_scalar'],
    ['SELECT [1] AS a', '1:8: ', 'ARRAY[…]'],
    ['SELECT DISTINCT ON (slug) day FROM {{lake}}.usage', '1:17: ', 'there is no DISTINCT ON'],
    ['SELECT TOP 10 day FROM {{lake}}.usage', '1:12: ', 'write LIMIT'],
    ['SELECT day FROM {{lake}}.usage LATERAL VIEW explode(x) t AS y', '1:40: ', 'CROSS JOIN UNNEST'],
    ['SELECT day # all\nFROM {{lake}}.usage', '1:12: ', 'a comment begins with --'],
    ['SELECT INTERVAL 1 DAY AS a', '1:17: ', "INTERVAL '1' DAY"],
    ['FROM {{lake}}.usage SELECT day', '1:1: ', 'SELECT stands before FROM'],
    ['SELECT 1 AS a; SELECT 2 AS a', '1:16: ', 'a file has one SELECT'],
    ['SELECT day INTO x FROM {{lake}}.usage', '1:12: ', 'leave INTO out'],
    ['SELECT day FROM {{lake}}.usage GROUP BY ALL', '1:44: ', 'name the columns'],
    ['WITH w AS SELECT 1 AS a SELECT a FROM w', '1:11: ', 'stands in parentheses'],
    ['SELECT day AS order FROM {{lake}}.usage', '1:15: ', 'a name in double quotes'],
    ['SELECT u.values FROM {{lake}}.usage u', '1:10: ', 'a name in double quotes'],
    ["SELECT day FROM {{lake}}.usage WHERE slug = 'a", '1:45: ', 'a text begins here that has no end'],
    ['SELECT day FROM {{lake}}.usage WHERE "slug', '1:38: ', 'a name in quotes begins here'],
    ['SELECT day /* all FROM {{lake}}.usage', '1:12: ', 'a comment begins here that has no end'],
    ['SELECT day FROM {{lake}}.usage WHERE', '1:37: ', 'the SELECT ends here'],
  ])('a habit from elsewhere is told with what Athena has instead: %s', (sql, place, instead) => {
    const [line = ''] = told(read(sql));
    expect(line.startsWith(`${place}not Athena's SQL: `)).toBe(true);
    expect(line).toContain(instead);
  });

  test('of a word in backquotes it is said one time that it stands bare', () => {
    expect(told(read('SELECT `day__` FROM `{{lake}}`.usage'))).toEqual([
      expect.stringContaining('1:22: {{lake}} becomes SQL'),
      expect.stringContaining('1:8: Athena takes no backquotes in a SELECT: write "day__"'),
    ]);
  });

  test('tells each of several', () => {
    expect(told(read('SELECT a, b,\n  slug FROM {{lake}}.usage JOIN us ON true'))).toEqual([
      expect.stringContaining('2:33: us is of no database'),
    ]);
    expect(told(read('SELECT a, b,\n  slug FROM {{lake}}.usage'))).toEqual([
      expect.stringContaining('1:8: usage has no column a'),
      expect.stringContaining('1:11: usage has no column b'),
    ]);
  });

  test('names the place in characters after words and what is not ASCII', () => {
    expect(told(read("SELECT '😀' AS a, {{ lake }}.usage.dya FROM {{lake}}.usage"))).toEqual([
      expect.stringContaining('1:18: usage has no column dya'),
    ]);
  });
});

describe('{{days}}', () => {
  const folders = { columns: ['year', 'month'], types: ['string'], isTime: false };

  test('without event_time needs the columns of folders, and says one time what it lacks', () => {
    expect(told(read('SELECT 1 AS n FROM {{raw}}.x WHERE {{days}}', folders))).toEqual([]);
    expect(told(read('SELECT day FROM {{lake}}.usage WHERE {{days}}', folders))).toEqual([
      "1:38: without event_time {{days}} bounds the folders' columns year, month: usage has no column year; there are: day, slug, hits. Name the column of time of what is read as event_time",
    ]);
  });

  test('bounds a column of time, also through a subquery', () => {
    const time = { columns: ['slug'], types: ['timestamp', 'date'], isTime: true };
    const sql = 'WITH w AS (SELECT slug FROM {{lake}}.usage) SELECT * FROM (SELECT w.slug FROM w) AS s WHERE {{days}}';
    expect(told(read(sql, time))).toEqual([
      '1:93: {{days}} bounds slug, the event_time: slug is a string, and has to be a timestamp or date',
    ]);
  });

  test('is sure of what a join by USING has once', () => {
    const sql = 'SELECT day FROM {{lake}}.usage JOIN {{lake}}.usage AS v USING (day) WHERE {{days}}';
    expect(told(read(sql))).toEqual([]);
  });
});
