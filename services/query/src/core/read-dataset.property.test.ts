import { SqlFileError } from '@tributary/shared/sql-file.ts';
import { DeclarationError } from '@tributary/shared/yaml-file.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from './compile.ts';
import { readHeader } from './declaration/read-header.ts';
import { headerWords } from './header/header.ts';
import { MistakesError } from './mistakes.ts';

const word = fc.constantFrom(
  ...headerWords,
  'table',
  'key',
  'colour',
  'null',
  '__proto__',
  'constructor',
  '? [a]',
  '&a x',
  '"',
);
const value = fc.oneof(
  fc.constantFrom(
    'day',
    '[day, x]',
    '{column: day, granularity: hour}',
    '{day: date, x: {type: string, tests: [unique]}}',
    'cron(*/5)',
  ),
  fc.constantFrom(
    'incremental',
    'merge',
    '[]',
    '{}',
    '*x',
    '&x [*x]',
    '"',
    '!!binary x',
    '- a',
    '1e999',
    '.nan',
    'null',
    '{{days}}',
  ),
  fc.constantFrom(
    '[{sql: SELECT * FROM {{rows}}}, {row_count: {min: 1}}, not_null]',
    '[{accepted_values: {column: x, values: [1]}}]',
  ),
  fc.json({ maxDepth: 2 }),
  fc.string({ maxLength: 20 }),
);
const line = fc.tuple(word, value).map(([name, text]) => `${name}: ${text}`);
const pieces = fc.constantFrom(
  ...[
    'SELECT',
    ' day',
    ' AS ',
    'x',
    ', ',
    '*',
    ' FROM ',
    '{{lake}}.t',
    '{{raw}}.u',
    ' WHERE {{days}}',
    ' GROUP BY 1',
    '(',
    ')',
    ';',
    '--',
    '/*',
    '*/',
  ],
  ...[
    'WITH w AS (SELECT 1 AS day)',
    ' JOIN ',
    ' USING (x)',
    ' UNION ',
    '{{',
    '}}',
    "'",
    '"',
    '`',
    '?',
    '\n',
    ' x -> x',
    ' UNNEST(x)',
    '😀',
    'TABLE',
    'VALUES 1',
  ],
);
const sql = fc.oneof(
  fc.constant('SELECT day, x FROM {{lake}}.t WHERE {{days}}'),
  fc.array(pieces, { maxLength: 14 }).map((all) => all.join('')),
  fc.string({ maxLength: 40 }),
);
const good = 'description: d\npartitioned_by: day\nevent_time: at\ncolumns: {day: date, x: string}';
const file = fc
  .tuple(fc.boolean(), fc.array(line, { maxLength: 6 }), sql)
  .map(([isGood, lines, text]) => `/*\n${[...(isGood ? [good] : []), ...lines].join('\n')}\n*/\n${text}`);
const anyFile = fc.oneof({ weight: 9, arbitrary: file }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) });

test('whatever a file holds, it is a dataset, a view, or mistakes that each have a place', () => {
  fc.assert(
    fc.property(anyFile, fc.constantFrom('datasets', 'views'), (content, folder) => {
      try {
        const { datasets, views } = compile([readHeader(folder, 'x.sql', content)]);
        expect([...datasets, ...views]).toHaveLength(1);
      } catch (error) {
        if (!(error instanceof MistakesError || error instanceof SqlFileError || error instanceof DeclarationError))
          throw error;
        for (const each of error.message.split('\n')) expect(each).toMatch(/^(datasets|views)\/x\.sql:\d+:\d+: ./);
      }
    }),
    { numRuns: 400 },
  );
});
