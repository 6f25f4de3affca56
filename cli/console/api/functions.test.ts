import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { localClient } from '../../target.ts';
import { functions } from './functions.ts';

const schema = z.object({
  functions: z.array(z.object({ name: z.string(), signatures: z.array(z.string()), isCovered: z.boolean() })),
});

test('the functions are those that Trino tells of itself, and say how they are called', async () => {
  const asking = {
    target: { stage: 'local', client: localClient('') },
    path: [],
    query: new URLSearchParams(),
    body: '',
  };
  const told = schema.parse(await functions(asking)).functions;
  const [, ...lines] = readFileSync(fileURLToPath(new URL('../../../test/sql/functions.tsv', import.meta.url)), 'utf8')
    .trim()
    .split('\n');
  const ofTrino = new Map<string, string[]>();
  for (const line of lines) {
    const [name = '', parameters = '', result = '', kind] = line.split('\t');
    if (kind === 'table') continue;
    ofTrino.set(name, [...(ofTrino.get(name) ?? []), `${name}(${parameters}) → ${result}`]);
  }
  // Its functions of places on the earth are a part of Trino that this list was made without.
  const both = told.filter(({ name }) => ofTrino.has(name));
  expect(both.length).toBeGreaterThan(290);
  for (const { name, signatures } of both) expect(signatures).toEqual(expect.arrayContaining(ofTrino.get(name) ?? []));
  expect(told.length).toBeGreaterThan(390);
  const of = (name: string) => told.find((each) => each.name === name);
  expect(of('date_trunc')?.signatures).toContain('date_trunc(varchar(x), date) → date');
  expect(of('abs')?.isCovered).toBe(true);
  expect(of('bing_tile')?.isCovered).toBe(false);
});
