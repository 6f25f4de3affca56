import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readDataset } from '../read-dataset.ts';
import { headerWords } from './header.ts';

const page = readFileSync(new URL('../../../../../docs/datasets.md', import.meta.url), 'utf8');

/** The first column of the table below a title. */
function wordsBelow(title: string): readonly string[] {
  const [, section = ''] = page.split(`\n## ${title}\n`);
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/^\| `(\w+)` \|/gm)].map(([, word = '']) => word);
}

/** What is said of a header with these columns and what follows. */
function told(columns: string, more = ''): string {
  try {
    readDataset('x.sql', `/*\ndescription: d\ncolumns: ${columns}\n${more}\n*/\nSELECT 'x' AS a`);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const listed = (message: string) => message.replace(/^.*; there are: /s, '').split(', ');

describe('docs/datasets.md has', () => {
  test('the words of a header', () => {
    expect(wordsBelow('The words')).toEqual(headerWords);
  });

  test('the ways to materialize', () => {
    expect(wordsBelow('A table, an incremental table, a view').toSorted()).toEqual(['incremental', 'table', 'view']);
  });

  test('the tests', () => {
    expect(wordsBelow('Tests')).toEqual(listed(told('{a: string}', 'data_tests: [nothing]')));
  });

  test('the types', () => {
    const [, types = ''] = /^Types are (.*?)\. /m.exec(page) ?? [];
    expect([...types.matchAll(/`([^`]+)`/g)].map(([, type]) => type)).toEqual(listed(told('{a: nothing}')));
  });

  test('an example that is packaged as it is', () => {
    const examples = [...page.matchAll(/```sql\n(.*?)```/gs)].map(([, sql = '']) => sql);
    expect(examples).toHaveLength(1);
    for (const sql of examples)
      expect(readDataset('orders_per_day.sql', sql)).toMatchObject({
        materialized: 'incremental',
        partition: { column: 'day', grain: 'day' },
        after: [{ database: 'raw', table: 'events_order_placed' }],
      });
  });
});
