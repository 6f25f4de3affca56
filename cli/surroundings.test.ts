import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkWritable } from './surroundings.ts';
import { UsageError } from './usage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-writable-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a folder is made with those above it', () => {
  checkWritable(join(folder, 'a', 'b'), 'Choose another.');
  expect(existsSync(join(folder, 'a', 'b'))).toBe(true);
});

test('one that cannot be made is refused, with the folder that is in the way and the advice', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const refused = (path: string) => () => checkWritable(path, 'Choose another.');
  expect(refused(join(file, 'below', 'it'))).toThrow(UsageError);
  expect(refused(join(file, 'below', 'it'))).toThrow(`${file} cannot be written (ENOTDIR). Choose another.`);
});

test.runIf(existsSync('/proc/self'))('below /proc the attempt ends', () => {
  expect(() => checkWritable('/proc/lake', 'Choose another.')).toThrow('/proc cannot be written');
});
