import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';

const folder = new URL('../../notebooks/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const names = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));

/** A cell as it is written by hand: what running it leaves behind is refused. */
const base = { id: z.string().regex(/^[a-z][a-z-]{2,40}$/), metadata: z.strictObject({}), source: z.array(z.string()) };
const markdown = z.strictObject({ ...base, cell_type: z.literal('markdown') });
const code = z.strictObject({
  ...base,
  cell_type: z.literal('code'),
  execution_count: z.null(),
  outputs: z.array(z.never()),
});
const notebook = z.strictObject({
  nbformat: z.literal(4),
  nbformat_minor: z.literal(5),
  metadata: z.strictObject({
    kernelspec: z.strictObject({
      display_name: z.literal('Python 3'),
      language: z.literal('python'),
      name: z.literal('python3'),
    }),
    language_info: z.strictObject({ name: z.literal('python') }),
  }),
  cells: z.array(z.discriminatedUnion('cell_type', [markdown, code])),
});

const python = (text: string) =>
  notebook
    .parse(JSON.parse(text))
    .cells.filter(({ cell_type: type }) => type === 'code')
    .map(({ source }) => source.join(''));

test('there are the two notebooks, and the page beside them links both', () => {
  expect(names.toSorted()).toEqual(['churn-signals.ipynb', 'integration-usage.ipynb']);
  for (const name of names) expect(read('README.md')).toContain(`(${name})`);
});

describe.each(names)('%s', (name) => {
  const text = read(name);

  test('has no output, no count of runs, and cells with ids of their own that stay', () => {
    const { cells } = notebook.parse(JSON.parse(text));
    const ids = cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(cells[0]?.cell_type).toBe('markdown');
  });

  test('names no path, address or account of a machine', () => {
    expect(
      text.match(/(?:\/(?:home|Users|root|work|tmp|opt|mnt)\/|[A-Z]:\\\\|127\.0\.0\.1|localhost|\d{12})/g),
    ).toBeNull();
  });

  test('has small cells', () => {
    const lines = python(text).map((cell) => cell.split('\n').length);
    expect(lines.length).toBeGreaterThan(8);
    expect(Math.max(...lines)).toBeLessThanOrEqual(30);
  });

  test('puts no value into SQL but by parameters: what is written into a text is the database alone', () => {
    const all = python(text).join('\n');
    const statements = [...all.matchAll(/read\(\s*f?("""|")(.*?)\1/gs)].map(([, , sql = '']) => sql);
    expect(statements.length).toBeGreaterThan(2);
    expect(all.match(/read\(/g)).toHaveLength(statements.length);
    for (const sql of statements) expect([...sql.matchAll(/\{(?!RAW\})[^}]*\}|" ?[+%]/g)]).toEqual([]);
  });

  test('imports what requirements.txt has, in one version each', () => {
    const requirements = read('requirements.txt')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    for (const line of requirements) expect(line).toMatch(/^[a-z0-9-]+==\d+(?:\.\d+)+$/);
    const installed = requirements.map((line) => line.split('==')[0]);
    const imports = [...`${python(text).join('\n')}\n${read('lake.py')}`.matchAll(/^(?:import|from) (\w+)/gm)];
    const packages = imports.map(([, from = '']) => (from === 'sklearn' ? 'scikit-learn' : from));
    expect(packages.filter((from) => !['lake', 'os', 'datetime', ...installed].includes(from))).toEqual([]);
  });
});
