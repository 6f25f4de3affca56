import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import { readHeader } from './declaration/read-header.ts';
import type { Folder } from './header/settle.ts';

const table = (select: string, columns = 'a: int', more = '') =>
  `/*\ndescription: d\n${more}columns: {${columns}}\n*/\n${select}`;
const view = (select: string, more = '') => `/*\ndescription: d\nmaterialized: view\n${more}*/\n${select}`;

type Files = Readonly<Record<string, string>>;

const compiled = (files: Files, folder: Folder = 'datasets') =>
  compile(Object.entries(files).map(([name, text]) => readHeader(folder, `${name}.sql`, text)));
const mistakes = (files: Files): readonly string[] => {
  try {
    compiled(files);
    return [];
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n');
  }
};
const names = (tables: readonly { readonly database: string; readonly table: string }[] = []) =>
  tables.map((each) => `${each.database}.${each.table}`);

test('those come first that others read', () => {
  const { datasets } = compiled({
    a: table('SELECT a FROM {{lake}}.c'),
    b: table('SELECT a FROM {{raw}}.x'),
    c: table('SELECT b.a FROM {{lake}}.b JOIN {{lake}}.d ON true'),
    d: table('SELECT 1 AS a'),
  });
  expect(datasets.map((each) => each.table)).toEqual(['b', 'd', 'c', 'a']);
});

test('who reads a view comes after the tables under it, too, also through another view', () => {
  const { datasets, views } = compiled({
    reader: table('SELECT a FROM {{lake}}.outer_view'),
    outer_view: view('SELECT i.a FROM {{lake}}.inner_view i, {{raw}}.y, {{lake}}.inner_view j'),
    inner_view: view('SELECT a FROM {{lake}}.base JOIN {{lake}}.requests r ON true'),
    base: table('SELECT 1 AS a'),
  });
  expect(names(datasets.find((each) => each.table === 'reader')?.after)).toEqual([
    'lake.outer_view',
    'lake.inner_view',
    'lake.base',
    'lake.requests',
    'raw.y',
  ]);
  expect(views.map((each) => [each.view, names(each.reads)])).toEqual([
    ['inner_view', ['lake.base', 'lake.requests']],
    ['outer_view', ['lake.inner_view', 'raw.y']],
  ]);
});

test('a file of views/ is a view, and may be another thing where it says so', () => {
  const files = {
    v: '/* description: d */ SELECT 1 AS a',
    t: table('SELECT 1 AS a', 'a: int', 'materialized: table\n'),
  };
  const { datasets, views } = compiled(files, 'views');
  expect(views).toEqual([{ view: 'v', reads: [], select: 'SELECT 1 AS a' }]);
  expect(datasets).toMatchObject([{ table: 't', file: 'views/t.sql', materialized: 'table' }]);
});

test('two files of one name are one too many', () => {
  const text = '/* {description: d, materialized: view} */ SELECT 1 AS a';
  const files = [readHeader('datasets', 'x.sql', text), readHeader('views', 'x.sql', text)];
  expect(() => compile(files)).toThrow('views/x.sql:1:1: x is there as datasets/x.sql, too: rename one of them');
});

describe('tables that wait for each other', () => {
  test.each<readonly [string, Files, readonly string[]]>([
    [
      'two',
      { b: table('SELECT a FROM {{lake}}.a'), a: table('SELECT\n a\nFROM {{lake}}.b') },
      ['datasets/a.sql:7:6: they wait for each other: a → b → a'],
    ],
    ['one that reads itself', { a: table('SELECT a FROM {{lake}}.a') }, ['datasets/a.sql:5:15: it reads itself']],
    [
      'three through a view',
      {
        c: table('SELECT a FROM {{lake}}.v'),
        v: view('SELECT a FROM {{lake}}.b'),
        b: table('SELECT a FROM {{lake}}.c'),
      },
      ['datasets/b.sql:5:15: they wait for each other: b → c → v → b'],
    ],
    [
      'by their headers',
      { a: table('SELECT a FROM {{lake}}.b', 'a: int', 'after: b\n'), b: table('SELECT a FROM {{lake}}.a') },
      ['datasets/a.sql:3:1: they wait for each other: a → b → a'],
    ],
    [
      'views',
      { v: view('SELECT a FROM {{lake}}.w'), w: view('SELECT a FROM {{lake}}.v') },
      ['datasets/v.sql:5:15: they wait for each other: v → w → v'],
    ],
    [
      'two pairs, and one that reads both',
      {
        a: table('SELECT a FROM {{lake}}.b'),
        b: table('SELECT a FROM {{lake}}.a'),
        c: table('SELECT a FROM {{lake}}.d'),
        d: table('SELECT a FROM {{lake}}.c'),
        e: table('SELECT x.a FROM {{lake}}.a AS x, {{lake}}.c'),
      },
      [
        'datasets/a.sql:5:15: they wait for each other: a → b → a',
        'datasets/c.sql:5:15: they wait for each other: c → d → c',
      ],
    ],
  ])('are named: %s', (_, files, expected) => {
    expect(mistakes(files)).toEqual(expected);
  });

  test('are none where a header says what it comes after instead', () => {
    const files = {
      a: table('SELECT a FROM {{lake}}.b', 'a: int', 'after: [x]\n'),
      b: table('SELECT a FROM {{lake}}.a'),
    };
    expect(mistakes(files)).toEqual([]);
  });
});

describe('a table that nobody declares', () => {
  const usage = table('SELECT 1 AS a');

  test('is another service’s, unless its name is nearly that of a dataset', () => {
    expect(mistakes({ usage, b: table('SELECT a FROM {{lake}}.requests') })).toEqual([]);
    expect(mistakes({ usage, b: table('SELECT a\nFROM {{lake}}.usge') })).toEqual([
      'datasets/b.sql:6:6: no dataset or view is called usge: did you mean usage? A table of another service is to be named in after, too',
    ]);
    expect(mistakes({ usage, b: table('SELECT a FROM {{raw}}.usge') })).toEqual([]);
  });

  test('is taken at its word where it stands in after, too', () => {
    expect(mistakes({ usage, b: table('SELECT a FROM {{lake}}.usge', 'a: int', 'after: usge\n') })).toEqual([]);
    expect(mistakes({ usage, b: table('SELECT 1 AS a', 'a: int', 'after: [raw.x, usge]\n') })).toEqual([
      'datasets/b.sql:3:16: after.1: no dataset or view is called usge: did you mean usage?',
    ]);
  });
});

describe('columns of what is read', () => {
  const usage = table("SELECT 1 AS a, DATE '2026-01-01' AS day", 'a: int, day: date');

  test('are those of its header', () => {
    expect(mistakes({ usage, b: table('SELECT u.aa AS a FROM {{lake}}.usage u') })).toEqual([
      'datasets/b.sql:5:8: u has no column aa: did you mean a?',
    ]);
  });

  test('of a view are those that its SELECT gives', () => {
    const v = view('SELECT a AS number, * FROM {{lake}}.usage');
    expect(mistakes({ usage, v, b: table('SELECT numbr AS a FROM {{lake}}.v') })).toEqual([
      'datasets/b.sql:5:8: v has no column numbr: did you mean number?',
    ]);
    expect(mistakes({ usage, v, b: table('SELECT * FROM {{lake}}.v', 'number: int, a: int, day: date') })).toEqual([]);
  });

  test('of a view that names them are compared', () => {
    const v = view('SELECT 1 AS a, 2 AS c', 'columns: {a: int, b: int}\n');
    expect(mistakes({ v })).toEqual([
      'datasets/v.sql:4:19: columns.b: the SELECT does not give it',
      'datasets/v.sql:6:1: the SELECT gives c, which is not in columns: add it there with its type, or leave it out',
    ]);
  });

  test('have to have names', () => {
    expect(mistakes({ v: view('SELECT 1, 2 AS a, 3 AS a') })).toEqual([
      'datasets/v.sql:5:1: column 1 of the SELECT has no name: give it one with AS',
      'datasets/v.sql:5:1: the SELECT gives a twice: give one of them another name with AS',
    ]);
  });

  test('that {{days}} bounds are there', () => {
    const bounded = (event: string) =>
      table('SELECT day, a FROM {{lake}}.usage WHERE {{days}}', 'day: date, a: int', `partitioned_by: day\n${event}`);
    expect(mistakes({ usage, b: bounded('event_time: day\n') })).toEqual([]);
    expect(mistakes({ usage, b: bounded('event_time: at\n') })).toEqual([
      'datasets/b.sql:7:41: {{days}} bounds at, the event_time: usage has no column at: did you mean a?',
    ]);
    expect(mistakes({ usage, b: bounded('') }).join()).toContain(
      "datasets/b.sql:6:41: without event_time {{days}} bounds the folders' columns year, month, day: usage has no column year",
    );
  });

  test('are compared in tests', () => {
    const tested = (one: string) => table('SELECT 1 AS a', 'a: int', `data_tests:\n  - ${one}\n`);
    expect(mistakes({ usage, b: tested('relationships: {column: a, to: usage, field: a}') })).toEqual([]);
    expect(mistakes({ usage, b: tested('relationships: {column: a, to: usage, field: b}') })).toEqual([
      'datasets/b.sql:4:5: relationships(a): usage has no column b; there are: a, day',
    ]);
    expect(mistakes({ usage, b: tested('sql: SELECT r.b FROM {{rows}} AS r\n    name: mine') })).toEqual([
      'datasets/b.sql:4:17: mine: r has no column b; there are: a',
    ]);
  });
});

test('a view says nothing of rows', () => {
  const words = 'every: 5 minutes\nunique_key: a\ncolumns:\n  a: {type: int, tests: [not_null]}\n';
  const why = 'a view has no rows of its own: leave it out, or write `materialized: table` or `incremental`';
  expect(mistakes({ v: view('SELECT 1 AS a', words) })).toEqual([
    `datasets/v.sql:4:1: every: ${why}`,
    `datasets/v.sql:5:1: unique_key: ${why}`,
    `datasets/v.sql:7:18: columns.a.tests: ${why}`,
  ]);
});

test('a file that cannot be read keeps no other from being read', () => {
  expect(
    mistakes({ usage: table('SELECT 1 AS'), b: table('SELECT a FROM {{lake}}.usge'), c: table('SELECT 1 AS b') }),
  ).toEqual([
    'datasets/c.sql:3:11: columns.a: the SELECT does not give it',
    'datasets/c.sql:5:1: the SELECT gives b, which is not in columns: add it there with its type, or leave it out',
    expect.stringContaining("datasets/usage.sql:5:12: not Athena's SQL"),
  ]);
});

test('a hundred datasets in ten layers are compiled, the lower ones first', () => {
  const files = Object.fromEntries(
    Array.from({ length: 100 }, (_, at) => {
      const below = Array.from(
        { length: 10 },
        (_, index) => `{{lake}}.t${Math.floor(at / 10) - 1}_${index} AS x${index}`,
      );
      return [
        `t${Math.floor(at / 10)}_${at % 10}`,
        table(`SELECT ${at < 10 ? '1' : 'x3.a'} AS a${at < 10 ? '' : ` FROM ${below.join(', ')}`}`),
      ];
    }),
  );
  expect(compiled(files).datasets.map((each) => each.table)).toEqual(Object.keys(files));
});

test('a SELECT that begins behind its header has its places all the same', () => {
  expect(mistakes({ v: '/* {description: d, materialized: view} */ SELECT a FROM b' })).toEqual([
    'datasets/v.sql:1:58: b is of no database: write {{lake}}.b, or {{raw}}.b',
  ]);
});

test('what a SELECT takes over of a table that nobody knows may be all that columns name', () => {
  expect(mistakes({ b: table('SELECT *, 1 AS a FROM {{lake}}.requests', 'a: int, c: int') })).toEqual([]);
});

test('tests of one name are told apart', () => {
  const { datasets } = compiled({
    b: table('SELECT 1 AS a', 'a: {type: int, tests: [unique]}', 'tests: [{unique: a}]\n'),
  });
  expect(datasets[0]?.tests.map(({ name }) => name)).toEqual(['unique(a)', 'unique(a) 2']);
});

test('a column of a dataset has the type of its header', () => {
  const usage = table("SELECT 1 AS a, 'x' AS slug", 'a: int, slug: string');
  const select = "SELECT DATE '2026-01-01' AS day FROM {{lake}}.usage WHERE {{days}}";
  expect(mistakes({ usage, b: table(select, 'day: date', 'partitioned_by: day\nevent_time: slug\n') })).toEqual([
    'datasets/b.sql:7:59: {{days}} bounds slug, the event_time: slug is a string, and has to be a timestamp or date',
  ]);
});

test('a name is no slip where the file of that name cannot be read', () => {
  const files = {
    usage: table('SELECT 1 AS'),
    usages: table('SELECT 1 AS a'),
    b: table('SELECT a FROM {{lake}}.usage'),
  };
  expect(mistakes(files)).toEqual([expect.stringContaining('datasets/usage.sql:5:12: ')]);
});
