import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { UsageError } from '../usage.ts';
import { appendEntry } from './append-entry.ts';

const entry = { under: 'routes', key: 'c', lines: ['c:', '  x: 1'] };

test.each([
  ['at the end', 'routes:\n  a: {}\n', 'routes:\n  a: {}\n  c:\n    x: 1\n'],
  ['without an end of the last line', 'routes:\n  a: {}', 'routes:\n  a: {}\n  c:\n    x: 1\n'],
  [
    'before what follows',
    '# of all\nroutes:\n  a: {} # of a\nother: 1\n',
    '# of all\nroutes:\n  a: {} # of a\n  c:\n    x: 1\nother: 1\n',
  ],
  [
    'with a line between, as the others have it',
    'routes:\n  a:\n    x: 2\n\n  b: {}\n\n# of other\nother: 1\n',
    'routes:\n  a:\n    x: 2\n\n  b: {}\n\n  c:\n    x: 1\n\n# of other\nother: 1\n',
  ],
  ['by the indentation of the others', 'routes:\n    a: 1\n', 'routes:\n    a: 1\n    c:\n      x: 1\n'],
  ['where there is none yet', 'other: 1\n', 'other: 1\n\nroutes:\n  c:\n    x: 1\n'],
  ['where it is empty', 'routes: {}\nother: 1\n', 'routes:\n  c:\n    x: 1\nother: 1\n'],
  ['where nothing stands', '# x\nroutes:\nother: 1\n', '# x\nroutes:\n  c:\n    x: 1\nother: 1\n'],
])('an entry stands %s', (_, before, after) => {
  const made = appendEntry('f.yml', before, entry);
  expect(made.text).toBe(after);
  expect(made.text).toContain(made.added);
  expect(parse(made.text).routes.c).toEqual({ x: 1 });
});

test('an element follows those of a list', () => {
  const text = 'routes:\n  - name: a\n    drop: true\n\n  - name: b\n\n# the end\n';
  expect(appendEntry('f.yml', text, { under: 'routes', lines: ['- name: c', '  drop: true'] }).text).toBe(
    'routes:\n  - name: a\n    drop: true\n\n  - name: b\n\n  - name: c\n    drop: true\n\n# the end\n',
  );
});

test.each([
  ['routes:\n  c: {}\n', 'f.yml has c already: edit it there'],
  ['routes: {a: 1}\n', 'f.yml has routes on one line'],
  ['routes: [\n', 'f.yml cannot be read'],
])('%j is refused: %s', (text, why) => {
  expect(() => appendEntry('f.yml', text, entry)).toThrow(UsageError);
  expect(() => appendEntry('f.yml', text, entry)).toThrow(why);
});
