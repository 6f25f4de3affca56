import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { LockedError, lockFolder } from './lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'lock-'));
const file = join(folder, 'lock');
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('lockFolder', () => {
  test('takes the folder, and lets it go', () => {
    const unlock = lockFolder(folder);
    expect(readFileSync(file, 'utf8')).toBe(String(process.pid));
    unlock();
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });

  test('names the process that has it', () => {
    lockFolder(folder)();
    writeFileSync(file, String(process.ppid));
    expect(() => lockFolder(folder)).toThrow(LockedError);
    expect(() => lockFolder(folder)).toThrow(`in use by the local cloud of process ${process.ppid}`);
    expect(readFileSync(file, 'utf8')).toBe(String(process.ppid));
  });

  test.each(['2147483646', '', 'no number', '-1'])('takes over a lock that says %j', (holder) => {
    lockFolder(folder)();
    writeFileSync(file, holder);
    lockFolder(folder);
    expect(readFileSync(file, 'utf8')).toBe(String(process.pid));
  });
});
