import { expect, test } from 'vitest';
import { readRoute } from '../app/route.ts';
import { objectHref } from './address.ts';
import { type Look, readLook, writeLook } from './look.ts';

const plain: Look = { as: undefined, header: undefined, member: undefined, row: undefined, columns: undefined };
const read = (more: readonly (readonly [string, string])[]) =>
  readLook(readRoute(new URL(objectHref('b', 'k', more), 'http://127.0.0.1')).query);

test.each<Look>([
  plain,
  { as: 'hex', header: false, member: 0, row: 41, columns: ['a,b', '&c', 'ü'] },
  { ...plain, as: 'CSV', header: true },
])('what an address says is what was written into it: %j', (look) => {
  expect(read(writeLook(look))).toEqual(look);
});

test('what no page has written is left out', () => {
  expect(
    read([
      ['as', 'pdf'],
      ['header', '1'],
      ['member', '0'],
      ['row', '-1'],
    ]),
  ).toEqual(plain);
  expect(
    read([
      ['member', '1e9'],
      ['row', '99999999999'],
    ]),
  ).toEqual(plain);
});
