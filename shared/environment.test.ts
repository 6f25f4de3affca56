import { expect, test } from 'vitest';
import * as z from 'zod';
import { ConfigurationError, readEnvironment } from './environment.ts';

const schema = z.object({ LAKE_BUCKET: z.string().min(3), MAX_ROWS: z.coerce.number().int().default(10) });

test('gives the variables that the schema names, converted', () => {
  expect(readEnvironment(schema, { LAKE_BUCKET: 'lake', MAX_ROWS: '7', HOME: '/' })).toEqual({
    LAKE_BUCKET: 'lake',
    MAX_ROWS: 7,
  });
});

test('names every variable that is missing or wrong', () => {
  const read = () => readEnvironment(schema, { MAX_ROWS: 'many' });
  expect(read).toThrow(ConfigurationError);
  expect(read).toThrow(/LAKE_BUCKET is not set; MAX_ROWS: /);
});
