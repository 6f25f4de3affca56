import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { HeadObjectCommand, NotFound, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { landFiles } from './files.ts';

const root = new URL('../../samples/saas/', import.meta.url);

test('each file lands once, under its table’s folder', async () => {
  const calls: (string | undefined)[] = [];
  const s3 = {
    send: async (command: object): Promise<object> => {
      if (command instanceof PutObjectCommand) calls.push(command.input.Key);
      else if (!(command instanceof HeadObjectCommand && command.input.Key?.endsWith('2.json.gz') === true))
        throw new NotFound({ message: '', $metadata: {} });
      return {};
    },
  };
  await landFiles(s3, 'raw');
  expect(calls.toSorted()).toEqual([
    'raw/files/crm/customers/customers.csv',
    'raw/files/stripe/charges/page-1.json.gz',
    'raw/files/stripe/charges/page-3.json.gz',
  ]);
});

test('the sample is pages of 120 charges of 20 customers, who are in the CSV', () => {
  const pages = [1, 2, 3].map((page) =>
    JSON.parse(gunzipSync(readFileSync(new URL(`charges/page-${page}.json.gz`, root))).toString('utf8')),
  );
  expect(pages.map(({ has_more }) => has_more)).toEqual([true, true, false]);
  const charges = pages.flatMap(({ data }) => data);
  expect(new Set(charges.map(({ id }) => id)).size).toBe(120);
  const lines = readFileSync(new URL('customers.csv', root), 'utf8').trimEnd().split('\r\n').slice(1);
  expect(lines).toHaveLength(20);
  const known = new Set(lines.map((line) => line.split(',')[0]));
  expect(charges.every(({ customer }) => known.has(customer.id))).toBe(true);
});
