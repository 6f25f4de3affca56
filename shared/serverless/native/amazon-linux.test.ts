import { expect, test } from 'vitest';
import { unfitForAmazonLinux } from './amazon-linux.ts';

const binary = (...names: readonly string[]) =>
  Buffer.from(['\x7fELF', 'libc.so.6', ...names, ''].join('\0'), 'latin1');

test('takes a binary that needs what Amazon Linux has', () => {
  expect(unfitForAmazonLinux(binary('GLIBC_2.2.5', 'GLIBC_2.34', 'GLIBCXX_3.4', 'GLIBCXX_3.4.29'))).toBeUndefined();
});

test.each([
  [['GLIBC_2.34', 'GLIBC_2.38'], 'it needs GLIBC 2.38, Amazon Linux 2023 has 2.34'],
  [['GLIBC_3.0'], 'it needs GLIBC 3.0, Amazon Linux 2023 has 2.34'],
  [['GLIBCXX_3.4.30'], 'it needs GLIBCXX 3.4.30, Amazon Linux 2023 has 3.4.29'],
])('says what of %j is too new', (names, reason) => {
  expect(unfitForAmazonLinux(binary(...names))).toBe(reason);
});

test('refuses musl', () => {
  expect(unfitForAmazonLinux(Buffer.from('\x7fELF\0libc.musl-x86_64.so.1\0'))).toBe('it is not linked with glibc');
});
