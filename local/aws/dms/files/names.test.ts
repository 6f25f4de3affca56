import { expect, test } from 'vitest';
import type { Endpoint } from '../endpoint.ts';
import { changeSequence } from './change-sequence.ts';
import { changesKey, loadKey } from './names.ts';

const endpoint = (gzip: boolean, dateFolders: boolean): Endpoint => ({
  name: 'shop',
  folder: 'raw/db',
  format: {
    ...{ header: false, op: 'Op', opInLoads: true, timestamp: undefined, sequence: undefined, beforeImage: undefined },
    ...{ appended: [], nullText: 'NULL', delimiter: ',', newline: '\n', quotes: true, gzip, dateFolders },
  },
  tables: [],
});
const table = { schema: 'shop', table: 'orders', key: ['id'] };

test('the counter of loads is hexadecimal', () => {
  expect(loadKey(endpoint(false, true), table, 1)).toBe('raw/db/shop/orders/LOAD00000001.csv');
  expect(loadKey(endpoint(true, false), table, 26)).toBe('raw/db/shop/orders/LOAD0000001A.csv.gz');
});

test('files of changes are named by their time, in a folder of the day where the endpoint wants it', () => {
  const at = Date.UTC(2026, 10, 17, 23, 9, 49, 101);
  expect(changesKey(endpoint(false, true), table, at)).toBe('raw/db/shop/orders/2026/11/17/20261117-230949101.csv');
  expect(changesKey(endpoint(true, false), table, at)).toBe('raw/db/shop/orders/20261117-230949101.csv.gz');
});

test('change sequences have 35 digits and ascend with time, file, position and row', () => {
  const at = Date.UTC(2026, 10, 17, 23, 9, 49) / 1000;
  const sequences = [
    changeSequence(at, { file: 1, position: 4, row: 1 }),
    changeSequence(at, { file: 1, position: 4, row: 1000 }),
    changeSequence(at, { file: 1, position: 5, row: 1 }),
    changeSequence(at, { file: 1, position: 4_294_967_295, row: 1 }),
    changeSequence(at, { file: 2, position: 4, row: 1 }),
    changeSequence(at + 1, { file: 2, position: 5, row: 1 }),
  ];
  expect(sequences[0]).toBe('20261117230949000000100000000004801');
  expect(sequences.every((text) => /^\d{35}$/.test(text))).toBe(true);
  expect(sequences).toEqual([...sequences].sort());
});
