import { expect, it } from 'vitest';
import { parseDdl } from './parse.ts';
import { tokenize, words } from './tokenize.ts';

it.each(["'", '"', '`', '/*', "'\\", '"\\', "''", '/* *', '-- \n', '\\', '((', "'a' "])(
  'takes little time for the longest text of nothing but %j',
  (piece) => {
    const text = piece.repeat(262_144 / piece.length);
    const before = process.cpuUsage();
    tokenize(text);
    words(text, 40);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(1000);
  },
);

it.each(["SELECT '\\', 'x'", 'SELECT "a', 'SELECT 1 /* x'])('leaves %s to the other parser', (sql) => {
  expect(parseDdl(sql)).toBeUndefined();
});

it('refuses what is opened and never closed', () => {
  expect(() => parseDdl("CREATE DATABASE x COMMENT 'y")).toThrow(/ParseException line 1:26 /);
});
